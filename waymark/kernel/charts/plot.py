"""The frame in which lines are drawn: years along, values upwards, names at the ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from waymark.kernel.charts import frame, signs
from waymark.kernel.charts.course import (
    FOOT,
    Drawn,
    Ground,
    course,
    frame_of_years,
    year_steps,
)
from waymark.kernel.charts.frame import FONT, LINE, WIDTH, Mark, Number

TOP, BOTTOM, PLOT = 14, 30, 220
_EDGE = 6  # between the plot and its labels
_WIDEST_LABELS = 0.36  # of the whole width


@dataclass(frozen=True, slots=True)
class Band:
    """Where a series may go: (year, expected, lowest, highest), the last two None without a band.

    It is drawn on from the last value of the first line.
    """

    label: str
    points: tuple[tuple[int, float, float | None, float | None], ...]


@dataclass(frozen=True, slots=True)
class Space:
    """Where a plot stands: its top edge, its height, and what it shares with plots beside it.

    `years`, and the room for numbers (`near`) and for names (`room`), follow from the values
    unless they are given.
    """

    top: float = 0
    plot: float = PLOT
    unit: str = ""
    years: tuple[int, int] | None = None
    near: float | None = None
    room: float | None = None


class Plot:
    """Scales and measures of one frame; `height` is its lower end."""

    def __init__(
        self,
        drawn: Sequence[Drawn],
        space: Space,
        rtl: bool,
        number: Number,
        marks: Sequence[tuple[Mark, str]] = (),
        milestones: Sequence[Mark] = (),
        band: Band | None = None,
    ) -> None:
        self.drawn, self.marks, self.number, self.rtl = drawn, marks, number, rtl
        self.milestones, self.band, self.unit = milestones, band, space.unit
        self.first, self.last = space.years or self._years()
        self.ticks = frame.nice_ticks(*frame.value_range(self._values()))
        self.tick_texts = [number(t) for t in self.ticks]
        self.near = space.near or max(map(frame.width, self.tick_texts)) + _EDGE + 2
        names = [one.name for one in drawn] + [m.label for m, _ in marks]
        names += [band.label] if band else []
        self.full = names
        self.room = space.room or min(max(map(frame.width, names)), WIDTH * _WIDEST_LABELS)
        self.names = [frame.wrap(name, self.room) for name in names]
        self.sizes = [len(rows) * LINE for rows in self.names]
        self.top = space.top + TOP + (LINE + 2 if space.unit else 0)
        self.foot = FOOT * sum(1 for one in drawn if one.without)
        self.bottom = self.top + max(space.plot, sum(self.sizes) - 16) + self.foot
        self.height = self.bottom + BOTTOM
        left, right = self.near, WIDTH - self.room - 2 * _EDGE
        self.x0, self.x1 = (WIDTH - left, WIDTH - right) if rtl else (left, right)
        self.way = -1 if rtl else 1
        self.x = frame.linear((self.first, self.last), (self.x0, self.x1))
        self.y = frame.linear((self.ticks[0], self.ticks[-1]), (self.bottom - self.foot, self.top))

    def _years(self) -> tuple[int, int]:
        years = list(frame_of_years(self.drawn))
        years += [m.year for m, _ in self.marks if m.year is not None]
        years += [m.year for m in self.milestones if m.year is not None]
        years += [point[0] for point in self.band.points] if self.band else []
        return min(years), max(years)

    def _values(self) -> list[float]:
        values = [v for one in self.drawn for _, v in one.points]
        values += [m.value for m, _ in self.marks] + [m.value for m in self.milestones]
        for point in self.band.points if self.band else ():
            values += [value for value in point[1:] if value is not None]
        return values

    def kinds(self) -> set[str]:
        """What of the key is to be explained."""
        found = {kind for one in self.drawn for kind in one.kinds.values()}
        if any(one.has_gap for one in self.drawn):
            found.add("gap")
        return found | ({"milestone"} if self.milestones else set())

    def body(self, words: Mapping[str, str]) -> list[str]:
        """Everything inside the frame; `words` tell on hover how a value stands."""
        out = [*self._grid(), *self._year_texts()]
        if self.band:
            out.append(self._projection(self.band))
        out += [self._mark(mark, kind) for mark, kind in self.marks]
        row = 0
        for one in self.drawn:
            foot = self.bottom - self.foot + (row + 0.5) * FOOT
            ground = Ground(self.x, self.y, self.top, self.bottom, foot, self.number, words)
            out.append(course(one, ground))
            row += 1 if one.without else 0
        out += [self._milestone(mark) for mark in self.milestones if mark.year is not None]
        return [*out, *self._labels()]

    def _grid(self) -> list[str]:
        """One line and number for each tick, the line at zero marked as the axis."""
        rows = []
        if self.unit:
            room = abs(self.x1 - self.x0) + self.near
            unit = frame.shorten(self.unit, room)
            start = WIDTH if self.rtl else 0
            y = self.top - TOP - 3
            rows.append(frame.text(start, y, unit, "start", kind="unit"))
        for tick, words in zip(self.ticks, self.tick_texts, strict=True):
            y, kind = self.y(tick), "axis" if tick == 0 else "grid"
            rows.append(f'<path class="{kind}" d="M{self.x0:.1f} {y:.1f}H{self.x1:.1f}"/>')
            rows.append(frame.text(self.x0 - self.way * _EDGE, y, words, "end"))
        return rows

    def _year_texts(self) -> list[str]:
        """As many years as fit, counted back from the last."""
        fit = max(1, int(abs(self.x1 - self.x0) / (4.5 * FONT)))
        span = self.last - self.first
        step = next(s for s in year_steps() if span / s <= fit)
        shown = range(self.last, self.first - 1, -step)
        y = self.bottom + 18
        return [frame.text(self.x(year), y, str(year), "middle") for year in sorted(shown)]

    def _mark(self, mark: Mark, kind: str) -> str:
        """A level line; a target with a year also gets a diamond where it is due."""
        y = self.y(mark.value)
        due = ""
        if mark.year is not None:
            x = self.x(mark.year)
            due = f'<path class="due" d="M{x:.1f} {y - 5:.1f}l5 5-5 5-5-5z"/>'
        return f'<g class="{kind}"><path d="M{self.x0:.1f} {y:.1f}H{self.x1:.1f}"/>{due}</g>'

    def _milestone(self, mark: Mark) -> str:
        at = (self.x(mark.year or 0), self.y(mark.value))
        said = f"{mark.label} {mark.year}: {self.number(mark.value)}"
        return f'<g class="milestone">{signs.shape("milestone", *at, said)}</g>'

    def _projection(self, band: Band) -> str:
        """The expected way from the last value of the first line, in front of its band."""
        edged = [(y, lo, hi) for y, _, lo, hi in band.points if lo is not None and hi is not None]
        upper = [f"{self.x(y):.1f} {self.y(hi):.1f}" for y, _, hi in edged]
        lower = [f"{self.x(y):.1f} {self.y(lo):.1f}" for y, lo, _ in reversed(edged)]
        area = f'<path class="band" d="M{"L".join(upper + lower)}Z"/>' if len(edged) > 1 else ""
        number = self.drawn[0].number
        way = [self.drawn[0].points[-1], *((y, v) for y, v, _, _ in band.points)]
        path = "L".join(f"{self.x(y):.1f} {self.y(v):.1f}" for y, v in way)
        return f'<g class="s{number}">{area}<path class="projection" d="M{path}"/></g>'

    def _labels(self) -> list[str]:
        """The names, at the ends of their lines and spread so that none covers another."""
        ends = [(one.points[-1][0], self.y(one.points[-1][1])) for one in self.drawn]
        ends += [(self.last, self.y(mark.value)) for mark, _ in self.marks]
        kinds = [f"s{one.number}" for one in self.drawn] + [kind for _, kind in self.marks]
        if self.band:
            ends.append((self.band.points[-1][0], self.y(self.band.points[-1][1])))
            kinds.append(kinds[0])
        ys = [y for _, y in ends]
        centres = frame.spread(ys, self.sizes, self.top - 8, self.bottom + 8)
        return [
            self._label(i, kind, end, centre)
            for i, (kind, end, centre) in enumerate(zip(kinds, ends, centres, strict=True))
        ]

    def _label(self, i: int, kind: str, end: tuple[int, float], centre: float) -> str:
        year, y = end
        edge = self.x1 + self.way * _EDGE
        from_x = self.x(year) + self.way * 4
        lead = ""
        if abs(centre - y) > 3 or abs(edge - from_x) > 12:
            lead = f'<path class="leader" d="M{from_x:.1f} {y:.1f}L{edge:.1f} {centre:.1f}"/>'
        cut = self.full[i] if self.names[i][-1].endswith("\u2026") else ""
        words = frame.text(edge + self.way * _EDGE / 2, centre, self.names[i], "start", full=cut)
        return f'<g class="label {kind}">{lead}{words}</g>'
