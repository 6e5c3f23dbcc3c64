"""Checks and verdicts over data that are not stored, one indicator after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.converting.data import Setting
from waymark.indicators.rules.exports.model import Data, Line, Listed
from waymark.indicators.rules.facts import NO_GOAL
from waymark.indicators.rules.judging import Inputs, Judged, judge
from waymark.indicators.rules.layers import belongs
from waymark.indicators.rules.quality import Finding, World, examine, points
from waymark.indicators.rules.quality import Line as Checked
from waymark.indicators.rules.quality import Point as Seen
from waymark.indicators.rules.together import Together, part_of, together
from waymark.indicators.rules.transforms import transform_of
from waymark.kernel.progress import Point
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
        found = examine([_checked(str(n), one, about) for n, one in enumerate(held)], world)
        names = former.get(name, (name,))
        yield Looked(about, held, found, _verdict(held, about, names, setting.transforms, method))


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


def _checked(pk: str, line: Line, listed: Listed) -> Checked:
    series = line.series
    told = points(
        Seen(one.period, one.value, one.status, one.source, one.method, one.next_update)
        for one in line.values
    )
    goal = None if line.goal is NO_GOAL else line.goal
    return Checked(
        *(pk, series.indicator, series.unit, listed.unit, listed.direction),
        *(series.area, series.dims, told, goal),
    )


def _verdict(
    lines: Iterable[Line],
    listed: Listed,
    names: tuple[str, ...],
    transforms: Mapping[str, str],
    method: str,
) -> Together | None:
    """One verdict from the series of the whole place; where there are none, from its groups."""
    told = [(line, held) for line in lines if (held := _points(line))]
    whole = [pair for pair in told if pair[0].series.is_total]
    parts: dict[str, list[Judged]] = defaultdict(list)
    for line, held in whole or told:
        unit = line.series.unit or listed.unit
        turned = transform_of(names, unit, listed.direction, transforms)
        part = part_of(line.series.area, line.series.dims)
        parts[part].append(judge(_inputs(line, held, listed, unit, turned), method))
    return together(parts) if parts else None


def _points(line: Line) -> tuple[Point, ...]:
    """One number a year: the last of its periods by name."""
    found: dict[int, tuple[str, float]] = {}
    for one in line.values:
        if one.value is not None:
            year = days_of(one.period)[0].year
            held = found.get(year)
            if held is None or held[0] <= one.period:
                found[year] = one.period, one.value
    return tuple(Point(year, found[year][1]) for year in sorted(found))


def _inputs(
    line: Line, points: tuple[Point, ...], listed: Listed, unit: str, transform: str
) -> Inputs:
    goal = line.goal
    baseline = None
    if goal.baseline_value is not None and goal.baseline_period:
        baseline = Point(days_of(goal.baseline_period)[0].year, goal.baseline_value)
    return Inputs(
        *(listed.name, unit, listed.direction, points, baseline),
        *(goal.target_value, goal.target_year, transform),
    )
