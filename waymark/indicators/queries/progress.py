"""What a city has of a series, as the methods of progress take it."""

from __future__ import annotations

from waymark.indicators import models
from waymark.indicators.methods import transform
from waymark.indicators.queries.series import Detail, Line
from waymark.indicators.rules.cells import year_of
from waymark.indicators.rules.facts import Goal
from waymark.indicators.rules.judging import Inputs, Judged, judge
from waymark.kernel.progress import Point


def inputs_of(
    indicator: models.Indicator, unit: str, points: tuple[Point, ...], goal: Goal
) -> Inputs:
    """Return a series with its own baseline and target as a method takes it."""
    baseline = None
    year = year_of(goal.baseline_period)
    if goal.baseline_value is not None and year is not None:
        baseline = Point(year, goal.baseline_value)
    return Inputs(
        indicator=f"{indicator.framework_id}:{indicator.code}",
        unit=unit,
        direction=indicator.direction,
        points=points,
        baseline=baseline,
        target=goal.target_value,
        target_year=goal.target_year,
        transform=transform(indicator, unit),
    )


def judged(detail: Detail, line: Line, method: str) -> Judged:
    """Return how far a series has come by a method. Raises UnknownMethod."""
    inputs = inputs_of(detail.indicator, line.unit, tuple(line.points), line.goal)
    return judge(inputs, method)
