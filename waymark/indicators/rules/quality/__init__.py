"""What may be wrong with a city's data: findings to look at or to mend, none of which blocks.

Every check is pure, sees only what it is given, and takes time in proportion to the values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from waymark.indicators.rules.quality import aims, course, shape, sums, values
from waymark.indicators.rules.quality.facts import Finding, Line, Point, Severity, World

CHECKS = (
    *("range", "duplicate", "unit", "total", "disagree", "baseline", "target"),
    *("source", "method", "year"),
    *("jump", "outlier", "break", "outside", "direction", "stale"),
)
"""Names of the checks in the order of a page: what contradicts, what is missing, what surprises."""

OfOne = Callable[[Line, World], Iterator[Finding]]
OfAll = Callable[[Iterable[Line], World], Iterator[Finding]]

OF_ONE: tuple[OfOne, ...] = (
    *(values.out_of_range, values.undocumented, values.stale),
    *(course.course, shape.same_days, aims.aims),
)
OF_ALL: tuple[OfAll, ...] = (shape.units, shape.same_group, sums.sums)

__all__ = ["CHECKS", "Finding", "Line", "Point", "Severity", "World", "examine"]


def examine(lines: Iterable[Line], world: World) -> tuple[Finding, ...]:
    """Everything that the checks find, in an order that doesn't depend on that of the series."""
    rows = list(lines)
    found = [finding for check in OF_ALL for finding in check(rows, world)]
    for line in rows:
        for one in OF_ONE:
            found += one(line, world)
    place = {name: number for number, name in enumerate(CHECKS)}
    return tuple(
        sorted(
            found,
            key=lambda one: (place[one.check], one.series, one.period, one.key, repr(one.seen)),
        )
    )
