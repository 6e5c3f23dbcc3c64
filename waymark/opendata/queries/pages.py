"""What the public pages show, in the order of names and codes and in no other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from waymark.base.fields import short_language
from waymark.indicators.queries import public
from waymark.indicators.queries.public import PublicLine, PublicPlace
from waymark.indicators.rules.facts import dims_of
from waymark.indicators.wording import dimension_name, series_name
from waymark.kernel import text as texts

AREA, ALL = "area", "all"
KINDS = {"B": "break", "E": "estimated", "P": "provisional", "M": "missing", "Q": "suppressed"}
"""Statuses as `kernel.charts` calls them."""


def sorted_name(name: Mapping[str, str]) -> str:
    """A name in the reader's language, as it is sorted."""
    return texts.skeleton(texts.pick(name, short_language()).text)


def places(viewer: Any) -> list[PublicPlace]:
    """Return every place with published data, by country and name."""
    return sorted(
        public.places(viewer),
        key=lambda one: (sorted_name(one.place.country.name), sorted_name(one.place.name)),
    )


def narrowed(found: Iterable[PublicPlace], words: str, country: str) -> list[PublicPlace]:
    """Return the places of a country whose name holds the words, in any of its languages."""
    sought = texts.skeleton(words)
    return [
        one
        for one in found
        if (not country or one.place.country_id == country)
        and (not sought or any(sought in texts.skeleton(n) for n in one.place.name.values()))
    ]


def by_country(found: Iterable[PublicPlace]) -> list[tuple[Any, list[PublicPlace]]]:
    """Return places under their countries."""
    grouped = groupby(found, key=lambda one: one.place.country)
    return [(country, list(members)) for country, members in grouped]


@dataclass(frozen=True)
class Shown:
    """A published indicator in the list of its place."""

    publication: Any
    value: Any = None
    unit: str = ""


def listing(viewer: Any, slug: str) -> list[Shown]:
    """Return what a place has published, by list and order; nothing for an unknown place."""
    rows = public.publications(viewer, slug)
    newest = public.latest(viewer, [row.pk for row in rows])
    found = []
    for row in rows:
        value, unit = newest.get(row.pk, (None, ""))
        found.append(Shown(row, value, unit))
    return found


def by_list(rows: Iterable[Shown]) -> list[tuple[Any, list[Shown]]]:
    """Return the rows under their lists."""
    grouped = groupby(rows, key=lambda row: row.publication.indicator.framework)
    return [(framework, list(members)) for framework, members in grouped]


@dataclass(frozen=True)
class Course:
    """A series of the page: its name, and one number a year."""

    name: str
    line: PublicLine

    @property
    def points(self) -> tuple[tuple[int, float], ...]:
        """Of several numbers that begin in one year the last."""
        found = {v.start.year: v.value for v in self.line.values if v.value is not None}
        return tuple(sorted(found.items()))

    @property
    def kinds(self) -> dict[int, str]:
        """What is not normal, by year; a number counts before the lack of one."""
        found: dict[int, str] = {}
        for value in self.line.values:
            year = value.start.year
            if value.value is not None or found.get(year) is None:
                found[year] = KINDS.get(value.status, "")
        return {year: kind for year, kind in found.items() if kind}


@dataclass(frozen=True)
class Split:
    """A way in which the page can show the series; `key` stands in its address."""

    key: str
    name: str
    courses: tuple[Course, ...]


def splits(lines: Iterable[PublicLine], unit: str) -> dict[str, Split]:
    """Return the ways to look at series of one unit: the whole, by each dimension, by area.

    Series of several dimensions at once are not among them; the tables to take away have all.
    """
    found: dict[str, list[Course]] = {}
    for line in lines:
        if line.series.unit != unit:
            continue
        area, dims = line.series.area, dims_of(line.series.dimensions)
        if area is not None and not dims:
            key = AREA
        elif area is None and len(dims) <= 1:
            key = dims[0][0] if dims else ""
        else:
            continue
        found.setdefault(key, []).append(Course(series_name(str(area or ""), dims), line))
    return {
        key: Split(key, dimension_name(key) if key else "", tuple(courses))
        for key, courses in sorted(found.items())
    }


def periods(courses: Iterable[Course]) -> list[tuple[str, list[Any]]]:
    """Return every period of the series, and what each series has then."""
    held = list(courses)
    days: dict[tuple[date, date], str] = {}
    for course in held:
        for value in course.line.values:
            days.setdefault((value.start, value.end), value.period)
    cells = [{(v.start, v.end): v for v in course.line.values} for course in held]
    return [(days[one], [column.get(one) for column in cells]) for one in sorted(days)]


def sources(lines: Iterable[PublicLine]) -> list[tuple[str, str]]:
    """Return every source with its method that the shown numbers name."""
    pairs = {(v.source, v.method) for line in lines for v in line.values if v.source or v.method}
    return sorted(pairs)
