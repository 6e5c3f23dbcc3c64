"""What the rules know of indicators, series, values and targets: plain, frozen, comparable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

DIMENSIONS = ("sex", "age", "disability", "income", "migration", "group")
"""By what a value may be split besides the area, in the order of columns and labels."""

MAX_KEY = 300
MAX_PERIOD = 40
MAX_SOURCE = 300
MAX_NOTE = 2000

STATUSES = ("A", "B", "E", "P", "M", "Q")
"""Codes of SDMX CL_OBS_STATUS: normal, break, estimated, provisional, missing, suppressed."""

WITHOUT_VALUE = ("M", "Q")
"""A missing or a suppressed value is empty, and no other one is."""

Dims = tuple[tuple[str, str], ...]
"""Pairs of dimension and value, sorted; empty means everybody."""

Days = tuple[date, date]
"""First and last day of a period."""


def dims_of(values: Mapping[str, str]) -> Dims:
    """The breakdown as a hashable value, without dimensions that say nothing."""
    return tuple(sorted((name, value) for name, value in values.items() if value))


def dimensions_key(dims: Dims) -> str:
    """Canonical text of a breakdown; "" for everybody. Equal breakdowns give equal texts."""
    if not dims:
        return ""
    return json.dumps(dict(dims), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of a list. `names` are its label in every language, `former` codes it has had."""

    framework: str
    code: str
    unit: str = ""
    names: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name by which files and other software know it: framework:code."""
        return f"{self.framework}:{self.code}"


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the city that values may be about."""

    id: str
    slug: str
    names: tuple[str, ...] = ()
    code: str = ""


class Series(NamedTuple):
    """Which indicator (framework:code), which area ("" for the whole place), which group.

    A tuple, for it is looked up several times for each row of a file.
    """

    indicator: str
    area: str = ""
    dims: Dims = ()

    @property
    def is_total(self) -> bool:
        """Whether it speaks of the whole place and everybody in it."""
        return not self.area and not self.dims


@dataclass(frozen=True, slots=True)
class Value:
    """An observation without its place in a series; `period` is as its source wrote it."""

    period: str
    value: float | None
    status: str = "A"
    source: str = ""
    method: str = ""
    sample_size: int | None = None
    margin: float | None = None
    next_update: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """Baseline, target and milestones (year, value) of one series."""

    baseline_period: str = ""
    baseline_value: float | None = None
    target_year: int = 2030
    target_value: float | None = None
    milestones: tuple[tuple[int, float], ...] = ()
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all."""
        return (
            self.baseline_value is None
            and self.target_value is None
            and not (self.baseline_period or self.milestones or self.note)
        )


@dataclass(frozen=True)
class Known:
    """What the database holds before a file is read.

    `values` are current ones by series and days; `units` the units of series that exist.
    """

    indicators: tuple[Indicator, ...]
    areas: tuple[Area, ...] = ()
    values: Mapping[tuple[Series, Days], Value] = field(default_factory=dict)
    goals: Mapping[Series, Goal] = field(default_factory=dict)
    units: Mapping[Series, str] = field(default_factory=dict)
