"""What the public pages show, in the order of names and codes and in no other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from waymark.base.fields import Words, short_language
from waymark.indicators.queries import public, public_rows
from waymark.indicators.queries.public import Told
from waymark.indicators.queries.public_rows import Line, ListRow, Newest, OnePlace, PlaceRow
from waymark.indicators.rules.facts import dims_of
from waymark.indicators.wording import dimension_name, series_name
from waymark.kernel import text as texts
from waymark.places.queries.succession import called_like

AREA, ALL = "area", "all"
KINDS = {"B": "break", "E": "estimated", "P": "provisional", "M": "missing", "Q": "suppressed"}
"""Statuses as `kernel.charts` calls them."""


@lru_cache(maxsize=4000)
def _sorted(name: str) -> str:
    return texts.skeleton(name)


def sorted_name(name: Mapping[str, str]) -> str:
    """A name in the reader's language, as it is sorted."""
    return _sorted(texts.pick(name, short_language()).text)


def named_like(name: Mapping[str, str], words: str) -> bool:
    """Whether a name holds some words in any of its languages; no words are in all of them."""
    sought = texts.skeleton(words)
    return not sought or any(sought in _sorted(one) for one in name.values())


def places(viewer: Any) -> list[PlaceRow]:
    """Return every place with published data, by country and name."""
    found = public_rows.places(viewer)
    return sorted(found, key=lambda one: (sorted_name(one.country_name), sorted_name(one.name)))


def called(viewer: Any, words: str) -> frozenset[str]:
    """Return the addresses of places that have or had a name with these words; one query."""
    if not texts.skeleton(words):
        return frozenset()
    return frozenset(called_like(viewer, words).values_list("slug", flat=True))


def narrowed(
    found: Iterable[PlaceRow], words: str, country: str, also: Collection[str] = ()
) -> list[PlaceRow]:
    """Return the places of a country whose name holds the words, in any of its languages.

    also: addresses of further places that fit, by what they were called before.
    """
    return [
        one
        for one in found
        if country in ("", one.country) and (one.slug in also or named_like(one.name, words))
    ]


def by_country(found: Iterable[PlaceRow]) -> list[tuple[str, Words, list[PlaceRow]]]:
    """Return places under their countries."""
    grouped = groupby(found, key=lambda one: (one.country, one.country_name))
    return [(code, name, list(members)) for (code, name), members in grouped]


class Listing(Sequence[ListRow]):
    """What a place has published, by list and order; a page of it is read when it is looked at."""

    def __init__(self, viewer: Any, slug: str, held: int) -> None:
        self.viewer, self.slug, self.held = viewer, slug, held

    def __len__(self) -> int:
        return self.held

    def __getitem__(self, at: Any) -> Any:
        if at.start >= at.stop:
            return []
        return public_rows.listed(self.viewer, self.slug, at.start)[: at.stop - at.start]


def values_held(viewer: Any, slug: str, told: Told) -> int:
    """Return how many values a place has published; counted again only once `told` differs."""
    return _values_held(slug, told)


@lru_cache(maxsize=1000)
def _values_held(slug: str, told: Told) -> int:
    return public.values_held(None, slug)


@dataclass(frozen=True)
class Shown:
    """A page of the list of a place: code and name of each list, with its rows."""

    place: OnePlace
    lists: list[tuple[str, Words, list[tuple[ListRow, Newest | None]]]]


def shown(viewer: Any, rows: Sequence[ListRow]) -> Shown | None:
    """Return rows of a place under their lists, each with its newest number; None without any."""
    if not rows:
        return None
    newest = public_rows.newest(viewer, [row.pk for row in rows])
    grouped = groupby(rows, key=lambda row: (row.framework, row.framework_name))
    return Shown(
        rows[0].place,
        [
            (code, name, [(row, newest.get(row.pk)) for row in members])
            for (code, name), members in grouped
        ],
    )


@dataclass(frozen=True)
class Course:
    """A series of the page: its name, and one number a year."""

    name: str
    line: Line

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


def splits(lines: Iterable[Line], unit: str) -> dict[str, Split]:
    """Return the ways to look at series of one unit: the whole, by each dimension, by area.

    Series of several dimensions at once are not among them; the tables to take away have all.
    """
    found: dict[str, list[Course]] = {}
    for line in lines:
        if line.series.unit != unit:
            continue
        area, dims = line.series.area, dims_of(line.series.dimensions)
        if area and not dims:
            key = AREA
        elif not area and len(dims) <= 1:
            key = dims[0][0] if dims else ""
        else:
            continue
        name = series_name(str(line.series.area_name) if area else "", dims)
        found.setdefault(key, []).append(Course(name, line))
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


def sources(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Return every source with its method that the shown numbers name."""
    pairs = {(v.source, v.method) for line in lines for v in line.values if v.source or v.method}
    return sorted(pairs)
