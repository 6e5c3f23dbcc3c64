"""Verdicts on many series of one indicator, of which most only count in a mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

import msgspec

from waymark.indicators.rules.cells import year_of
from waymark.indicators.rules.facts import NO_GOAL, Dims, Goal
from waymark.indicators.rules.judging import BASE_YEAR, Inputs, judge
from waymark.indicators.rules.together import WHOLE, Together, alone, averaged, part_of
from waymark.kernel.progress import (
    METHODS,
    Aim,
    Direction,
    Point,
    Scored,
    Status,
    UnknownMethod,
)


@dataclass(frozen=True, slots=True)
class About:
    """An indicator (framework:code): its unit, which way is better, by unit how values are turned.

    `transforms` are for every unit that its series have.
    """

    name: str
    unit: str
    direction: str
    transforms: Mapping[str, str]

    def unit_of(self, one: Spoken) -> str:
        """The unit of a series: its own, or the list's."""
        return one.unit or self.unit


class Spoken(msgspec.Struct, gc=False):
    """A series that speaks for its indicator: its values by year, and its own goal."""

    area: str
    dims: Dims
    unit: str
    values: dict[int, float]
    goal: Goal = NO_GOAL


def inputs_of(about: About, one: Spoken) -> Inputs:
    """A series with its own baseline and target as a method takes it."""
    return Inputs(
        indicator=about.name,
        unit=about.unit_of(one),
        direction=about.direction,
        points=tuple(Point(year, one.values[year]) for year in sorted(one.values)),
        baseline=_baseline(one.goal),
        target=one.goal.target_value,
        target_year=one.goal.target_year,
        transform=about.transforms[about.unit_of(one)],
    )


def _baseline(goal: Goal) -> Point | None:
    year = year_of(goal.baseline_period) if goal.baseline_value is not None else None
    if goal.baseline_value is None or year is None:
        return None
    return Point(year, goal.baseline_value)


def verdict(about: About, series: Iterable[Spoken], method: str) -> Together:
    """The verdict on an indicator from its series. Raises `UnknownMethod`."""
    parts: dict[str, list[Spoken]] = defaultdict(list)
    for one in series:
        parts[part_of(one.area, one.dims)].append(one)
    spoken = {WHOLE: parts[WHOLE]} if parts.get(WHOLE) else parts
    every = [one for found in spoken.values() for one in found]
    if len(every) == 1:
        return alone(judge(inputs_of(about, every[0]), method))
    return averaged([[scored(about, one, method) for one in found] for found in spoken.values()])


def scored(about: About, one: Spoken, method: str) -> Scored | None:
    """The verdict on a series as far as it counts among others; None where there is none.

    Raises `UnknownMethod`.
    """
    entry = METHODS.get(method)
    if entry is None:
        raise UnknownMethod(method)
    baseline, target = _baseline(one.goal), one.goal.target_value
    known = one.values
    if baseline is not None:
        known = {**known, baseline.year: baseline.value}
    if entry.score is None or not known or not _is_plain(about, one, known):
        found = judge(inputs_of(about, one), method).progress
        return Scored(found.status, found.score, found.method, found.expected) if found else None
    start = max(BASE_YEAR, min(known)) if baseline is None else baseline.year
    since = [year for year in known if year >= start]
    if not since:
        return Scored(Status.NOT_AVAILABLE, None, entry.method)
    first, last = min(since), max(since)
    way, percent = _WAYS[about.direction], about.unit_of(one) == "%"
    limit = 100.0 if percent and way is Direction.UP else None
    aim = Aim(way, target, one.goal.target_year, start, limit, percent)
    status, score = entry.score(Point(first, known[first]), Point(last, known[last]), aim)
    return Scored(status, score, entry.method)


_WAYS: dict[str, Direction] = {str(way): way for way in Direction}


def _is_plain(about: About, one: Spoken, known: Mapping[int, float]) -> bool:
    """Whether a method takes the values as they are."""
    return (
        not about.transforms[about.unit_of(one)]
        and about.direction in _WAYS
        and isfinite(one.goal.target_value or 0.0)
        and all(map(isfinite, known.values()))
    )
