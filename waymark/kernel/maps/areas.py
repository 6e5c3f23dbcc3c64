"""The areas of a place, coloured by value in at most five classes, as SVG text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from waymark.kernel.charts import frame, signs
from waymark.kernel.charts.frame import LINE, WIDTH, Number
from waymark.kernel.maps import geometry
from waymark.kernel.maps.geometry import BadBoundary, Ring
from waymark.kernel.maps.labels import Spot, spot
from waymark.kernel.maps.legend import NONE, legend, patterns, shade

MOST_CLASSES = 5
MOST_POINTS = 2500
_TALLEST = 380
_FINEST = 0.4


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a place, its boundary in GeoJSON or None, its value or None.

    `kind` tells how the value stands, or why there is none: as in `kernel.charts.signs`.
    """

    name: str
    boundary: Mapping[str, object] | None
    value: float | None = None
    kind: str = ""

    @property
    def known(self) -> float | None:
        """The value, if it is a number."""
        return self.value if self.value is not None and math.isfinite(self.value) else None


@dataclass(frozen=True, slots=True)
class Shape:
    """An area as it is drawn: the data of its path, and where in it there is room for words."""

    path: str
    spot: Spot | None


@dataclass(frozen=True, slots=True)
class Fitted:
    """Boundaries fitted into a drawing: a shape for each, None for one that can't be drawn.

    They depend on nothing but the boundaries, so they can be kept for other values and languages.
    """

    shapes: tuple[Shape | None, ...]
    height: float


@dataclass(frozen=True, slots=True)
class AreaMap:
    """A drawing, "" where no area can be drawn, and the names of the areas that it lacks."""

    svg: str
    undrawn: tuple[str, ...]


def classes(values: Iterable[float], most: int = MOST_CLASSES) -> tuple[float, ...]:
    """The edges of at most `most` classes of equal width with round numbers; () without values.

    Each class begins at its edge and ends before the next one; the last holds its end too. One
    value alone gives a class of no width. There are never more classes than different values.
    """
    known = sorted({value for value in values if math.isfinite(value)})
    if not known:
        return ()
    if len(known) == 1:
        return (known[0], known[0])
    most = min(most, len(known))
    edges = frame.nice_ticks(known[0], known[-1], most)
    for about in range(most - 1, 0, -1):  # beginning at a round number may take one class more
        if len(edges) - 1 <= most:
            break
        edges = frame.nice_ticks(known[0], known[-1], about)
    return tuple(edges)


def class_of(value: float, edges: Sequence[float]) -> int:
    """The number, from 0, of the class of a value that lies within the edges."""
    for number in range(len(edges) - 2, 0, -1):
        if value >= edges[number]:
            return number
    return 0


def area_map(
    areas: Sequence[Area],
    *,
    edges: Sequence[float],
    title: str,
    desc: str,
    ident: str,
    unit: str = "",
    key: Mapping[str, str] | None = None,
    rtl: bool = False,
    number: Number = frame.plain,
    fitted: Fitted | None = None,
) -> AreaMap:
    """Draw the areas in the classes of `edges` (see `classes`) with a legend below.

    Values are written into the areas where there is room, with the names where there is more.
    Areas whose value is missing or suppressed, or that have none (`none`), are hatched, each kind
    in its own way, and named in the legend by the words of `key`; estimated and provisional ones
    have a dashed outline. Areas without a boundary, or with one that can't be read, are not
    drawn but named in the answer. `fitted`: what `fit` makes of their boundaries, if at hand.
    """
    frame.check_ident(ident)
    held = fitted or fit([area.boundary for area in areas])
    pairs = list(zip(areas, held.shapes, strict=True))
    undrawn = tuple(area.name for area, shape in pairs if shape is None)
    drawn = [(area, shape) for area, shape in pairs if shape is not None]
    if not drawn:
        return AreaMap("", undrawn)
    body = [patterns(ident)]
    body += [_area(area, shape, edges, key or {}, number, ident) for area, shape in drawn]
    body += [_label(area, shape, edges, number) for area, shape in drawn]
    kinds = {_kind(area) for area, _ in drawn}
    below, bottom = legend(edges, kinds, key or {}, unit, held.height + 6, ident, rtl, number)
    svg = frame.svg(
        [*body, *below], height=bottom, title=title, desc=desc, ident=ident, rtl=rtl,
        kind="map areas",
    )  # fmt: skip
    return AreaMap(svg, undrawn)


