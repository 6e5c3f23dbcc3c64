"""Entries of the register of trainers as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from waymark.base.fields import listed, short_language
from waymark.kernel import text
from waymark.learning import wording_regions
from waymark.learning.rules.trainers import Entry
from waymark.library import wording
from waymark.places.models import Country

if TYPE_CHECKING:
    from waymark.learning.models.trainers import Trainer


@dataclass(frozen=True)
class Line:
    """An entry in words, as it is public or as it waits."""

    row: Trainer
    told: Entry
    topics: str
    languages: str
    places: str  # empty is anywhere

    @property
    def direction(self) -> str:
        """For the `dir` attribute beside `lang`."""
        return text.direction(self.told.language)


def line(row: Trainer, names: Mapping[str, str] | None = None) -> Line:
    """Return an accepted entry in words. names: of countries by code, where they are known."""
    return _line(
        row, Entry(**{name: getattr(row, name) for name in Entry.__dataclass_fields__}), names
    )


def written(row: Trainer) -> Line:
    """Return in words what the trainer wrote last."""
    return _line(row, Entry.read(row.told), None)


def _line(row: Trainer, told: Entry, names: Mapping[str, str] | None) -> Line:
    known = dict(countries(told.countries)) if names is None else names
    regions = [wording_regions.region(code) for code in told.regions]
    return Line(
        row=row,
        told=told,
        topics=wording.names(wording.TOPICS, told.topics),
        languages=wording.languages(told.languages),
        places=listed([*regions, *(known.get(code, code) for code in told.countries)]),
    )


def countries(codes: Collection[str]) -> list[tuple[str, str]]:
    """Return countries with their names in the reader's language, by name."""
    if not codes:
        return []
    rows = Country.objects.filter(pk__in=codes)
    found = [(row.pk, text.pick(row.name, short_language()).text) for row in rows]
    return sorted(found, key=lambda one: one[1])
