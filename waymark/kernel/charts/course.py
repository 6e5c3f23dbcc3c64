"""One line over the years: its runs, gaps and breaks, and a sign for every value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from waymark.kernel.charts import signs
from waymark.kernel.charts.frame import Number, Scale

FOOT = 12
"""Height of a row of signs at the foot, for years without a value."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as it is drawn: number of its class, name, known points, kinds, years without."""

    number: int
    name: str
    points: list[tuple[int, float]]
    kinds: Mapping[int, str]
    without: list[tuple[int, str]]

    @property
    def has_gap(self) -> bool:
        """Whether years are left out somewhere between its values."""
        usual = _usual_step(self.points)
        return any(
            _is_gap(self, before, year, usual) for (before, _), (year, _) in pairwise(self.points)
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """On what a line is drawn: scales, upper and lower edge, height of its row of signs."""

    x: Scale
    y: Scale
    top: float
    bottom: float
    foot: float
    number: Number
    words: Mapping[str, str]


def course(one: Drawn, ground: Ground) -> str:
    """Runs of neighbouring years as lines, gaps as bridges, every value as a sign."""
    x, y = ground.x, ground.y
    at = {year: f"{x(year):.1f} {y(value):.1f}" for year, value in one.points}
    usual = _usual_step(one.points)
    runs, other = [[at[one.points[0][0]]]], []
    for (before, _), (year, _) in pairwise(one.points):
        if one.kinds.get(year) == signs.BREAK:
            middle = (x(before) + x(year)) / 2
            path = f"M{middle:.1f} {ground.top:.1f}V{ground.bottom:.1f}"
            other.append(f'<path class="break" d="{path}"/>')
            runs.append([])
        elif _is_gap(one, before, year, usual):
            other.append(f'<path class="gap" d="M{at[before]}L{at[year]}"/>')
            runs.append([])
        runs[-1].append(at[year])
    paths = [f'<path d="M{"L".join(run)}"/>' for run in runs if len(run) > 1]
    dots = [_dot(one, year, value, ground) for year, value in one.points]
    none = [
        signs.shape(kind, x(year), ground.foot, f"{year}: {ground.words.get(kind, kind)}")
        for year, kind in one.without
    ]
    return f'<g class="s{one.number}">{"".join(other + paths + dots + none)}</g>'


def _dot(one: Drawn, year: int, value: float, ground: Ground) -> str:
    kind = one.kinds.get(year, "")
    standing = ground.words.get(kind, "")
    said = f"{year}: {ground.number(value)}" + (f" ({standing})" if standing else "")
    return signs.shape(kind, ground.x(year), ground.y(value), said)


def _is_gap(one: Drawn, before: int, year: int, usual: int) -> bool:
    """Whether years are left out between two values, or are known to have none."""
    if one.kinds.get(year) == signs.BREAK:
        return False
    return year - before > usual or any(before < none < year for none, _ in one.without)


def _usual_step(points: list[tuple[int, float]]) -> int:
    """The commonest distance between neighbouring values: a survey each second year has no gaps."""
    steps = [later - earlier for (earlier, _), (later, _) in pairwise(points)]
    return max(sorted(set(steps)), key=steps.count) if len(steps) > 1 else 1


def frame_of_years(lines: Sequence[Drawn]) -> tuple[int, int]:
    """The first and the last year of which something is known."""
    years = [y for one in lines for y, _ in one.points]
    years += [y for one in lines for y, _ in one.without]
    return min(years), max(years)


def year_steps() -> list[int]:
    """Distances in years at which an axis may be labelled."""
    return [factor * 10**power for power in range(7) for factor in (1, 2, 5)]
