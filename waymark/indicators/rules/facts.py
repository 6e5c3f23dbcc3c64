"""What the rules know of indicators, series, values and targets: plain, frozen, comparable.

Of values there may be hundreds of thousands, so they are structs, made in a fraction of the time of
a dataclass and never looked at by the collector of garbage.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

import msgspec

DIMENSIONS = ("sex", "age", "disability", "income", "migration", "group")
"""The dimensions with a vocabulary, in the order of columns and labels.

A value may be split by any other as well: its key is the cleaned header of a source's column, its
groups are the source's own words. So never assume that these are all.
"""

MAX_KEY = 500
"""Of a breakdown as text. With the unit it must fit into an index row of PostgreSQL."""

MAX_DIMENSION = 80
MAX_UNIT = 80
MAX_PERIOD = 40
MAX_SOURCE = 300
MAX_NOTE = 2000
MAX_TEXT = 2000
MAX_QUALITY = 60

STATUSES = ("A", "B", "E", "P", "M", "Q")
"""Codes of SDMX CL_OBS_STATUS: normal, break, estimated, provisional, missing, suppressed."""

WITHOUT_VALUE = ("M", "Q")
"""A missing or a suppressed value is empty; so is a qualitative entry, which has a text instead."""

SOURCE_TYPES = (
    *("survey", "register", "census", "remote_sensing", "citizen_generated", "perception"),
    *("qualitative", "other"),
)
"""What kind of source a value comes from; "" where nobody has said."""

PROPOSED = "proposed by residents, accepted by the city"
"""The origin of a value that came from outside, as files say it; like headers, in one language."""

Dims = tuple[tuple[str, str], ...]
"""Pairs of dimension and value, sorted; empty means everybody."""

Days = tuple[date, date]
"""First and last day of a period."""

_quoted = json.encoder.encode_basestring
"""A text as JSON has it, letters beyond ASCII as they are."""


def dims_of(values: Mapping[str, str]) -> Dims:
    """The breakdown as a hashable value, without dimensions that say nothing."""
    return tuple(sorted((name, value) for name, value in values.items() if value))


def dimensions_key(dims: Dims) -> str:
    """Canonical text of a breakdown; "" for everybody. Equal breakdowns give equal texts."""
    if not dims:
        return ""
    told = dims if len(dims) == 1 else sorted(dict(dims).items())
    return f"{{{','.join([_pair_key(name, value) for name, value in told])}}}"


@lru_cache(maxsize=20_000)
def _pair_key(name: str, value: str) -> str:
    return f"{_quoted(name)}:{_quoted(value)}"


@lru_cache(maxsize=20_000)
def dims_in(key: str) -> Dims:
    """The breakdown whose canonical text this is."""
    return tuple(_pairs(key).items()) if key else ()


_pairs = msgspec.json.Decoder(dict[str, str]).decode


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
    """Which indicator (framework:code), area ("" for the whole place), group, and in which unit.

    Two series may differ in nothing but the unit; their numbers are never mixed. A tuple, for it
    is looked up several times for each row of a file.
    """

    indicator: str
    area: str = ""
    dims: Dims = ()
    unit: str = ""

    @property
    def is_total(self) -> bool:
        """Whether it speaks of the whole place and everybody in it."""
        return not self.area and not self.dims


class Value(msgspec.Struct, frozen=True, gc=False):
    """An observation without its place in a series; `period` is as its source wrote it.

    `text` is a qualitative entry, which has no number. `quality` is a word of the source's own.
    """

    period: str
    value: float | None
    status: str = "A"
    source: str = ""
    method: str = ""
    sample_size: int | None = None
    margin: float | None = None
    next_update: date | None = None
    note: str = ""
    source_type: str = ""
    quality: str = ""
    text: str = ""

    origin = ""


class Proposed(Value, frozen=True, gc=False):
    """A value that residents proposed and the city accepted.

    Files that are taken away say so, and never by whom. Brought in again it is a value like any
    other: what was accepted, a city's own record says.
    """

    origin = PROPOSED


class Goal(msgspec.Struct, frozen=True, gc=False):
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


NO_GOAL = Goal()


@dataclass(frozen=True)
class Known:
    """What the database holds before a file is read.

    `values` are current ones by series and days; `series` all that exist, with values or without.
    """

    indicators: tuple[Indicator, ...]
    areas: tuple[Area, ...] = ()
    values: Mapping[tuple[Series, Days], Value] = field(default_factory=dict)
    goals: Mapping[Series, Goal] = field(default_factory=dict)
    series: frozenset[Series] = frozenset()
    own: tuple[str, ...] = ()
    """Names and codes of the place itself, by which files mean all of it."""

    @cached_property
    def breakdowns(self) -> frozenset[str]:
        """The dimensions without a vocabulary by which something is split already."""
        found = {name for series in self.series for name, _group in series.dims}
        return frozenset(found.difference(DIMENSIONS))
