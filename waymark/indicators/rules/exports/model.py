"""What is taken away, whatever the format: indicators, areas, series with their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from waymark.indicators.rules.concepts import Texts
from waymark.indicators.rules.facts import NO_GOAL, Goal, Series, Value

Names = Mapping[str, str]
"""A short text by language."""

File = tuple[str, Iterable[bytes]]
"""A name and its content in pieces."""


def in_one(names: Names) -> str:
    """A text for files that hold it once: in English, else in its first language."""
    return names.get("en") or next(iter(names.values()), "")


@dataclass(frozen=True, slots=True)
class Part:
    """The place itself or a part of it, named in a series by `slug`."""

    slug: str
    names: Names = field(default_factory=dict)
    code: str = ""
    geometry: Mapping[str, Any] | None = None
    """GeoJSON, WGS 84."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An indicator of a list. `name` is that of `Series.indicator`."""

    framework: str
    code: str
    names: Names = field(default_factory=dict)
    unit: str = ""
    direction: str = ""
    goal: int | None = None
    target: str = ""

    @property
    def name(self) -> str:
        """framework:code."""
        return f"{self.framework}:{self.code}"

    @property
    def label(self) -> str:
        """Its title in one language."""
        return in_one(self.names)


class Line(NamedTuple):
    """A series with its values in the order of their periods, and its target.

    `series.area` is the slug of a part, "" for the whole place.
    """

    series: Series
    values: tuple[Value, ...] = ()
    goal: Goal = NO_GOAL


@dataclass(frozen=True)
class Data:
    """Everything that an export tells. Who may see what has been decided before.

    `lines` gives every line of `series`, in that order, each time anew: a source that reads them
    from a database need not hold them all at once. `made_at` needs a time zone.
    """

    place: Part
    made_at: datetime
    indicators: tuple[Listed, ...] = ()
    parts: tuple[Part, ...] = ()
    series: tuple[Series, ...] = ()
    lines: Callable[[], Iterator[Line]] = lambda: iter(())
    metadata: Mapping[str, Texts] = field(default_factory=dict)
    """Texts by the indicator's name."""
    licence: str = ""
    """SPDX name; "" where nothing is said."""
    source: str = ""
    """Address of the page that the data are from."""
    words: Mapping[str, Names] = field(default_factory=dict)
    """By language, what groups and columns are called there."""
    proposed: bool = False
    """Whether one of the values has an origin: only then there is a place to say it."""

    @property
    def slug(self) -> str:
        """A name for files."""
        return self.place.slug

    def listed(self) -> dict[str, Listed]:
        """The indicators by name."""
        return {one.name: one for one in self.indicators}

    def dimensions(self) -> tuple[str, ...]:
        """The dimensions by which anything is split, sorted."""
        return tuple(sorted({name for series in self.series for name, _group in series.dims}))
