"""Profiles of providers as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from waymark.base.fields import Words, listed, short_language
from waymark.community.queries import providers as queries
from waymark.community.rules.providers import Profile
from waymark.community.wording_providers import KINDS
from waymark.kernel import text
from waymark.library import wording

if TYPE_CHECKING:
    from waymark.community.models.providers import Provider, ProviderDraft
    from waymark.library.models import Item


@dataclass(frozen=True)
class Line:
    """A profile in words, as it is public or as it waits."""

    row: Provider
    original: str
    kind: str
    summary: Words
    capacity: Words
    contact: str
    url: str
    topics: str
    languages: str
    countries: str  # empty is anywhere
    cost: str
    offers: tuple[str, ...] = ()


def line(row: Provider, names: Mapping[str, str] | None = None) -> Line:
    """Return a public profile in words. names: of countries by code, where they are known."""
    told = {name: getattr(row, name) for name in Profile.__dataclass_fields__}
    return _line(row, Profile(**told), names)


def draft(row: Provider, waits: ProviderDraft) -> Line:
    """Return in words what waits to be checked."""
    return _line(row, Profile.read(waits.told), None)


def _line(row: Provider, told: Profile, names: Mapping[str, str] | None) -> Line:
    known = dict(countries(told.countries)) if names is None else names
    return Line(
        row=row,
        original=told.original,
        kind=wording.name(KINDS, told.kind),
        summary=Words(told.summary),
        capacity=Words(told.capacity),
        contact=told.contact,
        url=told.url,
        topics=wording.names(wording.TOPICS, told.topics),
        languages=wording.languages(told.languages),
        countries=listed(known.get(code, code) for code in told.countries),
        cost=wording.cost(told.cost) if told.cost else "",
        offers=tuple(told.offers),
    )


def countries(codes: Collection[str]) -> list[tuple[str, str]]:
    """Return countries with their names in the reader's language, by name."""
    if not codes:
        return []
    rows = queries.countries().filter(pk__in=codes)
    found = [(row.pk, text.pick(row.name, short_language()).text) for row in rows]
    return sorted(found, key=lambda one: one[1])


def offers(rows: Iterable[Item]) -> list[tuple[str, str]]:
    """Return offers with their titles, to choose from."""
    language = short_language()
    return [
        (row.code, f"{row.code} {text.pick(row.title, language, original=row.original).text}")
        for row in rows
    ]
