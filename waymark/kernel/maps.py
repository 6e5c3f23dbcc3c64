"""Outlines of places as SVG text, from boundaries in GeoJSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from waymark.kernel.charts.frame import check_ident, safe

MOST_POINTS = 400
SIZE = 360  # the longer side, in SVG units
_MARGIN = 6
_FINEST = SIZE / 2000  # no screen shows less

Point = tuple[float, float]
Ring = list[Point]


class BadBoundary(ValueError):
    """GeoJSON that is no boundary. `key` is a message key."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def outline(geojson: Mapping[str, object], *, title: str, desc: str, ident: str) -> str:
    """The outline of a Polygon, MultiPolygon, Feature, or collection of these, as SVG.

    Coordinates are degrees, longitude first. The projection is equirectangular, with the
    longitudes shrunk by the cosine of the middle latitude, which keeps the shape of anything as
    small as a country. A place across the 180th meridian is drawn in one piece. The lines are
    simplified to about `MOST_POINTS` points in all. Raises `BadBoundary`.
    """
    check_ident(ident)
    rings = [
        [_place(p) for p in ring] for polygon in _polygons(geojson) for ring in _rings(polygon)
    ]
    if not rings:
        raise BadBoundary("map.no_polygon")
    projected, width, height = _project(_across_the_dateline(rings))
    body = "".join(_path(ring) for ring in simplify(projected))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-labelledby="{ident}-t {ident}-d">'
        f'<title id="{ident}-t">{safe(title)}</title><desc id="{ident}-d">{safe(desc)}</desc>'
        f'<path fill-rule="evenodd" d="{body}"/></svg>'
    )


def _polygons(shape: object, depth: int = 0) -> Iterator[object]:
    """The coordinates of every polygon in a GeoJSON object."""
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


def _across_the_dateline(rings: list[Ring]) -> list[Ring]:
    """Western longitudes moved east where that brings the parts of a place together."""
    longitudes = sorted({x % 360 for ring in rings for x, _ in ring})
    plain = [x for ring in rings for x, _ in ring]
    if max(plain) - min(plain) <= 180 or longitudes[-1] - longitudes[0] >= 180:
        return rings
    return [[(x % 360, y) for x, y in ring] for ring in rings]


def _project(rings: list[Ring]) -> tuple[list[Ring], float, float]:
    """The rings in SVG units, and the size of the drawing."""
    ys = [y for ring in rings for _, y in ring]
    shrink = max(0.01, math.cos(math.radians((min(ys) + max(ys)) / 2)))
    xs = [x * shrink for ring in rings for x, _ in ring]
    left, top = min(xs), max(ys)
    wide, tall = max(xs) - left, top - min(ys)
    if max(wide, tall) == 0:
        raise BadBoundary("map.no_area")
    scale = (SIZE - 2 * _MARGIN) / max(wide, tall)
    projected = [
        [(_MARGIN + (x * shrink - left) * scale, _MARGIN + (top - y) * scale) for x, y in ring]
        for ring in rings
    ]
    return projected, wide * scale + 2 * _MARGIN, tall * scale + 2 * _MARGIN


def simplify(rings: list[Ring], most: int = MOST_POINTS) -> list[Ring]:
    """The rings with about `most` points in all: small kinks first, then small islands, go.

    The largest ring always stays, with at least three corners.
    """
    kept, step = sorted(rings, key=_area, reverse=True), _FINEST
    while sum(map(len, kept)) > 10 * most and step < SIZE / 100:
        kept = [_sparse(ring, step) for ring in kept]
        step *= 1.5
    tolerance = _FINEST
    while True:  # each round works on what the last one left, so that it stays quick
        large = [r for i, r in enumerate(kept) if i == 0 or _area(r) >= (4 * tolerance) ** 2]
        kept = [_simplified(ring, tolerance) for ring in large]
        if sum(map(len, kept)) <= max(most, 4) or tolerance > SIZE:
            return kept
        tolerance *= 1.15


def _sparse(ring: Ring, step: float) -> Ring:
    """The ring without points nearer than `step` to the last one kept."""
    kept = ring[:1]
    for point in ring[1:]:
        if math.dist(point, kept[-1]) >= step:
            kept.append(point)
    return kept if len(kept) > 3 else ring


def _area(ring: Ring) -> float:
    pairs = pairwise([*ring, ring[0]])
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _simplified(ring: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker's line, between the first point and the one farthest from it."""
    corners = ring[:-1] if ring[0] == ring[-1] else ring
    far = max(range(len(corners)), key=lambda i: math.dist(corners[0], corners[i]))
    if far == 0:
        return corners[:1]
    halves = (corners[: far + 1], [*corners[far:], corners[0]])
    kept = [point for half in halves for point in _thinned(half, tolerance)[:-1]]
    if len(kept) >= 3:
        return kept
    widest = max(corners, key=lambda p: _distance(p, corners[0], corners[far]))
    return [corners[0], widest, corners[far]]


def _thinned(line: Ring, tolerance: float) -> Ring:
    """`line` without the points that lie nearer than `tolerance` to what is left."""
    keep = {0, len(line) - 1}
    open_spans = [(0, len(line) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        inner = range(first + 1, last)
        if not inner:
            continue
        a, b = line[first], line[last]
        middle = max(inner, key=lambda i: _distance(line[i], a, b))
        if _distance(line[middle], a, b) > tolerance:
            keep.add(middle)
            open_spans += [(first, middle), (middle, last)]
    return [line[i] for i in sorted(keep)]


def _distance(p: Point, a: Point, b: Point) -> float:
    """From a point to the straight piece between two others."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    if length == 0:
        return math.dist(p, a)
    t = max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
    return math.dist(p, (a[0] + t * dx, a[1] + t * dy))


def _path(ring: Ring) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"
