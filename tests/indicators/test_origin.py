"""What residents proposed is said in every file that a city takes away, and comes in as before."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.indicators.test_parquet import read as read_parquet
from tests.indicators.test_proposals import contributing_city, proposed
from tests.indicators.test_round_trip import FORMATS, NOTHING, asked, counts, taken
from waymark.indicators.actions.deciding import accept_proposal
from waymark.indicators.actions.values import change_value
from waymark.indicators.models import Observation
from waymark.indicators.rules.columns import HEADERS
from waymark.indicators.rules.facts import PROPOSED, Value
from waymark.kernel.tables import read_xlsx

pytestmark = pytest.mark.django_db


def unpacked(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def rows(kind: str, content: bytes, folder: Path) -> list[dict[str, Any]]:
    """The rows of a file that is a table, or has one in it."""
    if kind == "xlsx":
        sheet = read_xlsx(content)
        return [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]
    if kind == "parquet":
        columns, cells = read_parquet(content, folder)
        return [dict(zip(dict(columns), row, strict=True)) for row in cells]
    if kind == "json":
        return [row for one in json.loads(content)["series"] for row in one["values"]]
    inside = {"csv": "", "data-package": "values.csv", "open-sdg": "data/indicator_umf-1-1-2.csv"}
    name = inside.get(kind, "data.csv")
    text = unpacked(content)[name] if name else content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def origins(kind: str, content: bytes, folder: Path) -> dict[str, str]:
    """Where the value of each period comes from, as the file says."""
    period = {"open-sdg": "Year"}.get(kind, "TIME_PERIOD" if kind.startswith("sdmx") else "period")
    origin = "ORIGIN" if kind.startswith("sdmx") else "origin"
    return {row[period]: row.get(origin) or "" for row in rows(kind, content, folder)}


def test_every_file_says_it_of_the_one_value_and_comes_in_again(tmp_path: Path) -> None:
    city, resident = contributing_city()
    city.enter(60, "2023", source_type="citizen_generated")
    accept_proposal(proposal=proposed(city, resident), by=city.editor, at=city.later())
    city.editor = city.lead
    for kind, name in FORMATS.items():
        content = taken(city, kind)
        if kind.startswith("sdmx-ml"):
            files = unpacked(content)
            assert files["data.xml"].count(PROPOSED) == 1, kind
            assert '"ORIGIN"' in files["structure.xml"], kind
        else:
            assert origins(kind, content, tmp_path) == {"2023": "", "2024": PROPOSED}, kind
        batch = city.preview(content, name)
        assert (asked(batch), counts(batch)) == (NOTHING, {"unchanged": 2}), kind
    for kind in ("geojson", "geojson-all"):
        assert taken(city, kind).count(PROPOSED.encode()) == 1
    value = Observation.objects.get(retired_at=None, period="2024")
    change_value(observation=value, value=Value("2024", 70.0), by=city.lead, at=city.later())
    for kind in ("csv", "json", "geojson"):
        assert b"origin" not in taken(city, kind), "the control: what the city changed is its own"
    for kind in ("open-sdg", "sdmx-csv-2.0"):
        assert not any("origin" in text.lower() for text in unpacked(taken(city, kind)).values())


def test_a_breakdown_that_is_called_origin_is_told_apart(tmp_path: Path) -> None:
    city, resident = contributing_city()
    city.enter(40, "2023", dims=(("origin", "spring"),))
    accept_proposal(proposal=proposed(city, resident), by=city.editor, at=city.later())
    city.editor = city.lead
    assert "origin" not in HEADERS.values()
    for kind, name in FORMATS.items():
        batch = city.preview(taken(city, kind), name)
        assert (asked(batch), counts(batch)) == (NOTHING, {"unchanged": 2}), kind
