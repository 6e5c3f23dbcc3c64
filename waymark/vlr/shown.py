"""Voluntary reviews as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from waymark.kernel import text
from waymark.kernel.tables import Cell, csv_chunks
from waymark.vlr import wording

if TYPE_CHECKING:
    from waymark.vlr.models import ReviewTie, Section, VoluntaryReview


@dataclass(frozen=True)
class Line:
    """A review in words."""

    row: VoluntaryReview
    kind: Any
    side: Any  # its name by language, or an office of a state in words

    @property
    def direction(self) -> str:
        """For the `dir` attribute beside `lang`."""
        return text.direction(self.row.language)


def line(row: VoluntaryReview) -> Line:
    """Return a review in words."""
    return Line(row, wording.KINDS[row.kind], side_of(row))


def side_of(row: VoluntaryReview) -> Any:
    """Return who made a review: a name by language, or an office of a state in words."""
    if row.authority:
        return row.authority
    name: Mapping[str, str] = row.place.name if row.place else row.body.name  # type: ignore[union-attr]
    return name


@dataclass(frozen=True)
class Part:
    """A section in words."""

    row: Section
    title: Any
    help: Any
    own: bool  # its name is that of its writers, and not of the outline

    @property
    def writer(self) -> Any:
        """Who writes it, by language, where it is not the keeper."""
        party = self.row.party
        return (party.place or party.body).name if party is not None else None  # type: ignore[union-attr]


def part(row: Section) -> Part:
    """Return a section in words."""
    title = row.title or wording.SECTIONS.get(row.key, row.key)
    return Part(row, title, wording.HELP.get(row.key, ""), bool(row.title))


@dataclass(frozen=True)
class Tie:
    """A tie in words: `first` is `kind` of `second`."""

    row: ReviewTie
    kind: Any
    first: Line
    second: Line


def tie(row: ReviewTie) -> Tie:
    """Return a tie in words."""
    return Tie(row, wording.TIES[row.kind], line(row.first), line(row.second))


def table(rows: Iterable[ReviewTie]) -> Iterator[bytes]:
    """Yield ties as CSV: first is `link` of second."""
    return csv_chunks(_rows(rows))


def _rows(rows: Iterable[ReviewTie]) -> Iterator[list[Cell]]:
    yield [
        *("country", "first", "first_kind", "first_year", "link"),
        *("second", "second_kind", "second_year", "goal", "section_and_page", "what_it_adds"),
    ]
    for row in rows:
        one, two = row.first, row.second
        yield [
            *(one.country_id, one.title, one.kind, one.year, row.kind),
            *(two.title, two.kind, two.year, row.goal, row.where, row.words),
        ]
