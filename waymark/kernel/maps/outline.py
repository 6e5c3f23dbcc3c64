"""The outline of a place as SVG text, from its boundary in GeoJSON."""

from __future__ import annotations

import math
from collections.abc import Mapping

from waymark.kernel.charts.frame import check_ident, safe
from waymark.kernel.maps.geometry import (
    SIZE,
    Point,
    Ring,
    across_the_dateline,
    area,
    path,
    project,
    rings_of,
)

MOST_POINTS = 400
_FINEST = SIZE / 2000  # no screen shows less


def outline(geojson: Mapping[str, object], *, title: str, desc: str, ident: str) -> str:
    """The outline of a Polygon, MultiPolygon, Feature, or collection of these, as SVG.

    Coordinates are degrees, longitude first. The projection is equirectangular, with the
    longitudes shrunk by the cosine of the middle latitude, which keeps the shape of anything as
    small as a country. A place across the 180th meridian is drawn in one piece. The lines are
    simplified to about `MOST_POINTS` points in all. Raises `BadBoundary`.
    """
    check_ident(ident)
    projected, width, height = project(across_the_dateline(rings_of(geojson)))
    body = "".join(path(ring) for ring in simplify(projected))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-labelledby="{ident}-t {ident}-d">'
        f'<title id="{ident}-t">{safe(title)}</title><desc id="{ident}-d">{safe(desc)}</desc>'
        f'<path fill-rule="evenodd" d="{body}"/></svg>'
    )


def simplify(rings: list[Ring], most: int = MOST_POINTS) -> list[Ring]:
    """The rings with about `most` points in all: small kinks first, then small islands, go.

    The largest ring always stays, with at least three corners.
    """
    kept, step = sorted(rings, key=area, reverse=True), _FINEST
    while sum(map(len, kept)) > 10 * most and step < SIZE / 100:
        kept = [_sparse(ring, step) for ring in kept]
        step *= 1.5
    tolerance = _FINEST
    while True:  # each round works on what the last one left, so that it stays quick
        large = [r for i, r in enumerate(kept) if i == 0 or area(r) >= (4 * tolerance) ** 2]
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
