"""Take your data with you: who gets what, in which formats, and that nothing is lost on the way."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.indicators.cities import City, browser, dims, make_city
from tests.indicators.exporting import SQUARE
from tests.indicators.test_pages import address, counted, one
from tests.indicators.test_parquet import read as read_parquet
from tests.indicators.test_rules_exports import read_back
from waymark.indicators.actions import targets
from waymark.indicators.actions.metadata import edit_metadata
from waymark.indicators.export_words import KINDS
from waymark.indicators.models import Observation
from waymark.indicators.queries.place import here
from waymark.indicators.queries.taking import Chosen, counts, data
from waymark.indicators.rules import opensdg
from waymark.indicators.rules.exports import formats
from waymark.indicators.rules.facts import Goal
from waymark.kernel.tables import read_csv, read_xlsx

pytestmark = pytest.mark.django_db


def furnished() -> City:
    """A city with areas, groups, units, words, targets, metadata and things that went."""
    city = make_city()
    north = city.areas["north"]
    north.boundary, north.code = SQUARE, "N01"
    north.save()
    city.enter(81, "2020", source="L'office", note="=1+1")
    city.enter(79, "2014/15", dims=dims(sex="female", occupation="Fishers' wives"))
    city.enter(1200, "2020", unit="persons", status="E")
    city.enter(None, "2021", area=north, status="Q", unit="%")
    city.enter(12.5, "2020 Q1", code="11.6.2", dims=dims(age="65+"), method="Sensor")
    city.enter(7, "2019", code="UMF-1.1.5")
    Observation.objects.filter(value=7).update(retired_at=city.later())
    targets.set_target(
        place=city.place,
        indicator=city.indicator("UMFX-2.3.a"),
        goal=Goal("2015", 3.0, 2030, 9.0, ((2027, 5.0),), "Plan"),
        by=city.editor,
        at=city.later(),
    )
    edit_metadata(
        place=city.place,
        indicator=city.indicator("11.6.2"),
        texts={("STAT_CONC_DEF", "en"): "Dust", ("STAT_CONC_DEF", "ar"): "غبار"},
        by=city.editor,
        at=city.later(),
    )
    return city


def fetch(city: City, kind: str, **query: str) -> bytes:
    answer = browser(city.viewer).get(address(city, "take_file", kind), query)
    assert answer.status_code == 200
    return b"".join(answer)  # type: ignore[arg-type]


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_series_comes_with_what_holds_now_and_nothing_that_went() -> None:
    city = furnished()
    told = data(city.here, Chosen(), at=city.now)
    lines = list(told.lines())
    assert tuple(line.series for line in lines) == told.series
    assert [(line.series.indicator, len(line.values)) for line in lines] == [
        *[("umf:UMF-1.1.2", 1)] * 4,
        ("umf:UMFX-2.3.a", 0),
        ("sdg:11.6.2", 1),
    ]
    assert lines[4].goal == Goal("2015", 3.0, 2030, 9.0, ((2027, 5.0),), "Plan")
    assert list(told.lines()) == lines
    assert counts(city.here, Chosen()) == {"indicators": 3, "series": 6, "values": 5}
    assert counts(city.here, Chosen("sdg")) == {"indicators": 1, "series": 1, "values": 1}
    narrow = data(city.here, Chosen(indicator=city.indicator("11.6.2")), at=city.now)
    assert [listed.name for listed in narrow.indicators] == ["sdg:11.6.2"]
    assert narrow.metadata["sdg:11.6.2"]["STAT_CONC_DEF", "ar"] == "غبار"


@pytest.mark.parametrize("kind", KINDS)
def test_each_format_holds_everything(kind: str, tmp_path: Path) -> None:
    city = furnished()
    content = fetch(city, kind)
    told = data(city.here, Chosen(), at=city.now)
    if kind.startswith("sdmx"):
        assert read_back(unpacked(content)) == list(told.lines())
    elif kind == "csv":
        assert len(read_csv(content).rows) == 6
    elif kind == "xlsx":
        assert len(read_xlsx(content).rows) == 6
    elif kind == "json":
        assert len(json.loads(content)["series"]) == 6
    elif kind == "parquet":
        assert len(read_parquet(content, tmp_path)[1]) == 6
    elif kind.startswith("geojson"):
        whole, harbour, north = json.loads(content)["features"]
        assert (harbour["geometry"], north["geometry"]) == (None, SQUARE)
        status = "umf:UMF-1.1.2 (%) 2021 status" if kind.endswith("all") else None
        assert north["properties"][status or "umf:UMF-1.1.2 (%) status"] == "Q"
        assert whole["properties"]["id"] == city.place.slug
    elif kind == "data-package":
        assert len(read_csv(unpacked(content)["values.csv"]).rows) == 6
    else:
        _a_site(unpacked(content))


def _a_site(files: dict[str, bytes]) -> None:
    repository = opensdg.read_repository(files)  # type: ignore[arg-type]
    assert repository.left_out == ()
    held = {one.number: one for one in repository.indicators}
    assert len(held["umf:UMF-1.1.2"].data.observations) == 4
    assert held["11.6.2"].metadata.text("STAT_CONC_DEF") == "Dust"
    assert held["11.6.2"].translated["ar"].text("STAT_CONC_DEF") == "غبار"
    assert repository.translations.of("female")["ar"] == "النساء"
    assert repository.geography == ("geojson/areas.geojson",)


@pytest.mark.parametrize("kind", KINDS)
def test_a_city_without_anything_gets_files_all_the_same(kind: str) -> None:
    assert fetch(make_city(areas=()), kind)


def test_one_list_and_one_indicator_can_be_taken_alone() -> None:
    city = furnished()
    assert len(json.loads(fetch(city, "json", list="sdg"))["series"]) == 1
    alone = json.loads(fetch(city, "json", indicator="umf:UMF-1.1.2"))
    assert {series["indicator"] for series in alone["series"]} == {"umf:UMF-1.1.2"}
    assert [found["id"] for found in alone["indicators"]] == ["umf:UMF-1.1.2"]
    client = browser(city.viewer)
    for query in ({"list": "none"}, {"indicator": "umf:none"}, {"indicator": "x"}):
        assert client.get(address(city, "take"), query).status_code == 404
        assert client.get(address(city, "take_file", "json"), query).status_code == 404
    assert client.get(address(city, "take_file", "exe")).status_code == 404
    page = client.get(address(city, "take"), {"indicator": "umf:UMF-1.1.2"}).content.decode()
    assert "take/json/?indicator=umf%3AUMF-1.1.2" in page


def test_a_file_says_what_it_is() -> None:
    city = furnished()
    answer = browser(city.viewer).get(address(city, "take_file", "sdmx-ml-3.0"), {"list": "sdg"})
    assert f'"{city.place.slug}-sdg-sdmx-ml-3.0.zip"' in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/zip"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert int(answer["Content-Length"]) > 0


def test_the_page_offers_every_format_to_those_of_the_city_alone() -> None:
    city, other = furnished(), make_city()
    page = browser(city.viewer).get(address(city, "take"))
    for kind in KINDS:
        assert address(city, "take_file", kind) in page.content.decode()
    for name, more in (("take", ()), ("take_file", ("json",))):
        assert browser(other.lead).get(address(city, name, *more)).status_code == 404
    assert address(city, "take") in browser(city.viewer).get(one(city, "detail")).content.decode()
    assert formats.KINDS.keys() < KINDS.keys()


@pytest.mark.parametrize("name", ["take", "json", "csv", "open-sdg"])
def test_a_city_with_more_asks_the_database_as_often(name: str) -> None:
    city = furnished()
    client = browser(city.viewer)
    url = address(city, "take") if name == "take" else address(city, "take_file", name)
    counted(client, url)
    first = counted(client, url)
    for year in range(2000, 2006):
        city.enter(year, str(year), code="UMF-1.1.5", dims=dims(sex="male", age=f"{year}"))
        city.enter(year, str(year), code="6.1.1", area=city.areas["harbour"])
    assert counted(client, url) == first <= 10


def test_boundaries_are_read_only_where_they_are_taken() -> None:
    city = furnished()
    without = here(city.viewer, city.place.slug)
    assert without is not None
    told: Any = data(without, Chosen(), at=city.now)
    assert {part.geometry for part in told.parts} == {None}
