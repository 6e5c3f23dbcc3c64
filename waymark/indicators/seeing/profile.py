"""A profile of a place by one list: its values by year under the list’s own sections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from waymark.base.fields import Words
from waymark.indicators.rules.seen import Seen, SeenLine
from waymark.indicators.wording import part_name

MOST_YEARS = 8
"""Columns of a table; the page of an indicator has all its years."""

FINANCE = "sng"


@dataclass(frozen=True)
class Row:
    """A series of the whole place: what it is, where more of it stands, and its values."""

    part: str
    code: str
    label: Words
    url: str
    line: SeenLine


@dataclass(frozen=True)
class Section:
    """A section of the list: each row with its values in the years of the profile."""

    name: str
    rows: list[tuple[Row, list[Seen | None]]]


@dataclass(frozen=True)
class Profile:
    """Sections in the order of the list; `left` are earlier years that are not shown."""

    title: str
    years: list[int]
    left: int
    sections: list[Section]


def profile(framework: str, name: Words, rows: Iterable[Row]) -> Profile:
    """Put together a profile from rows that stand in the order of the list."""
    held = list(rows)
    every = sorted({year for row in held for year in row.line.by_year})
    years = every[-MOST_YEARS:]
    parts: dict[str, list[tuple[Row, list[Seen | None]]]] = {}
    for row in held:
        cells = [row.line.by_year.get(year) for year in years]
        parts.setdefault(row.part, []).append((row, cells))
    sections = [Section(part_name(part), members) for part, members in parts.items()]
    title = _("Finance profile") if framework == FINANCE else str(name)
    return Profile(title, years, len(every) - len(years), sections)
