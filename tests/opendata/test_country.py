"""All that the places of a country have published, as one file: the same as place by place."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from tests.indicators.test_parquet import read as read_parquet
from tests.opendata.published import SDG_WATER, WATER, body, everything, get, harbour, publish
from waymark.indicators.queries import public
from waymark.indicators.rules.exports import several
from waymark.kernel.tables import read_xlsx
from waymark.opendata.queries import dumps

pytestmark = pytest.mark.django_db
ALL = "/data/country/KE"


def country() -> None:
    """Two places of one country, one of another, each with something that is not public."""
    for slug, code in (("harbour-city", "KE"), ("hill-town", "KE"), ("far-away", "RW")):
        harbour(slug=slug, country=code)


def unzipped(kind: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body(get(f"{ALL}/{kind}")))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(content: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def rows(kind: str, folder: Path) -> list[dict[str, Any]]:
    """The values of the file, each with its place."""
    content = body(get(f"{ALL}/{kind}")) if kind in ("csv", "xlsx", "parquet") else b""
    if kind == "csv":
        found = table(content)
    elif kind == "xlsx":
        sheet = read_xlsx(content)
        found = [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]
    elif kind == "parquet":
        columns, cells = read_parquet(content, folder)
        found = [dict(zip(dict(columns), row, strict=True)) for row in cells]
    elif kind == "data-package":
        found = table(unzipped(kind)["values.csv"])
    else:
        return observed(unzipped(kind)["data.csv"])
    return [row for row in found if row["period"]]


def observed(content: bytes) -> list[dict[str, Any]]:
    """The same of SDMX, where REF_AREA names the place or a part of it."""
    found = []
    for row in table(content):
        if row["VALUE_TYPE"] == "O":
            place = "-".join(row["REF_AREA"].lower().replace("_", "-").split("-")[:2])
            indicator = row["INDICATOR"].replace("_", ":", 1).lower()
            found.append(
                {
                    "place": place,
                    "indicator": indicator,
                    "period": row["TIME_PERIOD"],
                    "value": row["OBS_VALUE"],
                }
            )
    return found


def plain(row: dict[str, Any]) -> tuple[str, str, str, str]:
    value = row["value"]
    indicator = row["indicator"].lower().replace("-", "_").replace(".", "_")
    return (
        row["place"],
        indicator,
        row["period"],
        "" if value in (None, "") else repr(float(value)),
    )


@pytest.mark.parametrize("kind", several.KINDS)
def test_every_format_says_what_the_api_says_of_the_country(kind: str, tmp_path: Path) -> None:
    country()
    told = everything("/api/v1/observations?country=KE")
    assert {one["place"] for one in told} == {"harbour-city", "hill-town"}
    assert sorted(map(plain, rows(kind, tmp_path))) == sorted(map(plain, told))
    assert len(told) == 18


@pytest.mark.parametrize("kind", several.KINDS)
def test_nothing_withheld_or_of_another_country_is_in_it(kind: str) -> None:
    country()
    answer = get(f"{ALL}/{kind}")
    content = body(answer)
    packed = answer["Content-Type"] == "application/zip" or kind == "xlsx"
    texts = [content]
    if packed:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts = [archive.read(name) for name in archive.namelist()]
    for text in texts:
        for secret in ("Only for us.", "Nobody may see this", "12345", "far-away", "FAR_AWAY"):
            assert secret.encode() not in text
    assert any(b"arbour" in text for text in texts)
    assert body(get(f"{ALL}/{kind}")) == content
    assert get(f"{ALL}/{kind}", if_none_match=answer["ETag"]).status_code == 304
    assert f"ke-{kind}." in answer["Content-Disposition"]


def test_the_package_names_places_and_licences_and_its_keys_hold() -> None:
    country()
    files = unzipped("data-package")
    places = table(files["places.csv"])
    assert [row["id"] for row in places] == ["harbour-city", "hill-town"]
    assert {row["place"] for row in table(files["areas.csv"])} == {"harbour-city", "hill-town"}
    told = json.loads(files["datapackage.json"])
    assert told["title"] == "Indicators of Kenya"
    tables = {one["name"]: table(files[one["path"]]) for one in told["resources"]}
    for one in told["resources"]:
        for key in one["schema"].get("foreignKeys", ()):
            there = key["reference"]
            held = {row[there["fields"]] for row in tables[there["resource"]]} | {""}
            assert {row[key["fields"]] for row in tables[one["name"]]} <= held


def test_a_change_anywhere_in_the_country_makes_a_new_file() -> None:
    country()
    before = get(f"{ALL}/csv")
    city = harbour(slug="third-place", country="KE")
    after = get(f"{ALL}/csv")
    assert before["ETag"] != after["ETag"]
    publish(city, SDG_WATER)
    assert get(f"{ALL}/csv", if_none_match=after["ETag"]).status_code == 200
    elsewhere = get("/data/country/RW/csv")
    publish(city, WATER)
    assert get("/data/country/RW/csv", if_none_match=elsewhere["ETag"]).status_code == 304


def test_what_there_is_not_is_not_there_and_what_is_too_much_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    country()
    for path in (f"{ALL}/exe", "/data/country/UG/csv", "/data/country/ke/csv"):
        assert get(path).status_code == 404
    monkeypatch.setattr(dumps, "MOST_OF_COUNTRY", 2)
    answer = get(f"{ALL}/csv")
    assert (answer.status_code, b"place by place" in body(answer)) == (413, True)
    monkeypatch.setattr(dumps, "MOST_OF_COUNTRY", 50_000)
    monkeypatch.setattr(dumps, "MOST_IN_WORKBOOK", 2)
    answer = get(f"{ALL}/xlsx")
    assert (answer.status_code, b"as CSV or Parquet" in body(answer)) == (413, True)
    assert get(f"{ALL}/csv").status_code == 200


def test_the_page_of_a_country_offers_it_and_the_others_do_not() -> None:
    country()
    page = body(get("/data/?country=KE")).decode()
    assert all(f'href="{ALL}/{kind}"' in page for kind in several.KINDS)
    for other in ("/data/", "/data/?country=UG"):
        assert "/data/country/" not in body(get(other)).decode()


def test_places_more_cost_one_question_each(django_assert_max_num_queries: Any) -> None:
    country()
    with django_assert_max_num_queries(7):
        body(get(f"{ALL}/csv"))


def test_series_share_what_they_are_about_and_hold_no_copies() -> None:
    country()
    shown = list(dumps._shared(public.published(None).filter(place__country="KE")))
    held = dumps._held(None, shown, public.Wanted(country="KE"), 1000)
    assert len(held) > len(shown) > len({row.indicator_id for row in shown}) > 1
    for name in ("publication", "publication.indicator", "publication.place", "area"):
        things = [thing for one in held if (thing := attrgetter(name)(one)) is not None]
        assert len({id(thing) for thing in things}) == len({thing.pk for thing in things}), name
