"""Checks and verdicts over data that are not stored, one indicator after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.converting.data import Setting
from waymark.indicators.rules.exports.model import Data, Line, Listed
from waymark.indicators.rules.facts import NO_GOAL
from waymark.indicators.rules.layers import belongs
from waymark.indicators.rules.quality import Finding, World, examine, points_of
from waymark.indicators.rules.quality import Line as Checked
from waymark.indicators.rules.quality.facts import NO_POINTS, Points
from waymark.indicators.rules.scoring import About, Spoken, verdict
from waymark.indicators.rules.together import Together
from waymark.indicators.rules.transforms import transform_of
from waymark.places.rules.cells import are_cells, size_of


@dataclass(frozen=True)
class Looked:
    """An indicator with its series, what the checks find in it, and the verdict on it.

    `series` of a finding is the place of a line. `verdict` is None where there is no number.
    """

    listed: Listed
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    verdict: Together | None


def look(data: Data, setting: Setting, method: str) -> Iterator[Looked]:
    """Check and judge every indicator that has series, in their order. Raises UnknownMethod.

    No check looks at two indicators at once, so little is held.
    """
    world = World(setting.made_at.date(), _layers(data))
    listed, former = data.listed(), _former(setting)
    for name, lines in groupby(data.lines(), key=lambda line: line.series.indicator):
        held, about = tuple(lines), listed[name]
        checked = [_checked(str(n), one, about) for n, one in enumerate(held)]
        found = examine(checked, world)
        names = former.get(name, (name,))
        yield Looked(
            about, held, found, _verdict(held, checked, about, names, setting.transforms, method)
        )


def _layers(data: Data) -> dict[str, str]:
    """What each area belongs to; on maps may be cells of a grid."""
    cell = are_cells("", {part.code for part in data.parts if part.geometry})
    return {
        part.slug: belongs("", cell=cell and bool(part.geometry), size=size_of(part.code))
        for part in data.parts
    }


def _former(setting: Setting) -> dict[str, tuple[str, ...]]:
    """Names of indicators, the newest first, where they have had others."""
    return {
        f"{code}:{row.code}": tuple(f"{code}:{one}" for one in (row.code, *reversed(row.former)))
        for code, row in setting.rows
        if row.former
    }


_CELLS = attrgetter("period", "value", "status", "source", "method", "next_update")


def _checked(pk: str, line: Line, listed: Listed) -> Checked:
    series = line.series
    told = (
        points_of(tuple(zip(*map(_CELLS, line.values), strict=True))) if line.values else NO_POINTS
    )
    goal = None if line.goal is NO_GOAL else line.goal
    return Checked(
        *(pk, series.indicator, series.unit, listed.unit, listed.direction),
        *(series.area, series.dims, told, goal),
    )


def _verdict(
    lines: Iterable[Line],
    checked: Iterable[Checked],
    listed: Listed,
    names: tuple[str, ...],
    transforms: Mapping[str, str],
    method: str,
) -> Together | None:
    """One verdict from the series of the whole place; where there are none, from its groups."""
    told = [
        Spoken(series.area, series.dims, series.unit, values, goal)
        for (series, _held, goal), one in zip(lines, checked, strict=True)
        if (values := _by_year(one.points))
    ]
    whole = [one for one in told if not one.area and not one.dims]
    if not told:
        return None
    units = {one.unit or listed.unit for one in told}
    turned = {unit: transform_of(names, unit, listed.direction, transforms) for unit in units}
    about = About(listed.name, listed.unit, listed.direction, turned)
    return verdict(about, whole or told, method)


def _by_year(points: Points) -> dict[int, float]:
    """One number a year: the last of its periods by name."""
    periods, values = points.times.periods, points.numbers
    if len(values) < len(periods):
        told = zip(periods, points.values, strict=True)
        periods = tuple([period for period, value in told if value is not None])
    return {year: values[place] for year, place in _years(periods)}


@lru_cache(maxsize=2000)
def _years(periods: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Which of some periods counts for each year, in their order: many series share them."""
    found: dict[int, int] = {}
    for place, period in enumerate(periods):
        year = days_of(period)[0].year
        held = found.get(year)
        if held is None or periods[held] <= period:
            found[year] = place
    return tuple(sorted(found.items()))
