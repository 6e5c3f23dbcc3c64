"""Two indicators of one place side by side: over the same years, or against each other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from waymark.kernel.charts import frame, signs
from waymark.kernel.charts.course import frame_of_years
from waymark.kernel.charts.frame import LINE, WIDTH, Number
from waymark.kernel.charts.line import NO_KEY, Line, to_draw
from waymark.kernel.charts.plot import Plot, Space

_PLOT, _GAP = 130, 8


@dataclass(frozen=True, slots=True)
class Measured:
    """A line with the unit of its values."""

    line: Line
    unit: str


def pair_chart(
    first: Measured,
    second: Measured,
    *,
    title: str,
    desc: str,
    ident: str,
    key: Mapping[str, str] = NO_KEY,
    rtl: bool = False,
    number: Number = frame.plain,
) -> str:
    """Two frames one above the other over the same years, each with its own unit and axis.

    Two scales in one frame would let the eye see crossings and distances that mean nothing, so
    there are two frames. Empty text unless both lines have a value.
    """
    drawn = to_draw([first.line, second.line])
    if len(drawn) < 2:
        return ""
    years = frame_of_years(drawn)
    alone = [Plot([one], Space(years=years), rtl, number) for one in drawn]
    near, room = max(plot.near for plot in alone), max(plot.room for plot in alone)
    body: list[str] = []
    top, kinds = 0.0, set[str]()
    for one, unit in zip(drawn, (first.unit, second.unit), strict=True):
        space = Space(top, _PLOT, unit, years, near, room)
        plot = Plot([one], space, rtl, number)
        body += plot.body(key)
        top, kinds = plot.height + _GAP, kinds | plot.kinds()
    below, height = signs.key(kinds, key, top - _GAP, rtl)
    return frame.svg(
        [*body, *below], height=height, title=title, desc=desc, ident=ident, rtl=rtl,
        kind="chart pair",
    )  # fmt: skip


def scatter_chart(
    first: Measured,
    second: Measured,
    *,
    title: str,
    desc: str,
    ident: str,
    rtl: bool = False,
    number: Number = frame.plain,
) -> str:
    """Every year in which both have a value as a point, the years joined in their order.

    The first is read along, the second upwards. Empty text with fewer than two such years.
    """
    along, up = dict(first.line.known), dict(second.line.known)
    points = [(year, along[year], up[year]) for year in sorted(along.keys() & up.keys())]
    if len(points) < 2:
        return ""
    xs = frame.nice_ticks(*_span([x for _, x, _ in points]), 4)
    ys = frame.nice_ticks(*_span([y for _, _, y in points]))
    near = max(frame.width(number(tick)) for tick in ys) + 8
    side = max(frame.width(number(tick)) for tick in xs) / 2 + 4
    top, bottom = 2 * LINE + 6.0, 2 * LINE + 250.0
    ends = (WIDTH - near, side) if rtl else (near, WIDTH - side)
    x = frame.linear((xs[0], xs[-1]), ends)
    y = frame.linear((ys[0], ys[-1]), (bottom, top))
    body = _axes(xs, ys, x, y, ends, (top, bottom), rtl, number)
    body += _names(first, second, bottom, rtl)
    spots = [(year, x(a), y(b)) for year, a, b in points]
    way = "L".join(f"{a:.1f} {b:.1f}" for _, a, b in spots)
    dots = [
        signs.shape("", a, b, f"{year}: {number(along[year])} \u00b7 {number(up[year])}")
        for year, a, b in spots
    ]
    body.append(f'<g class="s0"><path class="way" d="M{way}"/>{"".join(dots)}</g>')
    body += _year_names(spots, (top, bottom))
    return frame.svg(
        body, height=bottom + 3 * LINE + 4, title=title, desc=desc, ident=ident, rtl=rtl,
        kind="chart scatter",
    )  # fmt: skip


def _span(values: Sequence[float]) -> tuple[float, float]:
    """From the lowest to the highest: in a cloud of points zero has no meaning of its own."""
    return min(values), max(values)


def _axes(
    xs: Sequence[float],
    ys: Sequence[float],
    x: frame.Scale,
    y: frame.Scale,
    ends: tuple[float, float],
    edges: tuple[float, float],
    rtl: bool,
    number: Number,
) -> list[str]:
    out = []
    way = -1 if rtl else 1
    for tick in ys:
        at = y(tick)
        out.append(f'<path class="grid" d="M{ends[0]:.1f} {at:.1f}H{ends[1]:.1f}"/>')
        out.append(frame.text(ends[0] - way * 6, at, number(tick), "end"))
    widest = max(frame.width(number(tick)) for tick in xs) + 8
    step = max(1, math.ceil(widest / abs(x(xs[1]) - x(xs[0]))))
    for i, tick in enumerate(xs):
        at = x(tick)
        out.append(f'<path class="grid" d="M{at:.1f} {edges[0]:.1f}V{edges[1]:.1f}"/>')
        if i % step == 0:
            out.append(frame.text(at, edges[1] + 16, number(tick), "middle"))
    return out


def _names(first: Measured, second: Measured, bottom: float, rtl: bool) -> list[str]:
    """Which axis is which: the upright one is named above, the level one below."""
    start, end = (WIDTH - 2, 2) if rtl else (2, WIDTH - 2)
    names = [f"{m.line.name} ({m.unit})" if m.unit else m.line.name for m in (first, second)]
    upright, level = (frame.shorten(name, WIDTH - 8) for name in reversed(names))
    above = frame.text(start, LINE / 2 + 4, upright, "start", kind="unit")
    below = frame.text(end, bottom + 2 * LINE + 6, level, "end", kind="unit")
    return [above, below]


def _year_names(spots: Sequence[tuple[int, float, float]], edges: tuple[float, float]) -> list[str]:
    """The years beside their points, as far as they do not cover each other; the ends first."""
    order = [spots[0], spots[-1], *spots[1:-1]]
    taken: list[tuple[float, float]] = []
    out = []
    for year, x, y in order:
        above = y - 12 if y - 12 > edges[0] else y + 13
        at = min(max(x, 18.0), WIDTH - 18.0)
        if any(abs(at - a) < 36 and abs(above - b) < LINE for a, b in taken):
            continue
        taken.append((at, above))
        out.append(frame.text(at, above, str(year), "middle", kind="value"))
    return out
