"""Checks on values one by one: range, source, method, period, and how old the latest one is."""

from __future__ import annotations

import math
from collections.abc import Iterator

from waymark.indicators.rules.facts import Goal
from waymark.indicators.rules.quality.facts import Finding, Line, Severity, World
from waymark.indicators.rules.units import Kind

STALE_YEARS = 3
"""Most city statistics come every year and are published within two; a third is for delay."""


def out_of_range(line: Line, world: World) -> Iterator[Finding]:
    """Values, baselines and targets that their unit does not allow.

    A share beyond 0 to 100 is only to be looked at: growth and enrolment can be.
    """
    unit = line.measure
    if unit.low is None:
        return
    low, high = unit.low, math.inf if unit.high is None else unit.high
    severity = Severity.LOOK if unit.kind is Kind.SHARE else Severity.MEND
    told = [("value", p.value, p.period) for p in line.points if p.value is not None]
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


def undocumented(line: Line, world: World) -> Iterator[Finding]:
    """Values without a source, without a method, or with a period that can't be read."""
    for check, lacks in (
        ("source", [p.period for p in line.points if not p.source and p.value is not None]),
        ("method", [p.period for p in line.points if not p.method and p.value is not None]),
        ("year", [p.period for p in line.points if p.days is None]),
    ):
        if lacks:
            periods = tuple(sorted(lacks))
            alone = len(periods) == 1
            key, period = (
                (f"quality.{check}.one", periods[0]) if alone else (f"quality.{check}", "")
            )
            params = {"count": len(periods), "first": periods[0], "last": periods[-1]}
            yield Finding(check, key, Severity.MEND, line.id, period, params, periods)


def stale(line: Line, world: World) -> Iterator[Finding]:
    """A series whose next value is overdue, or that has had none for years."""
    dated = [(p.days[1], p.days[0], p.period, p) for p in line.points if p.days and p.counts]
    if not dated:
        return
    end, _start, period, latest = max(dated, key=lambda one: one[:3])
    params: dict[str, object] = {"period": period, "value": latest.value}
    due = latest.next_update
    if due is not None:
        if due < world.at:
            params["due"] = due
            seen = (period, latest.value, due.isoformat())
            yield Finding(
                "stale", "quality.stale.due", Severity.LOOK, line.id, period, params, seen
            )
    elif (years := world.at.year - end.year) > STALE_YEARS:
        params["years"] = years
        seen = (period, latest.value, "")
        key = "quality.stale.old"
        yield Finding("stale", key, Severity.LOOK, line.id, period, params, seen)