def fit(boundaries: Sequence[Mapping[str, object] | None]) -> Fitted:
    """Fit boundaries into a drawing, simplified as far as nobody sees it."""
    read = [_rings(boundary) for boundary in boundaries]
    nothing = Fitted((None,) * len(read), 0.0)
    flat = [ring for rings in read for ring in rings or ()]
    if not flat:
        return nothing
    try:
        moved, width, height = _fitted(geometry.across_the_dateline(flat))
    except BadBoundary:
        return nothing
    left = (WIDTH - width) / 2
    placed = iter([[(x + left, y) for x, y in ring] for ring in moved])
    shapes = [_shape([next(placed) for _ in rings]) if rings else None for rings in read]
    return Fitted(tuple(shapes), height)


def _rings(boundary: Mapping[str, object] | None) -> list[Ring] | None:
    try:
        return geometry.rings_of(boundary) if boundary is not None else None
    except BadBoundary:
        return None


def _shape(rings: list[Ring]) -> Shape:
    rings = [ring for ring in rings if ring]
    found = spot(max(rings, key=geometry.area)) if rings else None
    return Shape("".join(map(geometry.path, rings)), found)


def _fitted(rings: list[Ring]) -> tuple[list[Ring], float, float]:
    """The rings as wide as the drawing, or as high as it may become."""
    moved, width, height = geometry.project(rings, WIDTH)
    if height > _TALLEST:
        moved, width, height = geometry.project(rings, _TALLEST)
    return thinned(moved), width, height


def thinned(rings: list[Ring], most: int = MOST_POINTS) -> list[Ring]:
    """The rings on a grid, with about `most` points in all or fewer; some may become empty.

    What a point becomes depends on the point alone, so that neighbours keep their common border.
    """
    grid = _FINEST
    while True:
        kept = [_on_grid(ring, grid) for ring in rings]
        if sum(map(len, kept)) <= most or grid > 12:
            return kept
        grid *= 1.25


def _on_grid(ring: Ring, grid: float) -> Ring:
    out: Ring = []
    for x, y in ring:
        point = (round(x / grid) * grid, round(y / grid) * grid)
        if out and out[-1] == point:
            continue
        if len(out) > 1 and out[-2] == point:  # there and back again
            out.pop()
            continue
        out.append(point)
    while len(out) > 1 and out[0] == out[-1]:
        out.pop()
    return out if len(out) > 2 else []


def _kind(area: Area) -> str:
    """The sign of an area in the legend: why it has no value, or that its value may change."""
    if area.known is None:
        return area.kind if area.kind in signs.WITHOUT_VALUE else NONE
    return area.kind if area.kind in signs.UNSURE else ""


def _area(
    area: Area,
    shape: Shape,
    edges: Sequence[float],
    key: Mapping[str, str],
    number: Number,
    ident: str,
) -> str:
    value, kind = area.known, _kind(area)
    said = key.get(kind, "")
    words = (said or "\u2013") if value is None else number(value)
    if value is not None and said:
        words = f"{words} ({said})"
    hint = f"<title>{frame.safe(f'{area.name}: {words}')}</title>"
    if value is None:
        return (
            f'<path class="area" fill-rule="evenodd" fill="url(#{ident}-{kind})" d="{shape.path}">'
            f"{hint}</path>"
        )
    look = f"area k{shade(class_of(value, edges), len(edges) - 1)}"
    look += " unsure" if kind else ""
    return f'<path class="{look}" fill-rule="evenodd" d="{shape.path}">{hint}</path>'


def _label(area: Area, shape: Shape, edges: Sequence[float], number: Number) -> str:
    """The value in its area, with the name above it where both fit; "" where nothing fits."""
    value, found = area.known, shape.spot
    if value is None or found is None:
        return ""
    words = number(value)
    if frame.width(words) > found.width or found.height < LINE:
        return ""
    look = f"on k{shade(class_of(value, edges), len(edges) - 1)}"
    lines = [words]
    if frame.width(area.name) <= found.width and found.height >= 2.2 * LINE:
        lines = [area.name, words]
    return f'<g class="{look}">{frame.text(found.x, found.y, lines, "middle")}</g>'
