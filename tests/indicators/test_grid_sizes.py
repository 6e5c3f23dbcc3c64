"""Grids with cells of two sizes are two layers: each makes up the city, and one is given out."""

from __future__ import annotations

import pytest

from tests.indicators.cities import City, make_city
from tests.indicators.test_grid import CITY, bring, found, get, grid
from tests.opendata.published import get as ask
from tests.opendata.published import publish
from waymark.indicators.queries.disclosed import Wish, disclosed
from waymark.indicators.rules.layers import (
    AREA,
    CELL,
    belongs,
    cells_of,
    given_out,
    inside,
    is_layer,
    layer_of,
    parent_of,
)
from waymark.indicators.rules.suppression import LIMITS
from waymark.places.rules.cells import size_of

SMALL, LARGE = ("1kmN1E1", "1kmN1E2", "1kmN1E3"), ("2kmN0E0", "CRS3035RES2000mN2000E2000")


@pytest.mark.parametrize(
    ("code", "size"),
    [
        ("1kmN2599E4695", "1km"),
        ("100mN25990E46950", "100m"),
        ("CRS3035RES1000mN2689000E4337000", "1km"),
        ("CRS3035RES250mN2689000E4337000", "250m"),
        ("8a2a1072b59ffff", "h3-10"),
        ("882a1072b5fffff", "h3-8"),
        ("north", ""),
        ("E05001217", ""),
        ("", ""),
    ],
)
def test_a_code_tells_the_size_of_its_cell(code: str, size: str) -> None:
    assert size_of(code) == size


def test_a_table_of_areas_keeps_parent_and_layer_apart() -> None:
    for size in ("", "1km", "h3-8"):
        told = belongs("p", cell=True, size=size)
        assert (parent_of(told), layer_of(told)) == ("p", cells_of(size))
        assert is_layer(layer_of(told))
    assert (parent_of("p"), layer_of("p")) == ("p", AREA)
    assert not is_layer("sex")
    areas = {"a": "", "s": belongs("", cell=True, size="1km"), "t": belongs("", cell=True)}
    assert [inside(areas, "", one) for one in (AREA, CELL, "grid_cell:1km")] == [
        {"a"},
        {"t"},
        {"s"},
    ]


@pytest.mark.parametrize(
    ("layers", "kept"),
    [
        ({"grid_cell:1km", AREA}, AREA),
        ({"grid_cell:1km", "grid_cell:250m"}, "grid_cell:1km"),
        ({"grid_cell:1km", "grid_cell:5km", "grid_cell:10km"}, "grid_cell:10km"),
        ({"grid_cell:h3-8", "grid_cell:h3-10"}, "grid_cell:h3-8"),
        ({CELL, "grid_cell:1km"}, "grid_cell:1km"),
        ({CELL}, CELL),
    ],
)
def test_districts_come_before_grids_and_large_cells_before_small_ones(
    layers: set[str], kept: str
) -> None:
    assert given_out(layers) == kept


@pytest.fixture
def city(db: None) -> City:
    """Three small and two large cells over one city, with values that agree."""
    city = make_city(areas=(), slug="harbour-city")
    bring(city, grid(*SMALL))
    bring(city, grid(*LARGE, start=37))
    city.enter(60.0, "2021", code="UMF-1.1.5", unit="people")
    for codes, values in ((SMALL, (10.0, 20.0, 30.0)), (LARGE, (25.0, 35.0))):
        for code, value in zip(codes, values, strict=True):
            area = city.place.parts.get(code=code)
            city.enter(value, "2021", code="UMF-1.1.5", unit="people", area=area)
    return city


def test_each_size_is_a_map_of_its_own(city: City) -> None:
    small, large = (get_deaths(city, f"grid_cell:{size}~~people") for size in ("1km", "2km"))
    assert "Grid cells, 1 km: Everybody" in small
    assert "Grid cells, 2 km: Everybody" in small
    for html, own, other in ((small, "30", "35"), (large, "35", "30")):
        drawn = html.split('class="map areas"')[1].split("</svg>")[0]
        assert f">{own}<" in drawn
        assert f">{other}<" not in drawn


def get_deaths(city: City, of: str) -> str:
    return get(city, "UMF-1.1.5", view="areas", of=of)


def test_only_the_larger_cells_are_given_out(city: City) -> None:
    wish = Wish(city.indicator("UMF-1.1.5"), False, False)
    marks: dict[str, set[str]] = {}
    for one in disclosed(city.place, [wish], LIMITS):
        name = size_of(one.series.area.code) if one.series.area else ""
        marks.setdefault(name, set()).update(mark.value for mark in one.marks)
    assert marks == {"": {"shown"}, "1km": {"secondary"}, "2km": {"shown"}}
    publish(city, "UMF-1.1.5")
    page = ask("/data/harbour-city/umf/UMF-1.1.5/?by=map").content.decode()
    drawn = page.split('class="map areas"')[1].split("</svg>")[0]
    assert ">35<" in drawn
    assert ">30<" not in drawn


SIZES = {
    **CITY,
    **dict.fromkeys(("s1", "s2"), belongs("", cell=True, size="1km")),
    **dict.fromkeys(("l1", "l2"), belongs("", cell=True, size="5km")),
}
ONE_LAYER = {area: told and belongs("", cell=True) for area, told in SIZES.items()}


def test_each_size_is_held_against_the_whole() -> None:
    right = {"": 100.0, "s1": 30.0, "s2": 70.0, "l1": 45.0, "l2": 55.0}
    assert found(right, SIZES) == []
    assert found({**right, "s2": 10.0}, SIZES) == ["quality.total.sum"]
    assert found({**right, "l1": 10.0}, SIZES) == ["quality.total.sum"]
    assert found(right, ONE_LAYER) == ["quality.total.sum"]  # as it would be without sizes
