"""The distance between the groups or areas of one city, and how it has moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from waymark.indicators.rules.find import unit_key


@dataclass(frozen=True, slots=True)
class GroupPoint:
    """A group's value in a year; `dimension` is "area" where the group is a part of the city."""

    dimension: str
    group: str
    year: int
    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """The highest and lowest group of a dimension in the latest year that has two or more.

    Both are in one unit, that of `high`.

    `earlier_year` is the first year in which the same two groups have values, and `earlier` their
    distance then; both are None where there is no such year.
    """

    dimension: str
    year: int
    high: GroupPoint
    low: GroupPoint
    groups: int
    earlier_year: int | None = None
    earlier: float | None = None

    @property
    def size(self) -> float:
        """The difference, in the unit of the indicator."""
        return self.high.value - self.low.value

    @property
    def trend(self) -> str:
        """`wider`, `narrower`, `same`, or "" where there is nothing to compare with."""
        if self.earlier is None:
            return ""
        now, then = abs(self.size), abs(self.earlier)
        if abs(now - then) < 1e-9 * max(now, then, 1):
            return "same"
        return "wider" if now > then else "narrower"


def gaps(points: Iterable[GroupPoint]) -> tuple[Gap, ...]:
    """One gap for each dimension and unit with two or more groups in some year, in their order.

    A group with two values in a year counts with the later one given.
    """
    by_dimension: dict[tuple[str, str], dict[int, dict[str, GroupPoint]]] = {}
    for point in points:
        years = by_dimension.setdefault((point.dimension, unit_key(point.unit)), {})
        years.setdefault(point.year, {})[point.group] = point
    found = (_gap(key[0], by_dimension[key]) for key in sorted(by_dimension))
    return tuple(gap for gap in found if gap is not None)


def _gap(dimension: str, years: dict[int, dict[str, GroupPoint]]) -> Gap | None:
    full = [year for year, groups in years.items() if len(groups) > 1]
    if not full:
        return None
    year = max(full)
    points = sorted(years[year].values(), key=lambda point: (point.value, point.group))
    low, high = points[0], points[-1]
    pair = {low.group, high.group}
    earlier = [one for one, groups in years.items() if one < year and pair <= groups.keys()]
    if not earlier:
        return Gap(dimension, year, high, low, len(points))
    first = years[min(earlier)]
    distance = first[high.group].value - first[low.group].value
    return Gap(dimension, year, high, low, len(points), min(earlier), distance)
