"""Progress of one series, with every number that led to it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from waymark.kernel.flow import Reason

NEARLY_ZERO = 0.001
"""Stands for a base value or target of 0, from which no growth rate can be taken."""

_LIMIT_POWER = 4.44
_ON_TRACK, _MODERATE = 0.95, 0.60  # of the growth required
_GROWTH_ON_TRACK, _GROWTH_MODERATE = 0.015, 0.005  # a year, where there is no target
_BEST = 5.0


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"

    @property
    def sign(self) -> int:
        """+1 for up, -1 for down."""
        return 1 if self is Direction.UP else -1


class Status(StrEnum):
    """The verdict on a series or a group of them."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    MODERATE = "moderate"
    LIMITED = "limited"
    DETERIORATION = "deterioration"
    NOT_ACHIEVED = "not_achieved"  # of a yes-or-no aim only
    NOT_AVAILABLE = "not_available"  # too little data
    NOT_ASSESSABLE = "not_assessable"  # data, but none that the method can judge


@dataclass(frozen=True, slots=True)
class Method:
    """A method has a name and a version, stored with each result."""

    name: str
    version: str


METHOD = Method("open-sdg-cagr", "2.4")


class DuplicateYear(ValueError):
    """Two values for one year: the series has not been narrowed down to one."""

    def __init__(self, year: int) -> None:
        super().__init__(f"two values for {year}")
        self.year = year


@dataclass(frozen=True, slots=True)
class Point:
    """A value in a year, in the unit of its series."""

    year: int
    value: float


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at: a target, or only a direction, perhaps with a natural limit.

    `base_year` is the year to compare with; where it has no value, the next later one that has.
    `limit` (100 for a percentage, say) lowers the growth expected near it, and counts only
    without a target.
    """

    direction: Direction
    target: float | None = None
    target_year: int = 2030
    base_year: int = 2015
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The verdict on a series and its components, all of which are to be stored with it."""

    status: Status
    aim: Aim
    reason: Reason
    score: float | None = None  # -5 to 5
    base: Point | None = None
    latest: Point | None = None
    growth: float | None = None  # observed, a year, as a fraction
    required: float | None = None  # growth a year that leads from the base to the target
    ratio: float | None = None  # observed to required growth, positive when towards the target
    coefficient: float | None = None  # by which a natural limit lowers the thresholds
    warnings: tuple[Reason, ...] = ()
    method: Method = METHOD


def assess(points: Iterable[Point], aim: Aim) -> Progress:
    """The progress of one series towards `aim`.

    Raises `DuplicateYear`, and `ValueError` for a value that is not finite. A target reached by
    the latest value is achieved, whatever came before. Where base and latest value are both 0
    the growth is 0.
    """
    series = sorted(points, key=lambda point: point.year)
    for earlier, later in pairwise(series):
        if earlier.year == later.year:
            raise DuplicateYear(later.year)
    if not all(math.isfinite(point.value) for point in series):
        raise ValueError("a value that is not finite")
    since = [point for point in series if point.year >= aim.base_year]
    if not since:
        return Progress(
            Status.NOT_AVAILABLE, aim, Reason("progress.no_data", {"base_year": aim.base_year})
        )
    return _judge(Progress(Status.NOT_AVAILABLE, aim, Reason(""), base=since[0], latest=since[-1]))


def assess_yes_no(achieved: bool, year: int, aim: Aim | None = None) -> Progress:
    """The progress of an aim that is reached or not, such as a law being in force."""
    status = Status.ACHIEVED if achieved else Status.NOT_ACHIEVED
    point = Point(year, float(achieved))
    reason = Reason(f"progress.{status}_yes_no", {"year": year})
    return Progress(
        status, aim or Aim(Direction.UP, 1), reason, _BEST if achieved else None, latest=point
    )


