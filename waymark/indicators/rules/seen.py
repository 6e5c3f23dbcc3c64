"""What can be seen of an indicator: its series by year, and how they split into groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from waymark.indicators.rules.facts import WITHOUT_VALUE, Dims, Goal
from waymark.indicators.rules.groups import VOCABULARY

AREA = "area"
"""The name under which the parts of a place are a dimension like others."""

KINDS: Mapping[str, str] = {
    "B": "break",
    "E": "estimated",
    "P": "provisional",
    "M": "missing",
    "Q": "suppressed",
}
"""Statuses as `kernel.charts` calls them; a normal value has none."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A value of a year; None where its status says why there is none."""

    year: int
    value: float | None
    status: str = "A"
    source: str = ""

    @property
    def kind(self) -> str:
        """How it stands, in the words of `kernel.charts`."""
        return KINDS.get(self.status, "")


@dataclass(frozen=True)
class SeenLine:
    """A series with one value a year: the last of those that begin in it.

    `values` are in the order of their periods. A number counts before the lack of one.
    """

    id: str
    name: str
    area: str = ""
    dims: Dims = ()
    unit: str = ""
    values: tuple[Seen, ...] = ()
    goal: Goal = field(default_factory=Goal)

    @cached_property
    def by_year(self) -> dict[int, Seen]:
        """Its values by year, in order."""
        found: dict[int, Seen] = {}
        for seen in self.values:
            before = found.get(seen.year)
            if seen.value is None and seen.status not in WITHOUT_VALUE:
                continue  # a text, which is no lack of a number
            if before is None or seen.value is not None or before.value is None:
                found[seen.year] = seen
        return dict(sorted(found.items()))

    @cached_property
    def known(self) -> dict[int, float]:
        """The numbers by year."""
        return {year: one.value for year, one in self.by_year.items() if one.value is not None}

    @property
    def kinds(self) -> dict[int, str]:
        """How the values stand, normal ones left out."""
        return {year: one.kind for year, one in self.by_year.items() if one.kind}

    @property
    def is_total(self) -> bool:
        """Whether it is about the whole place and everybody."""
        return not self.area and not self.dims


@dataclass(frozen=True, slots=True)
class Within:
    """Of whom or what a split speaks, besides its own dimension."""

    area: str = ""
    dims: Dims = ()

    @property
    def key(self) -> str:
        """A short text that names it in an address."""
        return "|".join([self.area, *(f"{name}={group}" for name, group in self.dims)])


@dataclass(frozen=True)
class Split:
    """Series that differ in one dimension only, each under its group, in one unit."""

    dimension: str
    within: Within
    unit: str
    groups: tuple[tuple[str, SeenLine], ...]
    whole: SeenLine | None
    """The series that all of them are parts of, where there is one."""

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of which something is known of a group."""
        return tuple(sorted({year for _, line in self.groups for year in line.by_year}))

    @property
    def latest(self) -> int | None:
        """The latest year with two or more numbers, else with any, else with anything at all."""
        for least in (2, 1, 0):
            found = [year for year in self.years if self.count(year) >= least]
            if found:
                return found[-1]
        return None

    def earliest_before(self, latest: int) -> int | None:
        """The first year before another that has a number for the same groups; else None."""
        wanted = {group for group, line in self.groups if latest in line.known}
        for year in self.years:
            if year < latest and wanted <= {g for g, line in self.groups if year in line.known}:
                return year
        return None

    def count(self, year: int) -> int:
        """How many groups have a number in a year."""
        return sum(1 for _, line in self.groups if year in line.known)


def splits(lines: Iterable[SeenLine]) -> tuple[Split, ...]:
    """Every way in which series differ in one dimension only, with two or more groups.

    Those about the whole place and everybody come first, then by dimension. Groups stand in the
    order of their vocabulary, others by name: never by value.
    """
    lines = list(lines)
    found: dict[tuple[str, Within, str], list[tuple[str, SeenLine]]] = {}
    for line in lines:
        if line.area:
            found.setdefault((AREA, Within("", line.dims), line.unit), []).append((line.area, line))
        for name, group in line.dims:
            rest = tuple(pair for pair in line.dims if pair[0] != name)
            key = (name, Within(line.area, rest), line.unit)
            found.setdefault(key, []).append((group, line))
    wholes = {(Within(line.area, line.dims), line.unit): line for line in lines}
    made = [
        Split(name, within, unit, _ordered(name, groups), wholes.get((within, unit)))
        for (name, within, unit), groups in found.items()
        if len(groups) > 1
    ]
    return tuple(sorted(made, key=_place))


def _place(split: Split) -> tuple[bool, int, bool, int, str, str, str]:
    known = list(VOCABULARY).index(split.dimension) if split.dimension in VOCABULARY else 99
    return (
        bool(split.within.area),
        len(split.within.dims),
        split.dimension == AREA,
        known,
        split.dimension,
        split.within.key,
        split.unit,
    )


def _ordered(
    dimension: str, groups: Sequence[tuple[str, SeenLine]]
) -> tuple[tuple[str, SeenLine], ...]:
    order = {group: i for i, group in enumerate(VOCABULARY.get(dimension, ()))}
    if dimension == AREA:
        return tuple(sorted(groups, key=lambda pair: (pair[1].name, pair[0])))
    return tuple(sorted(groups, key=lambda pair: (order.get(pair[0], 99), _ages(pair[0]))))


def _ages(group: str) -> tuple[int, str]:
    """Ages by their first year; other words by themselves."""
    first = group.partition("-")[0].rstrip("+")
    return (int(first), group) if first.isascii() and first.isdecimal() else (10**9, group)


def indexed(line: SeenLine, base: int) -> SeenLine | None:
    """A series with the value of a year set to 100; None where that says nothing.

    It does not where there is no value in that year, or where one is zero or below.
    """
    start = line.known.get(base)
    if start is None or min(line.known.values()) <= 0:
        return None
    values = tuple(
        Seen(one.year, None if one.value is None else one.value / start * 100, one.status)
        for one in line.by_year.values()
    )
    return SeenLine(line.id, line.name, line.area, line.dims, "", values)


def common_years(first: SeenLine, second: SeenLine) -> list[int]:
    """The years in which both have a number."""
    return sorted(first.known.keys() & second.known.keys())
