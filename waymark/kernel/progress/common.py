"""Steps that several methods share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from waymark.kernel.flow import Reason
from waymark.kernel.progress.method import Method
from waymark.kernel.progress.model import Aim, DuplicateYear, Point, Progress, Status

BEST = 5.0
"""The best score of the methods that run from -5 to 5."""


def ordered(points: Iterable[Point]) -> tuple[Point, ...]:
    """Sort the points of one series by year.

    Raises `DuplicateYear`, and `ValueError` for a value that is not finite.
    """
    series = tuple(sorted(points, key=lambda point: point.year))
    for earlier, later in pairwise(series):
        if earlier.year == later.year:
            raise DuplicateYear(later.year)
    if not all(math.isfinite(point.value) for point in series):
        raise ValueError("a value that is not finite")
    return series


def begun(series: tuple[Point, ...], aim: Aim, method: Method) -> Progress:
    """A result that knows its inputs, before anything has been judged.

    Base and latest value are empty where the series has nothing since the base year.
    """
    since = [point for point in series if point.year >= aim.base_year]
    empty = Reason("progress.no_data", {"base_year": aim.base_year})
    base, latest = (since[0], since[-1]) if since else (None, None)
    return Progress(
        Status.NOT_AVAILABLE, aim, empty, base=base, latest=latest, method=method, points=series
    )


def safely(judge: Callable[[Progress], Progress], start: Progress) -> Progress:
    """Judge, and give up where the numbers leave what a float can hold.

    So no result ever carries an infinite value, or one that is not a number. A target that has
    been reached is achieved all the same.
    """
    try:
        found = judge(start)
    except (OverflowError, ZeroDivisionError):
        found = None
    if found is not None and _is_finite(found):
        return found
    if is_met(start):
        return achieved(start)
    return unclear(start, Reason("progress.out_of_range"))


def _is_finite(found: Progress) -> bool:
    numbers = [*found.components.values(), *([] if found.score is None else [found.score])]
    return all(map(math.isfinite, numbers))


def unclear(found: Progress, reason: Reason) -> Progress:
    """The result of a series that the method can't judge."""
    return replace(found, status=Status.NOT_ASSESSABLE, reason=reason)


def growth(start: float, end: float, years: int) -> float:
    """Compound annual growth rate, as a fraction, between two values on one side of zero."""
    if start == end:
        return 0.0
    return float((end / start) ** (1 / years) - 1)


def with_components(found: Progress, **numbers: float) -> Progress:
    """Add intermediate numbers by name."""
    return replace(found, components={**found.components, **numbers})


def is_met(found: Progress) -> bool:
    """Whether the latest value has reached the target."""
    latest, aim = found.latest, found.aim
    if latest is None or aim.target is None:
        return False
    return aim.direction.sign * (latest.value - aim.target) >= 0


def same_sign(one: float, other: float) -> bool:
    """Whether no growth between the two passes through zero. Falling to zero is allowed."""
    return other == 0 or (one < 0) == (other < 0)


def bounded(score: float, low: float = -BEST, high: float = BEST) -> float:
    """Keep a score within its scale."""
    return max(low, min(high, score))


def score_of_ratio(ratio: float) -> float:
    """The score from -5 to 5 of observed to required growth: 0 at 0.6, 5 at 1.3, -5 at -0.6."""
    return bounded(7.1429 * ratio - 4.2857 if ratio >= 0.6 else 4.1667 * ratio - 2.5)


def achieved(found: Progress) -> Progress:
    """The result of a series whose latest value has reached the target: the best there is."""
    scale = found.method.scale
    reason = Reason("progress.achieved", facts(found))
    return replace(
        found,
        status=Status.ACHIEVED,
        category="achieved",
        score=scale[1] if scale else None,
        reason=reason,
    )


def target_lost(found: Progress, category: str, score: float | None) -> Progress:
    """The result of a series that had reached its target at the base and has it no more."""
    reason = Reason("progress.target_lost", facts(found))
    return replace(
        found, status=Status.DETERIORATION, category=category, score=score, reason=reason
    )


def too_few(found: Progress, needed: int) -> Progress:
    """The result of a series with fewer values than the method needs."""
    assert found.latest
    if len(found.points) == 1 and needed == 2:
        point = found.latest
        reason = Reason("progress.one_year", {"year": point.year, "value": point.value})
    else:
        reason = Reason("progress.too_few", {"values": len(found.points), "needed": needed})
    return replace(found, status=Status.NOT_AVAILABLE, reason=reason)


def verdict(found: Progress, status: Status, category: str, score: float | None) -> Progress:
    """Close a result with the sentence key of its method and category, and the facts in it."""
    kind = "without_target" if found.aim.target is None else "with_target"
    key = f"progress.{found.method.name.replace('-', '_')}_{category}_{kind}"
    return replace(
        found, status=status, category=category, score=score, reason=Reason(key, facts(found))
    )


def facts(found: Progress) -> dict[str, object]:
    """What the explaining sentence may name. Growth and ratio are fractions."""
    assert found.base
    assert found.latest
    named: dict[str, object | None] = {
        "base_value": found.base.value,
        "base_year": found.base.year,
        "value": found.latest.value,
        "year": found.latest.year,
        "direction": str(found.aim.direction),
        "target": found.aim.target,
        "target_year": found.aim.target_year if found.aim.target is not None else None,
        "limit": found.aim.limit,
        **found.components,
    }
    return {name: value for name, value in named.items() if value is not None}
