"""Groups at a date, and boundaries as people really save them."""

import json
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from waymark.places.rules import BadBoundary, GroupTerm, groups_on, read_boundary
from waymark.places.rules.boundary import MAX_BYTES

Ring = list[list[float]]


def square(x: float, y: float, side: float = 0.1) -> Ring:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def polygon(*rings: Ring) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def as_bytes(document: object) -> bytes:
    return json.dumps(document).encode()


def test_groups_on_a_day() -> None:
    terms = [
        GroupTerm("ldc", until=date(2024, 12, 13)),
        GroupTerm("sids"),
        GroupTerm("lldc", since=date(2030, 1, 1)),
    ]
    assert groups_on(terms, date(2024, 12, 12)) == {"ldc", "sids"}
    assert groups_on(terms, date(2024, 12, 13)) == {"sids"}  # the day itself is outside
    assert groups_on(terms, date(2030, 1, 1)) == {"sids", "lldc"}
    assert groups_on([], date(2024, 1, 1)) == frozenset()


@pytest.mark.parametrize(
    ("latitude", "km2"),
    # The area between two parallels on the WGS 84 ellipsoid, in closed form (Snyder 1987, 3-12).
    [(0, 12308.46), (60, 6123.14), (-1, 12308.46)],
)
def test_area_of_one_degree(latitude: float, km2: float) -> None:
    found = read_boundary(as_bytes(polygon(square(36, latitude, 1))))
    assert found.area_km2 == pytest.approx(km2, rel=1e-3)


def test_a_hole_is_taken_off_the_area() -> None:
    whole = read_boundary(as_bytes(polygon(square(10, 10, 1)))).area_km2
    hole = read_boundary(as_bytes(polygon(square(10.2, 10.2, 0.5)))).area_km2
    ring = read_boundary(as_bytes(polygon(square(10, 10, 1), square(10.2, 10.2, 0.5)))).area_km2
    assert ring == pytest.approx(whole - hole, rel=1e-6)


def test_the_forms_that_tools_save() -> None:
    plain = polygon(square(36.8, -1.3))
    feature = {"type": "Feature", "properties": {"name": "x"}, "geometry": plain}
    collection = {"type": "FeatureCollection", "features": [feature]}
    many = {"type": "MultiPolygon", "coordinates": [[square(1, 1)], [square(2, 2)]]}
    high = polygon([[*point, 17.5] for point in square(36.8, -1.3)])
    first = read_boundary(as_bytes(plain))
    for other in (feature, collection, high, b"\xef\xbb\xbf"):
        raw = b"\xef\xbb\xbf" + as_bytes(plain) if isinstance(other, bytes) else as_bytes(other)
        assert read_boundary(raw) == first
    assert read_boundary(as_bytes(many)).geometry["type"] == "MultiPolygon"


@pytest.mark.parametrize("start", range(4))
def test_a_boundary_that_was_read_is_the_same_when_it_is_read_again(start: int) -> None:
    ring = square(10, 10, 1)[:-1]
    ring = ring[start:] + ring[: start + 1]
    for shape in (polygon(ring), polygon(ring, square(10.2, 10.2, 0.5)[::-1])):
        first = read_boundary(as_bytes(shape)).geometry
        assert read_boundary(as_bytes(first)).geometry == first
    assert read_boundary(as_bytes(polygon(ring))) == read_boundary(
        as_bytes(polygon(square(10, 10, 1)))
    )


def test_outer_ring_turns_left_whichever_way_it_was_drawn() -> None:
    left = read_boundary(as_bytes(polygon(square(1, 1))))
    right = read_boundary(as_bytes(polygon(square(1, 1)[::-1])))
    ring = left.geometry["coordinates"][0]
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    assert twice > 0
    assert right.area_km2 == left.area_km2


BOWTIE = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]
REFUSED: list[tuple[str, bytes]] = [
    ("too_large", b" " * (MAX_BYTES + 1)),
    ("not_json", b"\xff\xfe\x00"),
    ("not_json", b'{"type": "Polygon", "type": "Polygon"}'),
    ("not_json", b"[" * 100_000),
    ("not_geojson", b"[1, 2]"),
    ("not_geojson", as_bytes({"type": "Polygon"})),
    ("not_geojson", as_bytes({"type": "Polygon", "coordinates": []})),
    ("not_geojson", as_bytes({"type": "Polygon", "coordinates": [1, 2]})),
    ("not_geojson", as_bytes({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]})),
    ("not_geojson", as_bytes({"type": "Polygon", "coordinates": [[[True, False]] * 4]})),
    ("not_geojson", as_bytes({"type": "MultiPolygon", "coordinates": [square(1, 1)]})),
    ("wrong_type", as_bytes({"type": "Point", "coordinates": [1, 2]})),
    ("wrong_type", as_bytes({"type": "Feature", "geometry": {"type": "LineString"}})),
    ("not_one_feature", as_bytes({"type": "FeatureCollection", "features": []})),
    ("not_one_feature", as_bytes({"type": "FeatureCollection"})),
    (
        "other_crs",
        as_bytes({**polygon(square(1, 1)), "crs": {"properties": {"name": "EPSG:3857"}}}),
    ),
    ("out_of_range", as_bytes(polygon(square(4_000_000, -150_000, 9)))),
    ("out_of_range", as_bytes(polygon(square(1, 91)))),
    ("too_wide", as_bytes(polygon([[-179, 1], [179, 1], [179, 2], [-179, 2], [-179, 1]]))),
    ("ring_open", as_bytes(polygon(square(1, 1)[:-1]))),
    ("ring_open", as_bytes(polygon([[0, 0], [1, 1], [0, 0]]))),
    ("crosses_itself", as_bytes(polygon(BOWTIE))),
    ("size", as_bytes(polygon(square(1, 1, 0.0005)))),
    ("size", as_bytes(polygon(square(-60, -60, 60)))),
    ("too_many_points", as_bytes(polygon([[i / 1e6, 0] for i in range(50_001)]))),
]


@pytest.mark.parametrize(
    ("key", "raw"), REFUSED, ids=[f"{i}-{k}" for i, (k, _) in enumerate(REFUSED)]
)
def test_what_is_no_boundary_is_refused_with_its_reason(key: str, raw: bytes) -> None:
    with pytest.raises(BadBoundary) as refusal:
        read_boundary(raw)
    assert refusal.value.reason.key == f"boundary.{key}"
