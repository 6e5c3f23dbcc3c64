"""The method of Open SDG 2.4 and Statistics Canada, with every number that led to its result."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from waymark.kernel.flow import Reason
from waymark.kernel.progress.catalogue import OPEN_SDG
from waymark.kernel.progress.common import (
    BEST,
    achieved,
    begun,
    bounded,
    facts,
    growth,
    ordered,
    safely,
    same_sign,
    score_of_ratio,
    target_lost,
    with_components,
)
from waymark.kernel.progress.method import Method
from waymark.kernel.progress.model import Aim, Direction, Point, Progress, Status

METHOD = OPEN_SDG

NEARLY_ZERO = 0.001
"""Stands for a base value or target of 0, from which no growth rate can be taken."""

_AT = METHOD.thresholds


def assess(points: Iterable[Point], aim: Aim) -> Progress:
    """The progress of one series towards `aim`.

    Raises `DuplicateYear`, and `ValueError` for a value that is not finite. A target reached by
    the latest value is achieved, whatever came before. Where base and latest value are both 0
    the growth is 0.
    """
    start = begun(ordered(points), aim, METHOD)
    return start if start.base is None else safely(_judge, start)


def assess_yes_no(
    achieved: bool, year: int, aim: Aim | None = None, method: Method = METHOD
) -> Progress:
    """The progress of an aim that is reached or not, such as a law being in force.

    All methods see it alike; `method` says on whose scale a score is given.
    """
    status = Status.ACHIEVED if achieved else Status.NOT_ACHIEVED
    point = Point(year, float(achieved))
    reason = Reason(f"progress.{status}_yes_no", {"year": year})
    return Progress(
        status,
        aim or Aim(Direction.UP, 1),
        reason,
        method.scale[1] if achieved and method.scale else None,
        latest=point,
        method=method,
        points=(point,),
        category=str(status),
    )


def _judge(found: Progress) -> Progress:
    base, latest, aim = found.base, found.latest, found.aim
    assert base
    assert latest
    target, warnings = aim.target, []
    if target == 0:
        target = NEARLY_ZERO
        warnings.append(Reason("progress.zero_target", {"used": NEARLY_ZERO}))
    start = base.value
    if start == 0:
        start = NEARLY_ZERO
        warnings.append(Reason("progress.zero_base", {"used": NEARLY_ZERO}))
    found = replace(found, warnings=tuple(warnings))
    met = target is not None and aim.direction.sign * (latest.value - target) >= 0
    obstacle = _obstacle(base, latest, start, target, aim.target_year)
    if obstacle:
        if met:
            return achieved(found)
        return replace(found, status=_status_without(obstacle), reason=obstacle)
    stood = base.value == latest.value
    observed = 0.0 if stood else growth(start, latest.value, latest.year - base.year)
    found = with_components(found, growth=observed)
    pull = aim.direction.sign * (-1 if start < 0 else 1)  # below zero, growing means falling
    if target is None:
        return _without_target(found, pull * observed)
    required = growth(start, target, aim.target_year - base.year)
    return _with_target(found, pull * observed, required, met)


def score(base: Point, latest: Point, aim: Aim) -> tuple[Status, float | None]:
    """Status and score of `assess` alone, in a tenth of its time: base and latest value decide."""
    try:
        status, found, numbers = _score(base, latest, aim)
    except (OverflowError, ZeroDivisionError):
        numbers = (math.nan,)
    if all(map(math.isfinite, numbers)):
        return status, found
    met = aim.target is not None and aim.direction.sign * (latest.value - aim.target) >= 0
    return (Status.ACHIEVED, BEST) if met else (Status.NOT_ASSESSABLE, None)


def _score(base: Point, latest: Point, aim: Aim) -> tuple[Status, float | None, tuple[float, ...]]:
    """Status, score, and the numbers on the way to them."""
    target = NEARLY_ZERO if aim.target == 0 else aim.target
    start, sign = base.value or NEARLY_ZERO, aim.direction.sign
    met = target is not None and sign * (latest.value - target) >= 0
    obstacle = _obstacle(base, latest, start, target, aim.target_year)
    if obstacle:
        return (Status.ACHIEVED, BEST, ()) if met else (_status_without(obstacle), None, ())
    stood = base.value == latest.value
    observed = 0.0 if stood else growth(start, latest.value, latest.year - base.year)
    towards = sign * (-1 if start < 0 else 1) * observed
    if target is None:
        c = _coefficient(base.value, aim.limit)
        status, found = _by_growth(towards, c)
        return status, found, (observed, c, found)
    required = growth(start, target, aim.target_year - base.year)
    if required == 0:
        lost = (Status.ACHIEVED, BEST) if met else (Status.DETERIORATION, -BEST)
        return *lost, (observed,)
    ratio = towards / abs(required)
    status, found = (Status.ACHIEVED, BEST) if met else _by_ratio(ratio)
    return status, found, (observed, required, ratio, found)


def _obstacle(
    base: Point, latest: Point, start: float, target: float | None, target_year: int
) -> Reason | None:
    """Why no growth can be worked out, if so."""
    if latest.year == base.year:
        return Reason("progress.one_year", {"year": base.year, "value": base.value})
    if not same_sign(start, latest.value):
        return Reason("progress.sign_change", {"base_value": start, "value": latest.value})
    if target is None:
        return None
    if (start < 0) != (target < 0):
        return Reason("progress.target_beyond_zero", {"base_value": start, "target": target})
    if target_year <= base.year:
        return Reason("progress.target_before_base", {"base_year": base.year, "year": target_year})
    return None


def _status_without(obstacle: Reason) -> Status:
    few = obstacle.key == "progress.one_year"
    return Status.NOT_AVAILABLE if few else Status.NOT_ASSESSABLE


def _closed(found: Progress, status: Status, key: str, score: float) -> Progress:
    reason = Reason(f"progress.{key}", facts(found))
    return replace(found, status=status, category=str(status), score=score, reason=reason)


def _with_target(found: Progress, towards: float, required: float, met: bool) -> Progress:
    if required == 0:  # the target was held at the base: nothing to divide by
        found = with_components(found, required=required)
        return achieved(found) if met else target_lost(found, "deterioration", -BEST)
    ratio = towards / abs(required)
    found = with_components(found, required=required, ratio=ratio)
    if met:
        return achieved(found)
    status, reached = _by_ratio(ratio)
    return _closed(found, status, f"{status}_with_target", reached)


def _by_ratio(ratio: float) -> tuple[Status, float]:
    return _status(ratio, _AT["on_track"], _AT["moderate"]), score_of_ratio(ratio)


def _without_target(found: Progress, towards: float) -> Progress:
    assert found.base
    c = _coefficient(found.base.value, found.aim.limit)
    status, reached = _by_growth(towards, c)
    found = with_components(found, coefficient=c)
    found = replace(found, warnings=found.warnings + _beyond_limit(found))
    return _closed(found, status, f"{status}_without_target", reached)


def _by_growth(towards: float, c: float) -> tuple[Status, float]:
    status = _status(towards, _AT["growth_on_track"] * c, _AT["growth_moderate"] * c)
    if towards < 0:
        score = 125 * towards - 2.5
    elif c == 0:  # at its natural limit, and staying there
        score = BEST
    elif status is Status.MODERATE:
        score = 250 * towards / c - 1.25
    else:
        score = 500 * towards / c - (5 if status is Status.ON_TRACK else 2.5)
    return status, bounded(score)


def _coefficient(base: float, limit: float | None) -> float:
    """How much of the usual growth can be expected this near to a natural limit (0 to 1)."""
    if limit is None:
        return 1.0
    size, bound = abs(base), abs(limit)
    if size >= 2 * bound:
        return 1.0
    nearness = size / bound if size <= bound else (2 * bound - size) / bound
    return float(1 - nearness ** _AT["limit_power"])


def _beyond_limit(found: Progress) -> tuple[Reason, ...]:
    limit, base = found.aim.limit, found.base
    if limit is None or base is None or found.aim.direction.sign * (base.value - limit) <= 0:
        return ()
    return (Reason("progress.base_beyond_limit", {"base_value": base.value, "limit": limit}),)


def _status(value: float, on_track: float, moderate: float) -> Status:
    if value < 0:
        return Status.DETERIORATION
    if value >= on_track:
        return Status.ON_TRACK
    return Status.MODERATE if value >= moderate else Status.LIMITED
