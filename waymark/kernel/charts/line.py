"""Values over the years."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from waymark.kernel.charts import frame
from waymark.kernel.charts.frame import FONT, LINE, SERIES, WIDTH, Mark, Number

TOP, BOTTOM, PLOT = 14, 30, 220
_EDGE = 6  # between the plot and its labels
_WIDEST_LABELS = 0.36  # of the whole width


@dataclass(frozen=True, slots=True)
class Line:
    """A named series: (year, value), the years in any order; a value may be None for "none"."""

    name: str
    points: tuple[tuple[int, float | None], ...]

    @property
    def known(self) -> list[tuple[int, float]]:
        """The points that can be drawn, by year."""
        return sorted((y, v) for y, v in self.points if v is not None and math.isfinite(v))


def line_chart(
    lines: Sequence[Line],
    *,
    title: str,
    desc: str,
    ident: str,
    target: Mark | None = None,
    baseline: Mark | None = None,
    rtl: bool = False,
    number: Number = frame.plain,
) -> str:
    """An SVG element; empty text where there is not one value to draw.

    Each line carries its name at its end. Years without a value leave a gap, bridged by a path
    of class `gap`. With `rtl` time runs from right to left. `ident` begins the ids inside, and
    must be unique on the page.
    """
    drawn = [(i, line.name, line.known) for i, line in enumerate(lines) if line.known]
    if not drawn:
        return ""
    marks = [(m, kind) for m, kind in ((baseline, "baseline"), (target, "target")) if m]
    plot = _Plot(drawn, marks, rtl, number)
    body = [*plot.grid(), *plot.years()]
    for mark, kind in marks:
        body.append(plot.mark(mark, kind))
    for index, _, points in drawn:
        body.append(plot.series(index % SERIES, points))
    body += plot.labels()
    return frame.svg(
        body, height=plot.height, title=title, desc=desc, ident=ident, rtl=rtl, kind="chart line"
    )


_Drawn = list[tuple[int, str, list[tuple[int, float]]]]


class _Plot:
    """Scales and measures of one chart."""

    def __init__(
        self, drawn: _Drawn, marks: list[tuple[Mark, str]], rtl: bool, number: Number
    ) -> None:
        self.drawn, self.marks, self.number = drawn, marks, number
        values = [v for _, _, points in drawn for _, v in points] + [m.value for m, _ in marks]
        years = [y for _, _, points in drawn for y, _ in points]
        years += [m.year for m, _ in marks if m.year is not None]
        self.first, self.last = min(years), max(years)
        self.ticks = frame.nice_ticks(*frame.value_range(values))
        self.tick_texts = [number(t) for t in self.ticks]
        near = max(map(frame.width, self.tick_texts)) + _EDGE + 2
        names = [name for _, name, _ in drawn] + [m.label for m, _ in marks]
        self.room = min(max(map(frame.width, names)), WIDTH * _WIDEST_LABELS)
        self.names = [frame.wrap(name, self.room) for name in names]
        sizes = [len(rows) * LINE for rows in self.names]
        self.height = TOP + max(PLOT, sum(sizes)) + BOTTOM
        self.sizes = sizes
        left, right = near, WIDTH - self.room - 2 * _EDGE
        self.x0, self.x1 = (WIDTH - left, WIDTH - right) if rtl else (left, right)
        self.way = -1 if rtl else 1
        self.x = frame.linear((self.first, self.last), (self.x0, self.x1))
        self.y = frame.linear((self.ticks[0], self.ticks[-1]), (self.height - BOTTOM, TOP))

    def grid(self) -> list[str]:
        """One line and number for each tick, the line at zero marked as the axis."""
        rows = []
        for tick, words in zip(self.ticks, self.tick_texts, strict=True):
            y, kind = self.y(tick), "axis" if tick == 0 else "grid"
            rows.append(f'<path class="{kind}" d="M{self.x0:.1f} {y:.1f}H{self.x1:.1f}"/>')
            rows.append(frame.text(self.x0 - self.way * _EDGE, y, words, "end"))
        return rows

    def years(self) -> list[str]:
        """As many years as fit, counted back from the last."""
        fit = max(1, int(abs(self.x1 - self.x0) / (4.5 * FONT)))
        span = self.last - self.first
        step = next(s for s in _year_steps() if span / s <= fit)
        shown = range(self.last, self.first - 1, -step)
        y = self.height - BOTTOM + 18
        return [frame.text(self.x(year), y, str(year), "middle") for year in sorted(shown)]

    def mark(self, mark: Mark, kind: str) -> str:
        """A level line; a target with a year also gets a diamond where it is due."""
        y = self.y(mark.value)
        due = ""
        if mark.year is not None:
            x = self.x(mark.year)
            due = f'<path class="due" d="M{x:.1f} {y - 5:.1f}l5 5-5 5-5-5z"/>'
        return f'<g class="{kind}"><path d="M{self.x0:.1f} {y:.1f}H{self.x1:.1f}"/>{due}</g>'

    def series(self, number: int, points: list[tuple[int, float]]) -> str:
        """Runs of neighbouring years as lines, gaps as bridges, every value as a circle."""
        at = {year: f"{self.x(year):.1f} {self.y(value):.1f}" for year, value in points}
        usual = _usual_step(points)
        runs, bridges = [[at[points[0][0]]]], []
        for (before, _), (year, _) in pairwise(points):
            if year - before > usual:
                bridges.append(f'<path class="gap" d="M{at[before]}L{at[year]}"/>')
                runs.append([])
            runs[-1].append(at[year])
        paths = [f'<path d="M{"L".join(run)}"/>' for run in runs if len(run) > 1]
        dots = [
            f'<circle cx="{self.x(year):.1f}" cy="{self.y(value):.1f}" r="3">'
            f"<title>{year}: {frame.safe(self.number(value))}</title></circle>"
            for year, value in points
        ]
        return f'<g class="s{number}">{"".join(bridges + paths + dots)}</g>'

    def labels(self) -> list[str]:
        """The names, at the ends of their lines and spread so that none covers another."""
        ends = [(points[-1][0], self.y(points[-1][1])) for _, _, points in self.drawn]
        ends += [(self.last, self.y(mark.value)) for mark, _ in self.marks]
        kinds = [f"s{i % SERIES}" for i, _, _ in self.drawn] + [kind for _, kind in self.marks]
        full = [name for _, name, _ in self.drawn] + [m.label for m, _ in self.marks]
        centres = frame.spread([y for _, y in ends], self.sizes, TOP - 8, self.height - BOTTOM + 8)
        out = []
        for i, ((year, y), centre) in enumerate(zip(ends, centres, strict=True)):
            edge = self.x1 + self.way * _EDGE
            from_x = self.x(year) + self.way * 4
            lead = ""
            if abs(centre - y) > 3 or abs(edge - from_x) > 12:
                lead = f'<path class="leader" d="M{from_x:.1f} {y:.1f}L{edge:.1f} {centre:.1f}"/>'
            cut = full[i] if self.names[i][-1].endswith("\u2026") else ""
            words = frame.text(
                edge + self.way * _EDGE / 2, centre, self.names[i], "start", full=cut
            )
            out.append(f'<g class="label {kinds[i]}">{lead}{words}</g>')
        return out


def _usual_step(points: list[tuple[int, float]]) -> int:
    """The commonest distance between neighbouring values: a survey each second year has no gaps."""
    steps = [later - earlier for (earlier, _), (later, _) in pairwise(points)]
    return max(sorted(set(steps)), key=steps.count) if len(steps) > 1 else 1


def _year_steps() -> list[int]:
    return [factor * 10**power for power in range(7) for factor in (1, 2, 5)]
