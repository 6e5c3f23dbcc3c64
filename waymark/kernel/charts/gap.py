"""How far groups lie apart: one row of dots a year, and the gap between the outermost marked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from waymark.kernel.charts import frame
from waymark.kernel.charts.frame import LINE, SERIES, WIDTH, Number

_TOP, _DOTS, _AFTER, _BOTTOM, _SIDE = 6, 22, 12, 28, 10


@dataclass(frozen=True, slots=True)
class DotRow:
    """A year, say, with a value for each group in their order; None where there is none.

    `gap` says in words how far the outermost lie apart, `note` what there is to say of the row.
    """

    label: str
    values: tuple[float | None, ...]
    gap: str = ""
    note: str = ""

    @property
    def known(self) -> list[tuple[int, float]]:
        """The groups with a value, by number."""
        return [(i, v) for i, v in enumerate(self.values) if v is not None and math.isfinite(v)]


def gap_chart(
    groups: Sequence[str],
    rows: Sequence[DotRow],
    *,
    title: str,
    desc: str,
    ident: str,
    unit: str = "",
    rtl: bool = False,
    number: Number = frame.plain,
) -> str:
    """An SVG element; empty text where no row has a value.

    Groups have a colour and a shape each (six of them), explained above the rows. The axis spans
    the values of all rows, and need not begin at zero: it is the distance that is to be seen.
    Raises `ValueError` for more than six groups, or a row with another number of values.
    """
    if len(groups) > SERIES or any(len(row.values) != len(groups) for row in rows):
        raise ValueError("at most six groups, and a value or None for each of them in every row")
    rows = [row for row in rows if row.known]
    if not rows:
        return ""
    values = [value for row in rows for _, value in row.known]
    ticks = frame.nice_ticks(*frame.value_range(values))
    room = max(frame.width(number(tick)) for tick in ticks) / 2 + _SIDE
    ends = (WIDTH - room, room) if rtl else (room, WIDTH - room)
    x = frame.linear((ticks[0], ticks[-1]), ends)
    body, y = _head(groups, unit, rtl)
    top = y
    for row in rows:
        drawn, y = _row(row, groups, x, y, rtl, number)
        body += drawn
    grid = [f'<path class="grid" d="M{x(t):.1f} {top:.1f}V{y:.1f}"/>' for t in ticks]
    grid += _ticks(ticks, x, y, number)
    return frame.svg(
        [*grid, *body], height=y + _BOTTOM, title=title, desc=desc, ident=ident, rtl=rtl,
        kind="chart gaps",
    )  # fmt: skip


def _ticks(ticks: Sequence[float], x: frame.Scale, y: float, number: Number) -> list[str]:
    """As many of the numbers below the rows as fit."""
    widest = max(frame.width(number(tick)) for tick in ticks) + 8
    step = max(1, math.ceil(widest / abs(x(ticks[1]) - x(ticks[0]))))
    return [frame.text(x(t), y + 14, number(t), "middle") for t in ticks[::step]]


def dot(group: int, x: float, y: float, said: str = "") -> str:
    """The sign of a group: six shapes that can be told apart without colour."""
    hint = f"<title>{frame.safe(said)}</title>" if said else ""
    paths = {
        1: f"M{x - 4.5:.1f} {y - 4.5:.1f}h9v9h-9z",
        2: f"M{x:.1f} {y - 5.5:.1f}l5.5 10h-11z",
        3: f"M{x:.1f} {y - 6:.1f}l6 6-6 6-6-6z",
        4: f"M{x:.1f} {y + 5.5:.1f}l5.5-10h-11z",
        5: f"M{x - 5:.1f} {y - 1.7:.1f}h3.3v-3.3h3.4v3.3h3.3v3.4h-3.3v3.3h-3.4v-3.3h-3.3z",
    }
    number = group % SERIES
    mark = (
        f'<path class="dot" d="{paths[number]}">{hint}</path>'
        if number
        else f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="5">{hint}</circle>'
    )
    return f'<g class="s{number}">{mark}</g>'


def _head(groups: Sequence[str], unit: str, rtl: bool) -> tuple[list[str], float]:
    """The unit, and the shapes with the names of the groups."""
    out: list[str] = []
    x, y = 0.0, _TOP + LINE / 2
    if unit:
        words = frame.shorten(unit, WIDTH - 4)
        out.append(frame.text(WIDTH - 2 if rtl else 2, y, words, "start", kind="unit"))
        y += LINE + 4
    for i, group in enumerate(groups):
        words = frame.shorten(group, WIDTH - 30)
        room = 20 + frame.width(words) + 12
        if x and x + room > WIDTH:
            x, y = 0.0, y + LINE + 2
        at, begin = (WIDTH - x - 8, WIDTH - x - 20) if rtl else (x + 8, x + 20)
        out += [dot(i, at, y), frame.text(begin, y, words, "start", kind="value")]
        x += room
    return out, y + LINE / 2 + 10


def _row(
    row: DotRow, groups: Sequence[str], x: frame.Scale, y: float, rtl: bool, number: Number
) -> tuple[list[str], float]:
    """The words of a row, and under them its dots with the gap as a line between the outermost."""
    start, end = (WIDTH - 2, 2) if rtl else (2, WIDTH - 2)
    head = f"{row.label} \u00b7 {row.note}" if row.note else row.label
    room = WIDTH - frame.width(row.gap) - 16
    out = [frame.text(start, y + LINE / 2, frame.shorten(head, room), "start", kind="value")]
    if row.gap:
        words = frame.shorten(row.gap, WIDTH - 60)
        out.append(frame.text(end, y + LINE / 2, words, "end"))
    y += LINE + 4
    middle = y + _DOTS / 2
    spots = [x(value) for _, value in row.known]
    if len(spots) > 1 and max(spots) > min(spots):
        out.append(f'<path class="span" d="M{min(spots):.1f} {middle:.1f}H{max(spots):.1f}"/>')
    out += [
        dot(i, x(value), middle, f"{groups[i]} \u00b7 {row.label}: {number(value)}")
        for i, value in row.known
    ]
    return out, y + _DOTS + _AFTER
