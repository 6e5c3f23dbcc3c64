"""Boundaries in GeoJSON as rings of points on a drawing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

SIZE = 360  # the longer side, in SVG units
MARGIN = 6

Point = tuple[float, float]
Ring = list[Point]


class BadBoundary(ValueError):
    """GeoJSON that is no boundary. `key` is a message key."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def rings_of(geojson: Mapping[str, object]) -> list[Ring]:
    """The rings, in degrees, of a Polygon, MultiPolygon, Feature, or collection of these.

    Raises `BadBoundary`.
    """
    return [ring for polygon in polygons_of(geojson) for ring in polygon]


def polygons_of(geojson: Mapping[str, object]) -> list[list[Ring]]:
    """The same, each polygon's rings together, the outer one first. Raises `BadBoundary`."""
    polygons = [
        [[_place(p) for p in ring] for ring in _rings(polygon)] for polygon in _polygons(geojson)
    ]
    polygons = [polygon for polygon in polygons if polygon]
    if not polygons:
        raise BadBoundary("map.no_polygon")
    return polygons


def _polygons(shape: object, depth: int = 0) -> Iterator[object]:
    """Yield the coordinates of every polygon in a GeoJSON object."""
    if not isinstance(shape, Mapping) or depth > 8:
        raise BadBoundary("map.not_geojson")
    kind = shape.get("type")
    if kind == "Polygon":
        yield shape.get("coordinates")
    elif kind == "MultiPolygon":
        yield from _list(shape.get("coordinates"))
    elif kind == "Feature":
        if shape.get("geometry") is not None:
            yield from _polygons(shape["geometry"], depth + 1)
    elif kind == "FeatureCollection":
        for feature in _list(shape.get("features")):
            yield from _polygons(feature, depth + 1)
    elif kind == "GeometryCollection":
        for geometry in _list(shape.get("geometries")):
            yield from _polygons(geometry, depth + 1)
    elif kind not in ("Point", "MultiPoint", "LineString", "MultiLineString"):
        raise BadBoundary("map.not_geojson")


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise BadBoundary("map.not_geojson")
    return value


def _rings(polygon: object) -> Iterator[Sequence[object]]:
    for ring in _list(polygon):
        if len(_list(ring)) < 4:
            raise BadBoundary("map.ring_too_short")
        yield _list(ring)


def _place(position: object) -> Point:
    numbers = _list(position)
    if len(numbers) < 2 or not all(isinstance(n, int | float) for n in numbers[:2]):
        raise BadBoundary("map.not_a_position")
    x, y = float(str(numbers[0])), float(str(numbers[1]))
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        raise BadBoundary("map.outside_the_earth")
    return x, y


def across_the_dateline(rings: list[Ring]) -> list[Ring]:
    """Western longitudes moved east where that brings the parts of a place together."""
    longitudes = sorted({x % 360 for ring in rings for x, _ in ring})
    plain = [x for ring in rings for x, _ in ring]
    if max(plain) - min(plain) <= 180 or longitudes[-1] - longitudes[0] >= 180:
        return rings
    return [[(x % 360, y) for x, y in ring] for ring in rings]


def project(rings: list[Ring], size: float = SIZE) -> tuple[list[Ring], float, float]:
    """The rings in SVG units, and the size of the drawing."""
    ys = [y for ring in rings for _, y in ring]
    shrink = max(0.01, math.cos(math.radians((min(ys) + max(ys)) / 2)))
    xs = [x * shrink for ring in rings for x, _ in ring]
    left, top = min(xs), max(ys)
    wide, tall = max(xs) - left, top - min(ys)
    if max(wide, tall) == 0:
        raise BadBoundary("map.no_area")
    scale = (size - 2 * MARGIN) / max(wide, tall)
    projected = [
        [(MARGIN + (x * shrink - left) * scale, MARGIN + (top - y) * scale) for x, y in ring]
        for ring in rings
    ]
    return projected, wide * scale + 2 * MARGIN, tall * scale + 2 * MARGIN


def area(ring: Ring) -> float:
    """What a ring encloses."""
    return abs(turn(ring))


def turn(ring: Ring) -> float:
    """The same, below zero for a ring that runs with the clock where y points upwards."""
    pairs = pairwise([*ring, ring[0]])
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def path(ring: Ring) -> str:
    """A ring as the data of a path."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"
