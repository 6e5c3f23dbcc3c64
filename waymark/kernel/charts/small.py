"""Many small charts of one kind beside each other: one line each, over the same years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from waymark.kernel.charts import frame
from waymark.kernel.charts.course import FOOT, Ground, course, frame_of_years
from waymark.kernel.charts.frame import LINE, Mark, Number
from waymark.kernel.charts.line import NO_KEY, Line, to_draw

PANEL = 260
"""Width of one panel in SVG units; its text is as large as that of the large charts."""

_PLOT, _GAP = 70, 24
_EDGE = 6


@dataclass(frozen=True, slots=True)
class Panel:
    """One line under a title of its own, with its unit and, if there is one, its target."""

    title: str
    unit: str
    line: Line
    target: Mark | None = None


def span(panels: Sequence[Panel]) -> tuple[int, int] | None:
    """The years that all panels have to reach over; None where nothing can be drawn."""
    drawn = to_draw([panel.line for panel in panels])
    if not drawn:
        return None
    first, last = frame_of_years(drawn)
    due = [p.target.year for p in panels if p.target and p.target.year and p.line.known]
    return min([first, *due]), max([last, *due])


def small_chart(
    panel: Panel,
    years: tuple[int, int],
    *,
    title: str,
    desc: str,
    ident: str,
    key: Mapping[str, str] = NO_KEY,
    rtl: bool = False,
    number: Number = frame.plain,
) -> str:
    """One panel as an SVG element of its own; empty text where it has no value.

    Its height follows its values, from the lowest to the highest, which are written at the
    sides; a dashed level is the target. Panels share the years, not the values.
    """
    body, height = _panel(panel, years, key, rtl, number)
    if not body:
        return ""
    return frame.svg(
        body, height=height, title=title, desc=desc, ident=ident, rtl=rtl, kind="chart small",
        width=PANEL,
    )  # fmt: skip


def small_multiples(
    panels: Sequence[Panel],
    *,
    title: str,
    desc: str,
    ident: str,
    columns: int = 2,
    key: Mapping[str, str] = NO_KEY,
    rtl: bool = False,
    number: Number = frame.plain,
) -> str:
    """All panels on one sheet, each under its title and unit; empty text where none has a value."""
    years = span(panels)
    if years is None:
        return ""
    full = columns * PANEL + (columns - 1) * _GAP
    body, y = [], 0.0
    shown = [panel for panel in panels if panel.line.known]
    for begin in range(0, len(shown), columns):
        row = shown[begin : begin + columns]
        titles = [frame.wrap(panel.title, PANEL - 4) for panel in row]
        head = max(map(len, titles)) * LINE + LINE + 6
        tallest = 0.0
        for place, (panel, lines) in enumerate(zip(row, titles, strict=True)):
            x = place * (PANEL + _GAP)
            left = full - PANEL - x if rtl else x
            drawn, height = _panel(panel, years, key, rtl, number)
            inner = [*_head(lines, panel.unit, head, rtl), _moved(drawn, 0, head)]
            body.append(_moved(inner, left, y))
            tallest = max(tallest, height)
        y += head + tallest + _GAP
    return frame.svg(
        body, height=y, title=title, desc=desc, ident=ident, rtl=rtl, kind="chart multiples",
        width=full,
    )  # fmt: skip


def _moved(body: Sequence[str], x: float, y: float) -> str:
    return f'<g transform="translate({x:.1f} {y:.1f})">{"".join(body)}</g>'


def _head(lines: Sequence[str], unit: str, height: float, rtl: bool) -> list[str]:
    start = PANEL - 1 if rtl else 1
    y = height - LINE - 6
    out = [frame.text(start, y - len(lines) * LINE / 2, list(lines), "start", kind="value")]
    if unit:
        short = frame.shorten(unit, PANEL - 4)
        out.append(frame.text(start, y + LINE / 2, short, "start", kind="unit"))
    return out


def _panel(
    panel: Panel, years: tuple[int, int], key: Mapping[str, str], rtl: bool, number: Number
) -> tuple[list[str], float]:
    """The line of a panel with its first and last value, its target and the years."""
    drawn = to_draw([panel.line])
    if not drawn:
        return [], 0
    (one,) = drawn
    values = [v for _, v in one.points] + ([panel.target.value] if panel.target else [])
    low, high = frame.value_range(values)
    top, foot = LINE + 4.0, (FOOT if one.without else 0)
    bottom = top + _PLOT
    ends = (PANEL - _EDGE, _EDGE) if rtl else (_EDGE, PANEL - _EDGE)
    x = frame.linear(years, (float(ends[0]), float(ends[1])))
    y = frame.linear((low, high), (bottom - 4, top + 4))
    out = [f'<path class="grid" d="M{_EDGE} {bottom}H{PANEL - _EDGE}"/>']
    if panel.target:
        at = y(panel.target.value)
        level = f'<path d="M{_EDGE} {at:.1f}H{PANEL - _EDGE}"/>'
        hint = f"<title>{frame.safe(panel.target.label)}</title>"
        out.append(f'<g class="target">{hint}{level}</g>')
    ground = Ground(x, y, top, bottom, bottom + foot / 2 + 1, number, key)
    out.append(course(one, ground))
    out += _values(one.points, rtl, number)
    floor = bottom + foot + 12
    start, end = (PANEL - 1, 1) if rtl else (1, PANEL - 1)
    out.append(frame.text(start, floor, str(years[0]), "start"))
    out.append(frame.text(end, floor, str(years[1]), "end"))
    return out, floor + LINE / 2


def _values(points: Sequence[tuple[int, float]], rtl: bool, number: Number) -> list[str]:
    """The first and the last value, with their years, above the line."""
    start, end = (PANEL - 1, 1) if rtl else (1, PANEL - 1)
    first, last = points[0], points[-1]
    out = [frame.text(end, LINE / 2, f"{number(last[1])} ({last[0]})", "end", kind="value")]
    if first != last:
        out.append(frame.text(start, LINE / 2, f"{number(first[1])} ({first[0]})", "start"))
    return out
