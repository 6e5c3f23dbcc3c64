import math
import random
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.kernel.maps import MOST_POINTS, SIZE, BadBoundary, outline, simplify

NS = "{http://www.w3.org/2000/svg}"
SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


def polygon(*rings: list[list[float]]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def draw(shape: dict[str, object]) -> tuple[list[list[tuple[float, float]]], float, float]:
    """The rings on the drawing, its width and its height."""
    root = ElementTree.fromstring(outline(shape, title="T", desc="D", ident="m"))
    (path,) = root.iter(f"{NS}path")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "m-t m-d"
    _, _, width, height = map(float, root.get("viewBox", "").split())
    rings = []
    for piece in path.get("d", "").split("Z")[:-1]:
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", piece)]
        rings.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
    for ring in rings:
        for x, y in ring:
            assert 0 <= x <= width + 1
            assert 0 <= y <= height + 1
    return rings, width, height


def test_a_square_on_the_equator_is_square_and_north_is_up() -> None:
    rings, width, height = draw(polygon(SQUARE))
    assert width == pytest.approx(height, abs=1)
    assert max(width, height) == SIZE
    assert rings[0][0] == (6.0, SIZE - 6.0)  # longitude 0, latitude 0: the lower left corner


def test_far_from_the_equator_longitudes_shrink() -> None:
    _, width, height = draw(polygon([[x, y + 59.5] for x, y in SQUARE]))
    assert width / height == pytest.approx(math.cos(math.radians(60)), abs=0.02)


HOLE = [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6], [0.4, 0.4]]


@pytest.mark.parametrize(
    ("shape", "rings"),
    [
        (polygon(SQUARE, HOLE), 2),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [[[x + 2, y] for x, y in SQUARE]]]}, 2),
        ({"type": "Feature", "properties": {}, "geometry": polygon(SQUARE)}, 1),
        (
            {
                "type": "FeatureCollection",
                "features": [
                    {"type": "Feature", "geometry": polygon(SQUARE)},
                    {"type": "Feature", "geometry": None},
                    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 0]}},
                    {
                        "type": "Feature",
                        "geometry": {"type": "GeometryCollection", "geometries": [polygon(HOLE)]},
                    },
                ],
            },
            2,
        ),
        (polygon([[x, y, 120] for x, y in SQUARE]), 1),
    ],
)
def test_every_kind_of_boundary(shape: dict[str, object], rings: int) -> None:
    assert len(draw(shape)[0]) == rings


def test_a_place_across_the_dateline_is_drawn_in_one_piece() -> None:
    west = [[-180, -17], [-179, -17], [-179, -16], [-180, -16], [-180, -17]]
    east = [[178, -17], [180, -17], [180, -16], [178, -16], [178, -17]]
    _, width, height = draw({"type": "MultiPolygon", "coordinates": [[west], [east]]})
    assert width / height == pytest.approx(3, abs=0.3)


def wobbly(count: int, seed: int = 1) -> list[list[float]]:
    chance = random.Random(seed)
    ring = []
    for i in range(count):
        radius = 1 + chance.random() * 0.02
        angle = 2 * math.pi * i / count
        ring.append([36 + radius * math.cos(angle), -1 + radius * math.sin(angle)])
    return [*ring, ring[0]]


def test_a_fine_boundary_is_simplified_and_keeps_its_shape() -> None:
    (ring,), width, height = draw(polygon(wobbly(20_000)))
    assert 30 <= len(ring) <= MOST_POINTS
    assert width / height == pytest.approx(1, abs=0.05)
    middle = SIZE / 2
    assert all(150 <= math.dist(p, (middle, middle)) <= 180 for p in ring)


def test_a_thousand_islands_shrink_to_the_largest() -> None:
    islands = [[[[x / 50 + dx * 0.01, y / 50 + dy * 0.01] for dx, dy in SQUARE]]
               for x in range(40) for y in range(25)]  # fmt: skip
    rings, _, _ = draw({"type": "MultiPolygon", "coordinates": [[SQUARE], *islands]})
    assert sum(map(len, rings)) <= MOST_POINTS
    assert len(rings[0]) == 4


def test_the_largest_ring_never_vanishes() -> None:
    (ring,) = simplify([[(0, 0), (360, 0), (360, 0.001), (0, 0.001), (0, 0)]], most=1)
    assert len(ring) >= 3


@given(
    st.lists(
        st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=3, max_size=30, unique=True
    )
)
@settings(max_examples=80, deadline=None)
def test_any_ring_is_drawn_inside_its_frame(points: list[tuple[float, float]]) -> None:
    ring = [list(p) for p in (*points, points[0])]
    draw(polygon(ring))


@pytest.mark.parametrize(
    ("shape", "key"),
    [
        ({}, "map.not_geojson"),
        ({"type": "Circle"}, "map.not_geojson"),
        ({"type": "Polygon"}, "map.not_geojson"),
        ({"type": "Polygon", "coordinates": "x"}, "map.not_geojson"),
        ({"type": "Point", "coordinates": [0, 0]}, "map.no_polygon"),
        ({"type": "FeatureCollection", "features": []}, "map.no_polygon"),
        ({"type": "Polygon", "coordinates": []}, "map.no_polygon"),
        (polygon([[0, 0], [1, 1], [0, 0]]), "map.ring_too_short"),
        (polygon([["a", 0], [1, 0], [1, 1], [0, 0]]), "map.not_a_position"),
        (polygon([[0], [1, 0], [1, 1], [0, 0]]), "map.not_a_position"),
        (polygon([[4_000_000, 0], [1, 0], [1, 1], [0, 0]]), "map.outside_the_earth"),
        (polygon([[math.nan, 0], [1, 0], [1, 1], [0, 0]]), "map.outside_the_earth"),
        (polygon([[1, 1]] * 5), "map.no_area"),
    ],
)
def test_what_is_no_boundary_is_refused(shape: dict[str, object], key: str) -> None:
    with pytest.raises(BadBoundary) as refusal:
        outline(shape, title="T", desc="D", ident="m")
    assert refusal.value.key == key


def test_deep_nesting_is_refused() -> None:
    shape: dict[str, object] = polygon(SQUARE)
    for _ in range(2000):
        shape = {"type": "GeometryCollection", "geometries": [shape]}
    with pytest.raises(BadBoundary):
        outline(shape, title="T", desc="D", ident="m")


def test_names_are_escaped() -> None:
    drawn = outline(polygon(SQUARE), title="<b>&", desc='"</desc>', ident="m")
    assert ElementTree.fromstring(drawn)[0].text == "<b>&"
