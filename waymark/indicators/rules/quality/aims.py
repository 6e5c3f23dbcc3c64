"""Checks on baselines and targets against the values of their own series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.facts import Days, Goal
from waymark.indicators.rules.quality.facts import Finding, Line, Severity, World
from waymark.kernel.period import BadPeriod

EXACT = 1e-9
"""Relative. Numbers that agree to nine digits were typed as the same number."""


def aims(line: Line, world: World) -> Iterable[Finding]:
    """A baseline that is not in the series, or differs from it; a target on the wrong side."""
    return () if line.goal is None else _aims(line, line.goal)


def _aims(line: Line, goal: Goal) -> Iterator[Finding]:
    if goal.baseline_value is not None and goal.baseline_period:
        yield from _baseline(line, goal.baseline_period, goal.baseline_value)
    base, target = goal.baseline_value, goal.target_value
    sign = {"up": 1, "down": -1}.get(line.direction, 0)
    if base is not None and target is not None and sign * (target - base) < 0:
        params = {"baseline": base, "target": target, "year": goal.target_year}
        key = f"quality.target.{line.direction}"
        yield Finding("target", key, Severity.MEND, line.id, "", params, (base, target))


def _baseline(line: Line, period: str, value: float) -> Iterator[Finding]:
    params: dict[str, object] = {"period": period, "baseline": value}
    days = _days(period)
    points = line.points
    told = zip(points.times.periods, points.times.days, points.values, strict=True)
    held = sorted(
        (name, number)
        for name, when, number in told
        if number is not None and days is not None and when == days
    )
    if not held:
        key = "quality.baseline.absent"
        yield Finding("baseline", key, Severity.LOOK, line.id, "", params, (period, value))
    elif all(abs(found - value) > EXACT * max(abs(found), abs(value)) for _, found in held):
        params["value"] = held[0][1]
        seen = (period, value, held[0][1])
        yield Finding(
            *("baseline", "quality.baseline.differs", Severity.MEND, line.id, held[0][0]),
            params,
            seen,
        )
    if days is None:
        return
    breaks = _breaks_after(line, days)
    if breaks:
        _when, name, number = max(breaks, key=lambda one: one[:2])
        key = "quality.baseline.before_break"
        params = {"period": period, "break": name}
        yield Finding("baseline", key, Severity.LOOK, line.id, "", params, (period, name, number))


def _breaks_after(line: Line, days: Days) -> list[tuple[Days, str, float | None]]:
    """What is marked as a break and begins later: its days, its period, its value."""
    points = line.points
    told = zip(
        *(points.times.days, points.times.periods, points.values, points.statuses), strict=True
    )
    return [
        (when, name, number)
        for when, name, number, status in (told if points.breaks else ())
        if status == "B" and when and when[0] > days[0]
    ]


def _days(period: str) -> Days | None:
    try:
        return days_of(period)
    except BadPeriod:
        return None
