"""Checks on baselines and targets against the values of their own series."""

from __future__ import annotations

from collections.abc import Iterator

from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.facts import Days
from waymark.indicators.rules.quality.facts import Finding, Line, Severity, World
from waymark.kernel.period import BadPeriod

EXACT = 1e-9
"""Relative. Numbers that agree to nine digits were typed as the same number."""


def aims(line: Line, world: World) -> Iterator[Finding]:
    """A baseline that is not in the series, or differs from it; a target on the wrong side."""
    goal = line.goal
    if goal is None:
        return
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
    held = sorted(
        (p.period, p.value)
        for p in line.points
        if p.value is not None and days is not None and p.days == days
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
    breaks = [p for p in line.points if p.status == "B" and p.days and p.days[0] > days[0]]
    if breaks:
        last = max(breaks, key=lambda p: (p.days, p.period))
        key = "quality.baseline.before_break"
        params = {"period": period, "break": last.period}
        yield Finding(
            "baseline", key, Severity.LOOK, line.id, "", params, (period, last.period, last.value)
        )


def _days(period: str) -> Days | None:
    try:
        return days_of(period)
    except BadPeriod:
        return None
