"""Values over the years."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from waymark.kernel.charts import frame, signs
from waymark.kernel.charts.course import Drawn
from waymark.kernel.charts.frame import SERIES, Mark, Number
from waymark.kernel.charts.plot import Band, Plot, Space

NO_KEY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Line:
    """A named series: (year, value), the years in any order; a value may be None for "none".

    `kinds` tells for some years how their value stands: `estimated`, `provisional`, `break` (not
    comparable with the values before), or, where there is no value, `missing`, `suppressed`.
    """

    name: str
    points: tuple[tuple[int, float | None], ...]
    kinds: Mapping[int, str] = field(default_factory=dict)

    @property
    def known(self) -> list[tuple[int, float]]:
        """The points that can be drawn, by year."""
        return sorted((y, v) for y, v in self.points if v is not None and math.isfinite(v))

    @property
    def without(self) -> list[tuple[int, str]]:
        """The years of which it is known why they have no value, with the reason, by year."""
        known = {year for year, _ in self.known}
        return sorted(
            (year, kind)
            for year, kind in self.kinds.items()
            if kind in signs.WITHOUT_VALUE and year not in known
        )


def line_chart(
    lines: Sequence[Line],
    *,
    title: str,
    desc: str,
    ident: str,
    target: Mark | None = None,
    baseline: Mark | None = None,
    milestones: Sequence[Mark] = (),
    projection: Band | None = None,
    unit: str = "",
    key: Mapping[str, str] = NO_KEY,
    rtl: bool = False,
    number: Number = frame.plain,
) -> str:
    """An SVG element; empty text where there is not one value to draw.

    Each line carries its name at its end. Years without a value leave a gap, bridged by a thin
    path of class `gap`; a break of the series is not bridged. Values that are missing or
    suppressed stand as signs at the foot. `projection` goes on from the first line. `unit` stands
    above the axis, and `key` has the words for the signs in use (`signs.ORDER` names them). With
    `rtl` time runs from right to left. `ident` begins the ids inside, and must be unique on the
    page.
    """
    drawn = to_draw(lines)
    if not drawn:
        return ""
    marks = [(m, kind) for m, kind in ((baseline, "baseline"), (target, "target")) if m]
    plot = Plot(drawn, Space(unit=unit), rtl, number, marks, milestones, projection)
    body = plot.body(key)
    below, height = signs.key(plot.kinds(), key, plot.height, rtl)
    return frame.svg(
        [*body, *below], height=height, title=title, desc=desc, ident=ident, rtl=rtl,
        kind="chart line",
    )  # fmt: skip


def to_draw(lines: Sequence[Line]) -> list[Drawn]:
    """The lines that have a value to draw, each with the number of its class."""
    return [
        Drawn(i % SERIES, line.name, line.known, line.kinds, line.without)
        for i, line in enumerate(lines)
        if line.known
    ]
