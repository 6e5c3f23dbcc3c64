"""The public map of areas: what it shows, what it says is not there, and what it gives away."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import make_place
from tests.indicators.cities import City, make_city
from tests.indicators.test_seeing_pages import bound, square
from tests.opendata.published import DEATHS, WATER, body, get, publish
from waymark.base.jobs import run_due
from waymark.places.actions.parts import set_parts
from waymark.places.models import Place
from waymark.places.rules import plan_areas, read_areas

pytestmark = pytest.mark.django_db
ONE = "/data/harbour-city/umf/UMF-1.1.2/"
DEAD = "/data/harbour-city/umf/UMF-1.1.5/"
MAP = f"{ONE}?by=map"


def mapped() -> City:
    """A city with three areas on the map, one without a boundary, and a withheld number."""
    city = make_city(slug="harbour-city", areas=("north", "harbour", "hills", "old"))
    for east, area in enumerate(("north", "harbour", "hills")):
        bound(city, area, 36.0 + east / 10)
    for year, base in (("2019", 50.0), ("2021", 60.0)):
        for step, area in enumerate(("north", "harbour", "old")):
            city.enter(base + step, year, area=city.areas[area], source="Survey")
    city.enter(None, "2021", area=city.areas["hills"], status="M")
    city.enter(70.0, "2021")
    for area, number in (("north", 4.0), ("harbour", 61.0), ("hills", 35.0)):
        city.enter(number, "2021", code=DEATHS, unit="people", area=city.areas[area])
    city.enter(100.0, "2021", code=DEATHS, unit="people")
    publish(city, WATER, DEATHS)
    return city


def text(path: str, language: str = "en") -> str:
    answer = get(path, accept_language=language)
    assert answer.status_code == 200, path
    return body(answer).decode()


def paths(page: str) -> dict[str, str]:
    """The areas of the map: name, and what is said of its number."""
    hints = re.findall(r"<title>([^<]*?): ([^<]*)</title></path>", page)
    return dict(hints)


def table(page: str) -> dict[str, list[str]]:
    """The table beside the map: area, number and status."""
    rows = page.split("<table>")[1].split("</table>")[0]
    found = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", rows)
    return {name: re.findall(r"<td[^>]*>(.*?)</td>", cells) for name, cells in found}


def test_a_year_is_shown_on_a_map_with_its_table_and_steps_to_others() -> None:
    mapped()
    page = text(MAP)
    assert paths(page) == {"North": "60", "Harbour": "61", "Hills": "Missing"}
    assert table(page)["Old"] == ["62", ""]
    assert table(page)["Hills"] == ["–", "Missing"]
    assert "These areas have a value and no boundary, so they are not on the map: Old." in page
    assert "?by=map&amp;year=2019" in page
    earlier = text(f"{MAP}&year=2019")
    assert paths(earlier) == {"North": "50", "Harbour": "51", "Hills": "No value entered"}
    assert "?by=map&amp;year=2021" in earlier
    for odd in ("&year=1700", "&year=x", "&year=" + "9" * 400):
        assert paths(text(MAP + odd)) == paths(page)
    assert 'value="map"' in text(ONE), "it is offered where the page begins"


def test_the_map_can_be_taken_away_and_framed() -> None:
    mapped()
    page = text(f"{MAP}&year=2019")
    assert "chart/svg?by=map&amp;year=2019&amp;lang=en" in page
    svg = text(f"{ONE}chart/svg?by=map&year=2019&lang=en")
    assert "North: 50" in svg
    frame = text("/embed/harbour-city/umf/UMF-1.1.2/?by=map&year=2019&lang=ar")
    assert 'dir="rtl"' in frame
    assert "<script" not in frame
    assert "North: 50" in frame
    spec = get(f"{ONE}chart/json?by=map&year=2019&lang=en").json()
    assert "geoshape" in str(spec)


def numbers_in(words: str) -> set[float]:
    """Every number that stands by itself in a text."""
    return {float(one) for one in re.findall(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w.]\S)", words)}


def test_what_is_withheld_can_be_read_from_neither_map_nor_table() -> None:
    mapped()
    page = text(f"{DEAD}?by=map")
    shown, rows = paths(page), table(page)
    withheld = {name for name, said in shown.items() if said == "Suppressed"}
    assert "North" in withheld
    assert len(withheld) > 1, "else the sum would give it away"
    assert all(rows[name] == ["–", "Suppressed"] for name in withheld)
    numbers = {"North": 4.0, "Harbour": 61.0, "Hills": 35.0}
    hidden = {numbers[name] for name in withheld}
    drawing = page[page.index("map areas") :].partition("</svg>")[0]
    words = " ".join(re.findall(r">([^<]+)<", drawing))
    spec = get(f"{DEAD}chart/json?by=map&lang=en").json()
    values = " ".join(str(one["properties"]) for one in spec["data"]["values"])
    frame = re.sub(r' d="[^"]*"', "", text("/embed/harbour-city/umf/UMF-1.1.5/?by=map&lang=en"))
    for told in (words, values, re.sub(r"<[^>]*>", " ", frame)):
        assert not hidden & numbers_in(told)
        assert set(numbers.values()) - hidden <= numbers_in(told), "the control: others are found"


def test_areas_of_which_nothing_is_public_are_not_on_the_map() -> None:
    city = mapped()
    secret = make_place("Informal", parent=city.place, slug="harbour-city-informal")
    Place.objects.filter(pk=secret.pk).update(boundary=square(36.4), kind="district")
    city.areas["informal"] = secret
    assert "Informal" not in text(MAP)
    city.enter(1.0, "2021", area=secret)
    run_due(timezone.now())
    assert paths(text(MAP))["Informal"] == "1"


def test_an_area_that_the_city_no_longer_has_is_named() -> None:
    city = mapped()
    Place.objects.filter(pk=city.areas["north"].pk).update(retired_at=city.later())
    page = text(MAP)
    assert "North" not in paths(page)
    assert "about areas that the city no longer has, so they are not on the map: North." in page
    assert table(page)["North"] == ["60", ""]


def test_without_any_boundary_the_table_stands_alone() -> None:
    city = mapped()
    Place.objects.filter(parent=city.place).update(boundary=None)
    page = text(MAP)
    assert "There is no map" in page
    assert table(page)["North"] == ["60", ""]
    assert get(f"{ONE}chart/svg?by=map&lang=en").status_code == 404
    assert "<svg" not in text("/embed/harbour-city/umf/UMF-1.1.2/?by=map&lang=en")


def test_when_the_areas_change_the_page_is_a_new_one() -> None:
    city = mapped()
    paths_asked = (MAP, "/data/harbour-city/")
    first = [get(path)["ETag"] for path in paths_asked]
    for path, name in zip(paths_asked, first, strict=True):
        assert get(path, if_none_match=name).status_code == 304
    part = {"type": "Feature", "properties": {"code": "N1", "name": "New"}, "geometry": square(37)}
    raw = json.dumps({"type": "FeatureCollection", "features": [part]}).encode()
    planned = plan_areas(read_areas(raw).features, (), None)
    set_parts(place=city.place, plan=planned, language="en", by=city.editor, at=city.later())
    for path, name in zip(paths_asked, first, strict=True):
        assert get(path, if_none_match=name).status_code == 200


def test_it_is_there_in_arabic() -> None:
    mapped()
    page = text(MAP, "ar")
    assert 'dir="rtl"' in page
    assert "خريطة" in page


def winding(east: float) -> dict[str, Any]:
    """A boundary with many kinks."""
    top = [[east + i / 4000, 1.1 + (i * 7919 % 100) / 20000] for i in range(400)]
    return {"type": "Polygon", "coordinates": [[[east, 1], *top, [east + 0.1, 1], [east, 1]]]}


def test_the_cost_is_bounded(django_assert_max_num_queries: Any) -> None:
    city = make_city(slug="harbour-city", areas=[f"part{n}" for n in range(20)])
    for number, area in enumerate(city.areas.values()):
        Place.objects.filter(pk=area.pk).update(boundary=winding(36 + number / 10))
        for year in range(2012, 2022):
            city.enter(40.0 + (number * 7 + year) % 19, str(year), area=area)
    publish(city, WATER)
    get(MAP)
    with django_assert_max_num_queries(4):
        page = body(get(MAP))
    assert len(paths(page.decode())) == 20
    assert len(gzip.compress(page, 6)) < 25_000
