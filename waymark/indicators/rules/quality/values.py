"""Checks on values one by one: range, source, method, period, and how old the latest one is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from waymark.indicators.rules.facts import Goal
from waymark.indicators.rules.quality.facts import Finding, Line, Points, Severity, World
from waymark.indicators.rules.quality.times import Lack, lack_of
from waymark.indicators.rules.units import Kind, Unit

STALE_YEARS = 3
"""Most city statistics come every year and are published within two; a third is for delay."""


def out_of_range(line: Line, world: World) -> Iterable[Finding]:
    """Values, baselines and targets that their unit does not allow.

    A share beyond 0 to 100 is only to be looked at: growth and enrolment can be.
    """
    unit = line.measure
    if unit.low is None:
        return ()
    low, high = unit.low, math.inf if unit.high is None else unit.high
    if line.goal is None:
        numbers = line.points.numbers
        if not numbers or (low <= min(numbers) and max(numbers) <= high):
            return ()
    return _beyond(line, unit, low, high)


def _beyond(line: Line, unit: Unit, low: float, high: float) -> Iterator[Finding]:
    severity = Severity.LOOK if unit.kind is Kind.SHARE else Severity.MEND
    told = [
        ("value", value, period)
        for value, period in zip(line.points.values, line.points.times.periods, strict=True)
    ]
    for where, value, period in (*told, *_aims(line.goal)):
        if value is None or low <= value <= high:
            continue
        side, bound = ("below", low) if value < low else ("above", high)
        key = f"quality.range.{where}_{side}"
        params = {"value": value, "bound": bound, "period": period}
        yield Finding("range", key, severity, line.id, period, params, (value,))


def _aims(goal: Goal | None) -> list[tuple[str, float | None, str]]:
    if goal is None:
        return []
    return [
        ("baseline", goal.baseline_value, goal.baseline_period),
        ("target", goal.target_value, str(goal.target_year)),
        *(("milestone", value, str(year)) for year, value in goal.milestones),
    ]


def undocumented(line: Line, world: World) -> Iterable[Finding]:
    """Values without a source, without a method, or with a period that can't be read."""
    points = line.points
    found = []
    for check, told in (("source", points.sources), ("method", points.methods)):
        if "" not in told:
            continue
        if any(told) or None in points.values:
            lacks = _without(points, told)
            lack = lack_of(lacks) if lacks else None
        else:
            lacks, lack = points.times.ordered, points.times.lack
        if lack is not None:
            found.append(_lacking(line, check, lacks, lack))
    if lacks := points.times.unread:
        found.append(_lacking(line, "year", lacks, lack_of(lacks)))
    return found


def _lacking(line: Line, check: str, periods: tuple[str, ...], lack: Lack) -> Finding:
    return Finding(
        check, lack.keys[check], Severity.MEND, line.id, lack.period, lack.params, periods
    )


def _without(points: Points, told: tuple[str, ...]) -> tuple[str, ...]:
    """The periods of numbers of which something is not told, by their letters."""
    rows = zip(points.times.periods, told, points.values, strict=True)
    return tuple(sorted([period for period, one, value in rows if not one and value is not None]))


def stale(line: Line, world: World) -> Iterable[Finding]:
    """A series whose next value is overdue, or that has had none for years."""
    points = line.points.counting
    times, place = points.times, points.times.latest
    days = times.days[place] if place >= 0 else None
    if days is None:
        return ()
    period, value, due = times.periods[place], points.values[place], points.updates[place]
    params: dict[str, object] = {"period": period, "value": value}
    if due is not None:
        if due >= world.at:
            return ()
        params["due"] = due
        key, seen = "quality.stale.due", (period, value, due.isoformat())
    else:
        years = world.at.year - days[1].year
        if years <= STALE_YEARS:
            return ()
        params["years"] = years
        key, seen = "quality.stale.old", (period, value, "")
    return (Finding("stale", key, Severity.LOOK, line.id, period, params, seen),)
