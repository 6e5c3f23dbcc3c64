"""What the checks look at, and what they say: plain and frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, cast

import msgspec
from msgspec import structs

from waymark.indicators.rules.facts import WITHOUT_VALUE, Dims, Goal
from waymark.indicators.rules.find import unit_key
from waymark.indicators.rules.quality.times import Times, times_of
from waymark.indicators.rules.units import Unit, read_unit


class Severity(StrEnum):
    """What a finding asks for. None ever stands in the way of anything."""

    MEND = "mend"  # two things contradict each other, or something is missing
    LOOK = "look"  # it may well be right


class Point(msgspec.Struct, frozen=True, gc=False):
    """A value of a series."""

    period: str
    value: float | None
    status: str = "A"
    source: str = ""
    method: str = ""
    next_update: date | None = None


class Points(msgspec.Struct, frozen=True, gc=False):
    """The values of a series, column by column: what stands in one place belongs together.

    `kept` are those with a number that one can reckon with, where others are among them; `breaks`
    says that one is marked as a break.
    """

    times: Times
    values: tuple[float | None, ...]
    statuses: tuple[str, ...]
    sources: tuple[str, ...]
    methods: tuple[str, ...]
    updates: tuple[date | None, ...]
    breaks: bool = False
    kept: Points | None = None

    @property
    def counting(self) -> Points:
        """Those that have a number that one can reckon with."""
        return self if self.kept is None else self.kept

    @property
    def rows(self) -> tuple[Point, ...]:
        """One value after the other."""
        columns = (self.values, self.statuses, self.sources, self.methods, self.updates)
        return tuple(map(Point, self.times.periods, *columns))

    @property
    def numbers(self) -> tuple[float, ...]:
        """Every number there is, whatever its status."""
        if None in self.values:
            return tuple([value for value in self.values if value is not None])
        return cast("tuple[float, ...]", self.values)


Columns = tuple[tuple[Any, ...], ...]
"""Periods, values, statuses, sources, methods and dates of next updates."""


def points_of(columns: Columns) -> Points:
    """Values from their columns."""
    periods, values, statuses, sources, methods, updates = columns
    kept = None
    if None in values or not UNSPOKEN.isdisjoint(statuses):
        some = [row for row in zip(*columns, strict=True) if _counts(row[1], row[2])]
        kept = points_of(tuple(zip(*some, strict=True)) or NOTHING)
    times = times_of(periods)
    return Points(times, values, statuses, sources, methods, updates, "B" in statuses, kept)


UNSPOKEN = frozenset(WITHOUT_VALUE)
NOTHING: Columns = ((), (), (), (), (), ())
NO_POINTS = points_of(NOTHING)


def _counts(value: float | None, status: str) -> bool:
    return value is not None and status not in UNSPOKEN


def points(rows: Iterable[Point]) -> Points:
    """Values from one after the other."""
    return points_of(tuple(zip(*map(structs.astuple, rows), strict=True)) or NOTHING)


class Line(msgspec.Struct, frozen=True, gc=False):
    """A series with its current values. `listed_unit` and `direction` are those of the list."""

    id: str
    indicator: str
    unit: str = ""
    listed_unit: str = ""
    direction: str = ""
    area: str = ""
    dims: Dims = ()
    points: Points = NO_POINTS
    goal: Goal | None = None

    @property
    def measure(self) -> Unit:
        """What its unit says."""
        return read_unit(self.unit or self.listed_unit)

    @property
    def unit_key(self) -> str:
        """Equal for lines whose numbers may be set beside each other."""
        return unit_key(self.unit or self.listed_unit)


class Finding(msgspec.Struct, frozen=True, gc=False):
    """Something to look at or to mend.

    `check` names the check, `key` the sentence that `params` fill, `series` and `period` where it
    is (no period: the whole series), `seen` the values on which it rests.
    """

    check: str
    key: str
    severity: Severity
    series: str
    period: str = ""
    params: Mapping[str, object] = msgspec.field(default_factory=dict)
    seen: tuple[object, ...] = ()

    @property
    def mark(self) -> str:
        """Names this finding about these values: it changes when one of them changes.

        Thresholds are left out on purpose, for a new year moves them a little.
        """
        told = [self.check, self.key, self.series, self.period, [repr(one) for one in self.seen]]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True)
class World:
    """What is known around the series: the day, and to which area each area belongs.

    `areas` holds every area of the place; those that belong to the place itself have "".
    """

    at: date
    areas: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def parts(self) -> Mapping[str, frozenset[str]]:
        """The areas that belong to each area, or layer of one."""
        found: dict[str, set[str]] = {}
        for part, parent in self.areas.items():
            found.setdefault(parent, set()).add(part)
        return {parent: frozenset(parts) for parent, parts in found.items()}
