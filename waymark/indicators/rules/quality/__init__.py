"""What may be wrong with a city's data: findings to look at or to mend, none of which blocks.

Every check is pure, sees only what it is given, and takes time in proportion to the values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter, eq

from waymark.indicators.rules.quality import aims, course, shape, sums, values
from waymark.indicators.rules.quality.facts import (
    Finding,
    Line,
    Point,
    Points,
    Severity,
    World,
    points,
    points_of,
)

CHECKS = (
    *("range", "duplicate", "unit", "total", "disagree", "baseline", "target"),
    *("source", "method", "year"),
    *("jump", "outlier", "break", "outside", "direction", "stale"),
)
"""Names of the checks in the order of a page: what contradicts, what is missing, what surprises."""

OfOne = Callable[[Line, World], Iterable[Finding]]
OfAll = Callable[[Sequence[Line], World], Iterable[Finding]]

OF_ONE: tuple[OfOne, ...] = (
    *(values.out_of_range, values.undocumented, values.stale),
    *(course.course, shape.same_days, aims.aims),
)
OF_ALL: tuple[OfAll, ...] = (shape.units, shape.same_group, sums.sums)

__all__ = [
    "CHECKS",
    "Finding",
    "Line",
    "Point",
    "Points",
    "Severity",
    "World",
    "examine",
    "found_in",
    "in_order",
    "points",
    "points_of",
]


def examine(lines: Iterable[Line], world: World) -> tuple[Finding, ...]:
    """Everything that the checks find, in an order that doesn't depend on that of the series."""
    by_indicator: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_indicator[line.indicator].append(line)
    return in_order(
        finding for group in by_indicator.values() for finding in found_in(group, world)
    )


def found_in(lines: Sequence[Line], world: World) -> list[Finding]:
    """What the checks find in the series of one indicator; these are all that it has."""
    found: list[Finding] = []
    for check in OF_ALL:
        found += check(lines, world)
    for one in OF_ONE:
        for line in lines:
            found += one(line, world)
    return found


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in the order of the page."""
    by_check: dict[str, list[Finding]] = {name: [] for name in CHECKS}
    for finding in findings:
        by_check[finding.check].append(finding)
    return tuple(finding for name in CHECKS for finding in _sorted(by_check[name]))


_PLACE = attrgetter("series", "period")


def _sorted(found: list[Finding]) -> list[Finding]:
    """Those of one check; what they saw is looked at only where two are in one place."""
    found.sort(key=_PLACE)
    if any(map(eq, map(_PLACE, found), map(_PLACE, found[1:]))):
        found.sort(key=lambda one: (one.series, one.period, one.key, repr(one.seen)))
    return found
