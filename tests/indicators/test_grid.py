"""Cells of a grid are areas of a layer of their own: on the map, never added up with districts."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.indicators.cities import City, browser, make_city
from waymark.indicators.models import Observation
from waymark.indicators.queries.disclosed import Wish, disclosed
from waymark.indicators.queries.snapshot import snapshot
from waymark.indicators.rules.layers import belongs
from waymark.indicators.rules.quality import Line, Point, World, examine, points
from waymark.indicators.rules.suppression import LIMITS, Cell, Key, Mark
from waymark.indicators.rules.wholes import suppress
from waymark.places.models import Place
from waymark.places.queries import parts
from waymark.places.rules.cells import are_cells

WEST, EAST = "1kmN2599E4695", "1kmN2599E4696"
HERE = {"view": "areas"}


def square(west: float, east: float) -> dict[str, Any]:
    ring = [[west, 1], [east, 1], [east, 1.1], [west, 1.1], [west, 1]]
    return {"type": "Polygon", "coordinates": [ring]}


def grid(*codes: str, name: str = "GRD_ID", start: float = 36.0) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {name: code},
            "geometry": square(start + number / 10, start + (number + 1) / 10),
        }
        for number, code in enumerate(codes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.mark.parametrize(
    ("name", "codes", "cells"),
    [
        ("GRD_ID", {"a", "b"}, True),
        ("code", {WEST, EAST}, True),
        ("code", {"CRS3035RES1000mN2689000E4337000"}, True),
        ("id", {"8a2a1072b59ffff", "8a2a1072b597fff"}, True),
        ("code", {WEST, "north"}, False),
        ("WD20CD", {"E05001217", "E05001218"}, False),
        ("code", {"N1", "E2"}, False),
        ("GRD_ID", set(), False),
    ],
)
def test_cells_are_known_by_how_they_are_named(name: str, codes: set[str], cells: bool) -> None:
    assert are_cells(name, codes) is cells


def bring(city: City, data: bytes, **options: Any) -> Any:
    batch = city.preview(data, "grid.geojson", **options)
    city.commit(batch)
    return batch


def kinds(city: City) -> dict[str, str]:
    return {part.code: part.kind for part in parts(city.lead, city.place) if part.code}


@pytest.mark.django_db
def test_a_map_of_cells_makes_cells_and_one_can_say_otherwise() -> None:
    city = make_city(areas=())
    batch = bring(city, grid(WEST, EAST))
    assert kinds(city) == {WEST: "grid_cell", EAST: "grid_cell"}
    page = browser(city.editor).get(reverse("indicators:import", args=[city.place.slug, batch.pk]))
    assert "They are cells of a grid" in page.content.decode()
    bring(city, grid("X1", "X2", name="code", start=37), layer="grid_cell")
    bring(city, grid("Y1", "Y2", start=38), layer="area")
    assert kinds(city) == {
        **dict.fromkeys((WEST, EAST, "X1", "X2"), "grid_cell"),
        **dict.fromkeys(("Y1", "Y2"), "district"),
    }


@pytest.mark.django_db
def test_the_edge_of_the_city_may_cut_a_cell_and_no_district() -> None:
    city = make_city(areas=())
    Place.objects.filter(pk=city.place.pk).update(boundary=square(36, 36.11))
    city.place.refresh_from_db()
    bring(city, grid(WEST, EAST))
    assert set(kinds(city)) == {WEST, EAST}
    outside = city.preview(grid("1kmN0E0", start=40), "grid.geojson")
    district = city.preview(grid("A", "B", name="code"), "areas.geojson")
    for batch in (outside, district):
        assert batch.plan["numbers"]["areas_refused"] == 1


@pytest.fixture
def city(db: None) -> City:
    """Two districts and two cells, each with a value and a boundary."""
    city = make_city()
    bring(city, grid(WEST, EAST))
    for number, area in enumerate(city.areas.values()):
        area.boundary = square(36 + number / 10, 36.1 + number / 10)
        area.save(update_fields=["boundary"])
        city.enter(60 + number, area=area)
    for number, cell in enumerate(city.place.parts.filter(kind="grid_cell").order_by("code")):
        city.enter(70 + number, area=cell)
    return city


def get(city: City, code: str = "UMF-1.1.2", **query: str) -> str:
    url = reverse("indicators:detail", args=[city.place.slug, "umf", code])
    return str(browser(city.editor).get(url, query).content.decode())


def test_the_map_shows_one_layer_and_offers_the_other(city: City) -> None:
    districts, cells = get(city, **HERE), get(city, **HERE, of="grid_cell:1km~~%")
    assert "by grid cell" not in districts
    assert "by grid cell" in cells
    for html, own, other in ((districts, "60", "70"), (cells, "70", "60")):
        drawn = html.split('class="map areas"')[1].split("</svg>")[0]
        assert f">{own}<" in drawn
        assert f">{other}<" not in drawn
    assert "Grid cells, 1 km: Everybody" in districts


def test_cells_are_no_groups_and_no_part_of_a_case(city: City) -> None:
    gaps = get(city).split('id="gaps"')[1].split("</section>")[0]
    assert "North" in gaps
    assert WEST not in gaps
    held = {one["dims"].get("area") for one in snapshot(city.place)["observations"]}
    assert held == {area.pk for area in city.areas.values()}


def test_a_table_with_cells_and_districts_gives_no_cells_out(city: City) -> None:
    wish = Wish(city.indicator(), False, False)
    by_kind: dict[str, set[str]] = {}
    for one in disclosed(city.place, [wish], LIMITS):
        area = one.series.area
        by_kind.setdefault(area.kind if area else "", set()).update(
            mark.value for mark in one.marks
        )
    assert by_kind == {"district": {"shown"}, "grid_cell": {"secondary"}}
    Observation.objects.filter(series__area__kind="district").update(retired_at=city.later())
    alone = disclosed(city.place, [wish], LIMITS)
    assert {mark.value for one in alone for mark in one.marks} == {"shown"}


CITY = {"a": "", "b": ""}
BOTH = {**CITY, **dict.fromkeys(("g1", "g2"), belongs("", cell=True))}


def marks(areas: dict[str, str]) -> dict[str, Mark]:
    """A share in the city and two districts, one of which has few people."""
    cells: dict[Key, Cell] = {
        ("", ()): Cell(50.0, False, size=1000),
        ("a", ()): Cell(49.0, False, size=990),
        ("b", ()): Cell(90.0, False, size=10),
    }
    return {area: mark for (area, _dims), mark in suppress(cells, areas).items()}


def test_a_grid_does_not_hide_that_the_districts_make_up_the_city() -> None:
    assert marks(BOTH) == marks(CITY)
    assert [mark.hidden for mark in marks(CITY).values()].count(True) == 2
    mixed = {**CITY, "g1": "", "g2": ""}  # as it would be without layers: the sum is not seen
    assert [mark.hidden for mark in marks(mixed).values()].count(True) == 1


def found(values: dict[str, float], areas: dict[str, str]) -> list[str]:
    lines = [
        Line(
            id=area or "all",
            indicator="local:P",
            unit="people",
            listed_unit="people",
            direction="",
            area=area,
            dims=(),
            points=points([Point("2020", value, source="x")]),
        )
        for area, value in values.items()
    ]
    day = date(2021, 1, 1)
    return [
        one.key for one in examine(lines, World(day, areas)) if one.check in ("total", "disagree")
    ]


def test_districts_and_cells_are_each_held_against_the_whole() -> None:
    right = {"": 100.0, "a": 60.0, "b": 40.0, "g1": 30.0, "g2": 70.0}
    assert found(right, BOTH) == []
    assert found({**right, "b": 10.0}, BOTH) == ["quality.total.sum"]
    assert found({**right, "g2": 10.0}, BOTH) == ["quality.total.sum"]


def test_many_cells_without_a_number_are_counted_and_not_named_one_by_one(city: City) -> None:
    codes = [f"1kmN{number}E0" for number in range(30)]
    bring(city, grid(*codes, start=40))
    html = get(city, **HERE, of="grid_cell:1km~~%")
    assert "30 of them have no number for this year; the table names each." in html
    assert html.count(codes[7]) == html.count(codes[8]) > 0  # in drawing and table
