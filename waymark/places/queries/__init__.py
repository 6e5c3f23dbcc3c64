"""Reads of countries and places. Both are public; the viewer is asked for all the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from waymark.base.fields import short_language
from waymark.kernel import text as texts
from waymark.places.models import Country, CountryGroup, FurtherGroup, Place
from waymark.places.queries.succession import successors_named
from waymark.places.rules import GroupTerm, Part, digest_of, groups_on
from waymark.places.rules.further import Membership, Memberships

MOST = 20
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))


def _folded(name: str) -> str:
    """Fold a name for searching: typed apostrophes are rarely the printed ones."""
    return texts.skeleton(name.translate(_APOSTROPHES))


def countries(viewer: Any) -> list[Country]:
    """Return all countries and areas, by their name in the active language."""
    language = short_language()
    found = Country.objects.all()
    return sorted(found, key=lambda c: texts.skeleton(texts.pick(c.name, language).text))


def search_countries(viewer: Any, words: str) -> list[Country]:
    """Find countries by a code, or by part of a name in any of their languages.

    Names that begin with the words come first. At most 20.
    """
    sought = _folded(words)
    if not sought:
        return []
    code = words.strip().upper()
    matches: list[tuple[int, str, Country]] = []
    for country in Country.objects.all():
        names = [_folded(name) for name in country.name.values()]
        if code in (country.iso2, country.iso3, country.m49) or sought in names:
            distance = 0
        elif any(name.startswith(sought) for name in names):
            distance = 1
        elif any(sought in name for name in names):
            distance = 2
        else:
            continue
        matches.append((distance, country.iso3, country))
    return [country for _, _, country in sorted(matches, key=lambda item: item[:2])[:MOST]]


def groups_of(viewer: Any, country: Country, day: date) -> frozenset[str]:
    """Return the groups (ldc, sids, lldc and further ones) of a country on a day."""
    return groups_on(_terms(country.groups.all()), day)


def groups_of_all(viewer: Any, day: date) -> dict[str, frozenset[str]]:
    """Return the groups on a day of every country that is in one, by its two-letter code."""
    terms: dict[str, list[GroupTerm]] = {}
    for row in CountryGroup.objects.all():
        terms.setdefault(row.country_id, []).extend(_terms([row]))
    found = {code: groups_on(held, day) for code, held in terms.items()}
    return {code: groups for code, groups in found.items() if groups}


def further_groups(viewer: Any) -> dict[str, dict[str, str]]:
    """Return the names of the groups that were brought in, by code; everybody reads them."""
    return {row.code: dict(row.name) for row in FurtherGroup.objects.all()}


@dataclass(frozen=True)
class GroupChange:
    """What a file would change in one group: memberships that come, that go, and that stay."""

    group: str
    name: str
    added: tuple[Membership, ...]
    removed: tuple[Membership, ...]
    kept: int


def group_changes(viewer: Any, read: Memberships) -> list[GroupChange]:
    """Return what would change if a file became the membership of the groups that it names."""
    rows = CountryGroup.objects.filter(group__in=read.names)
    before = {
        Membership(row.group, row.country_id, row.since, row.until, row.source) for row in rows
    }
    after = set(read.held)

    def of(group: str, some: set[Membership]) -> tuple[Membership, ...]:
        found = [one for one in some if one.group == group]
        return tuple(sorted(found, key=lambda one: (one.country, one.since or date.min)))

    return [
        GroupChange(
            group,
            name,
            of(group, after - before),
            of(group, before - after),
            len(of(group, after & before)),
        )
        for group, name in sorted(read.names.items())
    ]


def codes_of_countries(viewer: Any) -> dict[str, str]:
    """Return every code of every country (two letters, three letters, M49) -> its two letters."""
    rows = Country.objects.values_list("iso2", "iso3", "m49")
    return {code: iso2 for iso2, iso3, m49 in rows for code in (iso2, iso3, m49) if code}


def _terms(rows: Iterable[CountryGroup]) -> list[GroupTerm]:
    return [GroupTerm(row.group, row.since, row.until) for row in rows]


def places(viewer: Any) -> QuerySet[Place]:
    """Return every place that is not retired, with its country."""
    return Place.objects.select_related("country").filter(retired_at=None)


def parts(viewer: Any, place: Place) -> QuerySet[Place]:
    """Return the parts of a place, by address."""
    return place.parts.filter(retired_at=None).order_by("slug")


def known_parts(viewer: Any, place: Place) -> list[Part]:
    """Return the parts as the rules plan changes to them, retired ones with a code included."""
    rows = place.parts.filter(Q(retired_at=None) | ~Q(code="")).order_by("slug")
    return [
        Part(
            row.pk,
            row.slug,
            row.code,
            tuple(row.name.values()),
            digest_of(row.boundary),
            row.retired_at is not None,
        )
        for row in rows
    ]


def place(viewer: Any, slug: str) -> Place | None:
    """Return the place of an address, or None."""
    return places(viewer).filter(slug=slug).first()


def search_places(viewer: Any, words: str, country: Country | None = None) -> QuerySet[Place]:
    """Find places whose name contains the words, whatever their accents, case or script's twins.

    A place is found by its former names too, and by those of places that became part of it; one
    that has ended is not.
    """
    named = Q(name_skeleton__contains=texts.skeleton(words)) | successors_named(words)
    found = places(viewer).filter(named, ended_on=None)
    return found.filter(country=country) if country else found


@dataclass(frozen=True)
class LookAlike:
    """A place whose name could be taken for another's; `same_country` makes it the more so."""

    place: Place
    same_country: bool


def look_alikes(viewer: Any, name: str, country: Country) -> list[LookAlike]:
    """Return the places whose names look like this one, those of its own country first."""
    found = places(viewer).filter(name_skeleton=texts.skeleton(name))[:MOST]
    alike = [LookAlike(place, place.country_id == country.pk) for place in found]
    return sorted(alike, key=lambda one: (not one.same_country, one.place.slug))
