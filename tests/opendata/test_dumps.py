"""All that a place has published, in the formats of exports: the same everywhere, and no more."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.indicators.test_parquet import read as read_parquet
from tests.opendata.published import body, everything, get, harbour
from waymark.indicators.rules.sources import archive, blocks, document, own
from waymark.opendata.views.files import DUMPS

pytestmark = pytest.mark.django_db
CELLS = ("indicator", "period", "value", "status")
ALL = "/data/harbour-city/all"


def rows(kind: str, folder: Path) -> list[tuple[str, ...]]:
    """The values of a dump, as our own readers find them, or DuckDB."""
    raw = body(get(f"{ALL}/{kind}"))
    if kind == "parquet":
        columns, held = read_parquet(raw, folder)
        at = [[name for name, _kind in columns].index(one) for one in CELLS]
        told = [[row[place] for place in at] for row in held]
        return sorted((i, p, "" if v is None else repr(v), s) for i, p, v, s in told if p)
    content = io.BytesIO(raw)
    head, found = blocks.read(document.read(content) if kind == "json" else archive.read(content))
    assert (head.error, list(found)) == (None, [])
    told = []
    for _name, sheet in own.tables_of(head):
        for row in sheet.rows:
            said = dict(zip(sheet.header, row, strict=True))
            if said.get("period"):
                value = said["value"] and repr(float(said["value"]))
                status = said.get("status", "") or "A"
                told.append((said["indicator"], said["period"], value, status))
    return sorted(told)


@pytest.mark.parametrize("kind", DUMPS)
def test_every_format_says_what_the_api_says(kind: str, tmp_path: Path) -> None:
    harbour()
    expected = sorted(
        (
            one["indicator"],
            one["period"],
            "" if one["value"] is None else repr(one["value"]),
            one["status"],
        )
        for one in everything("/api/v1/observations?place=harbour-city")
    )
    assert rows(kind, tmp_path) == expected
    assert len(expected) == 9


@pytest.mark.parametrize("kind", DUMPS)
def test_a_dump_says_how_large_and_how_old_it_is_and_is_sent_once(kind: str) -> None:
    city = harbour()
    answer = get(f"{ALL}/{kind}")
    content = body(answer)
    assert int(answer["Content-Length"]) == len(content)
    assert answer["Last-Modified"].endswith("GMT")
    assert f"harbour-city-{kind}." in answer["Content-Disposition"]
    assert body(get(f"{ALL}/{kind}")) == content
    assert get(f"{ALL}/{kind}", if_none_match=answer["ETag"]).status_code == 304
    for secret in ("Only for us.", "Nobody may see this", city.editor.email):
        assert secret.encode() not in content
    page = body(get("/data/harbour-city/")).decode()
    assert f'href="{ALL}/{kind}"' in page


def test_what_there_is_not_is_not_there() -> None:
    harbour()
    for path in (f"{ALL}/exe", f"{ALL}/geojson", "/data/nowhere/all/json"):
        assert get(path).status_code == 404
    told = json.loads(body(get(f"{ALL}/json")))
    assert [one["id"] for one in told["indicators"]] == ["umf:UMF-1.1.2", "umf:UMF-1.1.5"]
    assert told["source"].endswith("/data/harbour-city/")


def test_the_cost_does_not_grow_with_the_series(django_assert_max_num_queries: Any) -> None:
    harbour()
    with django_assert_max_num_queries(4):
        body(get(f"{ALL}/json"))
