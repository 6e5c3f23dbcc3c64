"""Turning values into ones that the method can judge: the exceptions it lists by indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from waymark.kernel.progress.model import Point


class BadSeries(ValueError):
    """A series that cannot be transformed. `year` is where, `key` a message key."""

    def __init__(self, year: int, key: str) -> None:
        super().__init__(f"{year}: {key}")
        self.year = year
        self.key = key


def parity(point: Point) -> Point:
    """A ratio of two groups as distance from parity: aim 1, downwards (4.5.1, 5.4.1).

    The larger of the ratio and its inverse; 0.97 to 1.03 counts as parity.
    """
    if point.value <= 0:
        raise BadSeries(point.year, "progress.ratio_not_positive")
    if 0.97 <= point.value <= 1.03:
        return Point(point.year, 1.0)
    return Point(point.year, max(point.value, 1 / point.value))


def distance_from_half(point: Point) -> Point:
    """A percentage that should be 50: aim 50, downwards (5.5.1, 5.5.2, 5.a.1b)."""
    return Point(point.year, 50 + abs(point.value - 50))


def distance_from_plan(point: Point) -> Point:
    """A percentage of a plan or budget that should be 100: aim 100, downwards (16.6.1)."""
    return Point(point.year, 100 + abs(point.value - 100))


TRANSFORMS: dict[str, Callable[[Point], Point]] = {
    "parity": parity,
    "distance_from_half": distance_from_half,
    "distance_from_plan": distance_from_plan,
}
"""The transformations of single values, by the name under which a choice is stored."""


def levels_from_growth(points: Iterable[Point]) -> list[Point]:
    """Levels from yearly growth in percent (8.1.1, 8.2.1): 100 in the year before the first.

    Raises `BadSeries` where a year is missing, as the level would be unknown from there on, or
    where the level falls to nothing.
    """
    series = sorted(points, key=lambda point: point.year)
    levels: list[Point] = []
    for point in series:
        if not levels:
            levels.append(Point(point.year - 1, 100.0))
        if point.year != levels[-1].year + 1:
            raise BadSeries(point.year, "progress.growth_year_missing")
        level = levels[-1].value * (1 + point.value / 100)
        if level <= 0:
            raise BadSeries(point.year, "progress.growth_to_nothing")
        levels.append(Point(point.year, level))
    return levels


def yes_or_no(point: Point) -> bool:
    """What a value of an aim that is reached or not stands for: 1 is yes and 0 is no."""
    if point.value not in (0, 1):
        raise BadSeries(point.year, "progress.neither_yes_nor_no")
    return point.value == 1
