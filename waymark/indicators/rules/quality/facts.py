"""What the checks look at, and what they say: plain and frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import msgspec

from waymark.indicators.rules.facts import WITHOUT_VALUE, Days, Dims, Goal
from waymark.indicators.rules.find import unit_key
from waymark.indicators.rules.units import Unit, read_unit


class Severity(StrEnum):
    """What a finding asks for. None ever stands in the way of anything."""

    MEND = "mend"  # two things contradict each other, or something is missing
    LOOK = "look"  # it may well be right


class Point(msgspec.Struct, frozen=True, gc=False):
    """A value of a series; `days` is None where its period can't be read."""

    period: str
    days: Days | None
    value: float | None
    status: str = "A"
    source: str = ""
    method: str = ""
    next_update: date | None = None

    @property
    def counts(self) -> bool:
        """Whether there is a number that one can reckon with."""
        return self.value is not None and self.status not in WITHOUT_VALUE


@dataclass(frozen=True, slots=True)
class Line:
    """A series with its current values. `listed_unit` and `direction` are those of the list."""

    id: str
    indicator: str
    unit: str = ""
    listed_unit: str = ""
    direction: str = ""
    area: str = ""
    dims: Dims = ()
    points: tuple[Point, ...] = ()
    goal: Goal | None = None

    @property
    def measure(self) -> Unit:
        """What its unit says."""
        return read_unit(self.unit or self.listed_unit)

    @property
    def unit_key(self) -> str:
        """Equal for lines whose numbers may be set beside each other."""
        return unit_key(self.unit or self.listed_unit)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at or to mend.

    `check` names the check, `key` the sentence that `params` fill, `series` and `period` where it
    is (no period: the whole series), `seen` the values on which it rests.
    """

    check: str
    key: str
    severity: Severity
    series: str
    period: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    seen: tuple[object, ...] = ()

    @property
    def mark(self) -> str:
        """Names this finding about these values: it changes when one of them changes.

        Thresholds are left out on purpose, for a new year moves them a little.
        """
        told = [self.check, self.key, self.series, self.period, [repr(one) for one in self.seen]]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class World:
    """What is known around the series: the day, and to which area each area belongs.

    `areas` holds every area of the place; those that belong to the place itself have "".
    """

    at: date
    areas: Mapping[str, str] = field(default_factory=dict)
