"""Indicators whose values must be turned into others before a method of progress can judge them.

Which indicator needs what is data (`data/transforms.csv`); what a unit or a direction says by
itself stands here. The values that the city entered stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from waymark.indicators.rules.units import Kind, read_unit
from waymark.kernel.flow import Reason
from waymark.kernel.progress import (
    TRANSFORMS,
    BadSeries,
    Direction,
    Point,
    levels_from_growth,
)

GROWTH = "levels_from_growth"
YES_NO = "yes_no"
HALF, PARITY = "distance_from_half", "parity"
NAMES = (*TRANSFORMS, GROWTH, YES_NO)
"""Every transformation, by the name under which a choice is stored."""

BEST = {PARITY: 1.0, HALF: 50.0, "distance_from_plan": 100.0}
"""What a distance is when nothing is left of it: the aim where a city has set none."""


class NotJudged(Exception):
    """A series that no method can judge as it is. `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Turned:
    """A series as the methods get it: its points, its target, which way is better."""

    points: tuple[Point, ...]
    direction: Direction
    target: float | None


def transform_of(
    names: Iterable[str], unit: str, direction: str, declared: Mapping[str, str]
) -> str:
    """The transformation of an indicator, or "".

    `names` are its names (framework:code), former ones too; `declared` what the data says of
    them. Where it says nothing, a unit of yes or no and an aim of parity speak for themselves.
    """
    found = next((declared[name] for name in names if name in declared), "")
    if found and (found == PARITY or not unit or "%" in unit):
        return found  # a level in money, under an indicator of growth, is judged as it is
    if " ".join(unit.split()).casefold() == "yes/no":
        return YES_NO
    if direction == "parity":
        return HALF if read_unit(unit).kind is Kind.SHARE else PARITY
    return ""


def turned(
    transform: str,
    points: tuple[Point, ...],
    *,
    unit: str,
    direction: str,
    target: float | None,
    years: tuple[int, int],
) -> Turned:
    """Turn a series and its target into what a method can judge.

    `years` are the base year and the target year. Raises `NotJudged`.
    """
    try:
        if transform in TRANSFORMS:
            found = _distances(transform, points, unit, target, years[1])
        elif transform == GROWTH:
            found = _levels(points, _way(direction), target, years)
        else:
            found = Turned(points, _way(direction), target)
    except BadSeries as bad:
        raise NotJudged(Reason(bad.key, {"year": bad.year})) from bad
    except OverflowError as error:
        raise NotJudged(_OUT_OF_RANGE) from error
    numbers = [point.value for point in found.points]
    if not all(map(math.isfinite, [*numbers, found.target or 0.0])):
        raise NotJudged(_OUT_OF_RANGE)
    return found


_OUT_OF_RANGE = Reason("progress.out_of_range")


def _way(direction: str) -> Direction:
    if direction in ("up", "down"):
        return Direction(direction)
    key = "set_value" if direction == "target" else "no_direction"
    raise NotJudged(Reason(f"judging.{key}"))


def _distances(
    transform: str, points: tuple[Point, ...], unit: str, target: float | None, year: int
) -> Turned:
    if transform == PARITY and "%" in unit:
        raise NotJudged(Reason("judging.not_a_ratio", {"unit": unit}))
    turn: Callable[[Point], Point] = TRANSFORMS[transform]
    aim = BEST[transform] if target is None else turn(Point(year, target)).value
    return Turned(tuple(map(turn, points)), Direction.DOWN, aim)


def _levels(
    points: tuple[Point, ...], way: Direction, target: float | None, years: tuple[int, int]
) -> Turned:
    """Levels, and the level to which the growth aimed at leads from the base on."""
    levels = tuple(levels_from_growth(points))
    base = next((point for point in levels if point.year >= years[0]), None)
    if target is None or base is None:
        return Turned(levels, way, None)
    if target <= -100:
        raise BadSeries(years[1], "progress.growth_to_nothing")
    aim = base.value * (1 + target / 100) ** (years[1] - base.year)
    return Turned(levels, way, aim)
