"""Areas of a place on a map: classes, hatches, what can't be drawn, common borders."""

from __future__ import annotations

import math
import random
import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.drawings import assert_sound, find, hints, said
from waymark.kernel.charts.frame import WIDTH
from waymark.kernel.maps import Area, area_map, classes
from waymark.kernel.maps.areas import MOST_POINTS, class_of, thinned
from waymark.kernel.maps.labels import spot

KEY = {
    "none": "No value",
    "missing": "Missing",
    "suppressed": "Suppressed",
    "estimated": "Estimated",
    "provisional": "Provisional",
}


def square(x: float, y: float, size: float = 1) -> dict[str, Any]:
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


AREAS = (
    Area("North", square(0, 1), 12),
    Area("East", square(1, 1), 88),
    Area("South", square(0, 0), None, "missing"),
    Area("West", square(1, 0), None, "suppressed"),
    Area("Far", square(2, 0), None),
    Area("Near", square(2, 1), 50, "estimated"),
    Area("Lost", None, 70),
    Area("Odd", {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, 70),
)


def draw(areas: tuple[Area, ...] = AREAS, **more: Any) -> tuple[ElementTree.Element, Any]:
    edges = more.pop("edges", (0, 20, 40, 60, 80, 100))
    found = area_map(areas, edges=edges, title="T", desc="D", ident="c1", key=KEY, **more)
    root = ElementTree.fromstring(found.svg)
    assert_sound(root)
    return root, found


@pytest.mark.parametrize("rtl", [False, True])
def test_every_area_says_what_it_has(rtl: bool) -> None:
    root, found = draw(rtl=rtl, unit="%")
    assert found.undrawn == ("Lost", "Odd")
    assert hints(root) == [
        *("North: 12", "East: 88", "South: Missing", "West: Suppressed", "Far: No value"),
        "Near: 50 (Estimated)",
    ]
    looks = [p.get("class") for p in find(root, "path", "area")]
    assert looks == ["area k1", "area k5", "area", "area", "area", "area k3 unsure"]
    fills = [p.get("fill") for p in find(root, "path", "area")]
    assert fills[2:5] == ["url(#c1-missing)", "url(#c1-suppressed)", "url(#c1-none)"]
    legend = {"0 – 20", "20 – 40", "80 – 100", "Missing", "Suppressed", "No value", "Estimated"}
    assert legend | {"%"} <= set(said(root))


def test_the_legend_names_only_what_is_on_the_map() -> None:
    root, _ = draw(AREAS[:2])
    assert not {"Missing", "Suppressed", "No value", "Estimated"} & set(said(root))


def test_values_stand_in_their_areas_where_there_is_room() -> None:
    root, _ = draw()
    assert {"North 12", "East 88"} <= set(said(root))
    slim = Area("A very long name", {"type": "Polygon", "coordinates": [
        [[5, 0], [5.01, 0], [5.01, 2], [5, 2], [5, 0]]]}, 13)  # fmt: skip
    root, _ = draw((*AREAS, slim))
    assert "13" not in " ".join(said(root))
    assert "A very long name: 13" in hints(root)


def test_nothing_to_draw() -> None:
    found = area_map(AREAS[6:], edges=(0, 1), title="T", desc="D", ident="c1")
    assert (found.svg, found.undrawn) == ("", ("Lost", "Odd"))
    flat = Area("Flat", {"type": "Polygon", "coordinates": [[[1, 1], [1, 1], [1, 1], [1, 1]]]}, 1)
    found = area_map([flat], edges=(0, 1), title="T", desc="D", ident="c1")
    assert (found.svg, found.undrawn) == ("", ("Flat",))
    with pytest.raises(ValueError, match="id"):
        area_map(AREAS, edges=(0, 1), title="T", desc="D", ident="1")


def test_hostile_names_stay_text() -> None:
    name = '</title><script>alert(1)</script>" onload="x" \x00'
    found = area_map(
        [Area(name, square(0, 0), 1)], edges=(0, 1), title=name, desc=name, ident="c1", unit=name
    )
    root = ElementTree.fromstring(found.svg)
    assert not [e for e in root.iter() if "script" in str(e.tag)]


@given(st.lists(st.floats(-1e9, 1e9), max_size=40))
def test_classes_hold_every_value_and_are_never_more_than_five(values: list[float]) -> None:
    edges = classes(values)
    if not values:
        assert edges == ()
        return
    assert 1 <= len(edges) - 1 <= min(5, max(1, len(set(values))))
    slack = 1e-8 * max(map(abs, values))
    assert edges[0] <= min(values) + slack
    assert max(values) <= edges[-1] + slack
    assert list(edges) == sorted(edges)
    for value in values:
        number = class_of(value, edges)
        assert 0 <= number < len(edges) - 1
        if edges[0] < value < edges[-1]:
            assert edges[number] <= value <= edges[number + 1]


def test_classes_are_round() -> None:
    assert classes([12, 88, 45]) == (0, 50, 100)
    assert classes([12, 88, 45, 3, 97, 50]) == (0, 20, 40, 60, 80, 100)
    assert classes([7.5]) == (7.5, 7.5)
    assert class_of(20, (0, 20, 40)) == 1
    assert class_of(40, (0, 20, 40)) == 1


def wavy(seed: int, steps: int = 4000) -> list[tuple[float, float]]:
    chance = random.Random(seed)
    return [(100 + chance.uniform(-3, 3), i * 300 / steps) for i in range(steps)]


def test_neighbours_keep_their_common_border() -> None:
    border = wavy(1)
    left = [*border, (0.0, 300.0), (0.0, 0.0)]
    right = [*reversed(border), (400.0, 0.0), (400.0, 300.0)]
    a, b = thinned([left, right])
    assert len(a) + len(b) <= MOST_POINTS

    def edges(ring: list[tuple[float, float]]) -> set[frozenset[tuple[float, float]]]:
        return {frozenset(pair) for pair in pairwise([*ring, ring[0]]) if pair[0] != pair[1]}

    # all but the outer sides of each are sides of the other
    assert len(edges(a) ^ edges(b)) <= 8


def test_a_map_of_many_detailed_areas_is_light_enough() -> None:
    def round_area(x: float, y: float) -> dict[str, Any]:
        ring = [
            [x + math.cos(i / 500 * math.pi), y + math.sin(i / 500 * math.pi)] for i in range(1000)
        ]
        return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}

    areas = [Area(f"A{i}", round_area(2.0 * (i % 8), 2.0 * (i // 8)), i) for i in range(64)]
    found = area_map(areas, edges=classes(range(64)), title="T", desc="D", ident="c1")
    assert len(found.svg) < 60_000
    assert len(re.findall("<path class=.area", found.svg)) == 64


ring_points = st.lists(st.tuples(st.floats(0, WIDTH), st.floats(0, 300)), min_size=3, max_size=12)


@given(ring_points)
def test_a_label_stands_within_the_bounds_of_its_area(ring: list[tuple[float, float]]) -> None:
    found = spot(ring)
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    assert min(xs) <= found.x <= max(xs)
    assert min(ys) <= found.y <= max(ys)
    assert 0 <= found.width <= max(xs) - min(xs) + 1e-9