def _judge(begun: Progress) -> Progress:
    base, latest, aim = begun.base, begun.latest, begun.aim
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
    found = replace(begun, warnings=tuple(warnings))
    achieved = target is not None and aim.direction.sign * (latest.value - target) >= 0
    obstacle = _obstacle(base, latest, start, target, aim.target_year)
    if obstacle:
        if achieved:
            return _achieved(found)
        return replace(found, status=_status_without(obstacle), reason=obstacle)
    growth = 0.0 if base.value == latest.value else _growth(start, latest.value, base, latest.year)
    found = replace(found, growth=growth)
    pull = aim.direction.sign * (-1 if start < 0 else 1)  # below zero, growing means falling
    if target is None:
        return _without_target(found, pull * growth)
    return _with_target(
        found, pull * growth, _growth(start, target, base, aim.target_year), achieved
    )


def _obstacle(
    base: Point, latest: Point, start: float, target: float | None, target_year: int
) -> Reason | None:
    """Why no growth can be worked out, if so."""
    if latest.year == base.year:
        return Reason("progress.one_year", {"year": base.year, "value": base.value})
    if start * latest.value < 0 and latest.value != 0:
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


def _growth(start: float, end: float, base: Point, year: int) -> float:
    """Compound annual growth rate from the base to `end` in `year`."""
    return float((end / start) ** (1 / (year - base.year)) - 1)


def _achieved(found: Progress) -> Progress:
    reason = Reason("progress.achieved", _facts(found))
    return replace(found, status=Status.ACHIEVED, score=_BEST, reason=reason)


def _with_target(found: Progress, towards: float, required: float, achieved: bool) -> Progress:
    if required == 0:  # the target was held at the base: nothing to divide by
        found = replace(found, required=required)
        if achieved:
            return _achieved(found)
        reason = Reason("progress.target_lost", _facts(found))
        return replace(found, status=Status.DETERIORATION, score=-_BEST, reason=reason)
    ratio = towards / abs(required)
    found = replace(found, required=required, ratio=ratio)
    if achieved:
        return _achieved(found)
    score = 7.1429 * ratio - 4.2857 if ratio >= _MODERATE else 4.1667 * ratio - 2.5
    status = _status(ratio, _ON_TRACK, _MODERATE)
    reason = Reason(f"progress.{status}_with_target", _facts(found))
    return replace(found, status=status, score=_bounded(score), reason=reason)


def _without_target(found: Progress, towards: float) -> Progress:
    assert found.base
    c = _coefficient(found.base.value, found.aim.limit)
    status = _status(towards, _GROWTH_ON_TRACK * c, _GROWTH_MODERATE * c)
    if towards < 0:
        score = 125 * towards - 2.5
    elif c == 0:  # at its natural limit, and staying there
        score = _BEST
    elif status is Status.MODERATE:
        score = 250 * towards / c - 1.25
    else:
        score = 500 * towards / c - (5 if status is Status.ON_TRACK else 2.5)
    found = replace(found, coefficient=c, warnings=found.warnings + _beyond_limit(found))
    reason = Reason(f"progress.{status}_without_target", _facts(found))
    return replace(found, status=status, score=_bounded(score), reason=reason)


def _coefficient(base: float, limit: float | None) -> float:
    """How much of the usual growth can be expected this near to a natural limit (0 to 1)."""
    if limit is None:
        return 1.0
    size, bound = abs(base), abs(limit)
    if size >= 2 * bound:
        return 1.0
    nearness = size / bound if size <= bound else (2 * bound - size) / bound
    return float(1 - nearness**_LIMIT_POWER)


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


def _bounded(score: float) -> float:
    return max(-_BEST, min(_BEST, score))


def _facts(found: Progress) -> dict[str, object]:
    """What the explaining sentence may name. Growth and ratio are fractions."""
    assert found.base
    assert found.latest
    facts: dict[str, object | None] = {
        "base_value": found.base.value,
        "base_year": found.base.year,
        "value": found.latest.value,
        "year": found.latest.year,
        "direction": str(found.aim.direction),
        "target": found.aim.target,
        "target_year": found.aim.target_year if found.aim.target is not None else None,
        "limit": found.aim.limit,
        "growth": found.growth,
        "required": found.required,
        "ratio": found.ratio,
    }
    return {name: value for name, value in facts.items() if value is not None}
