"""The one door to public data: what cities have published, with small numbers withheld.

It reads the rows that `actions.showing` wrote for everybody, and never the city's own. So there is
nothing here of who entered a value, of its history, of drafts or files, and no id of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from waymark.indicators import models
from waymark.places.models import Place


@dataclass(frozen=True)
class PublicPlace:
    """A place with published data. `changed_at`: when any of it last changed."""

    place: Place
    indicators: int
    changed_at: datetime
    licence: str


@dataclass(frozen=True)
class Wanted:
    """Which public series somebody asks for; what is empty takes anything.

    `indicators` are names (list:code); `areas` addresses of parts, "" for whole places; `around`
    addresses of either.
    """

    places: Sequence[str] = ()
    country: str = ""
    framework: str = ""
    indicators: Sequence[str] = ()
    areas: Sequence[str] = ()
    around: Sequence[str] = ()
    units: Sequence[str] = ()

    @property
    def condition(self) -> Q:
        """As a condition on public series."""
        found = Q(publication__withdrawn_at=None, publication__indicator__retired_at=None)
        if self.places:
            found &= Q(publication__place__slug__in=self.places)
        if self.country:
            code = self.country.upper()
            named = Q(publication__place__country=code)
            found &= named | Q(publication__place__country__iso3=code)
        if self.framework:
            found &= Q(publication__indicator__framework=self.framework)
        if self.indicators:
            found &= self._named()
        if self.areas:
            parts = [area for area in self.areas if area]
            found &= Q(area__slug__in=parts) | (Q(area=None) if "" in self.areas else Q(pk=None))
        if self.around:
            whole = Q(area=None, publication__place__slug__in=self.around)
            found &= whole | Q(area__slug__in=self.around)
        return found & Q(unit__in=self.units) if self.units else found

    def _named(self) -> Q:
        found = Q(pk=None)
        lists: dict[str, list[str]] = {}
        for name in self.indicators:
            framework, _colon, code = name.partition(":")
            lists.setdefault(framework, []).append(code)
        for framework, codes in lists.items():
            found |= Q(
                publication__indicator__framework=framework, publication__indicator__code__in=codes
            )
        return found


_TOLD = """
SELECT COUNT(*), MAX(p.changed_at), MAX(p.id), MAX(t.changed_at),
       (SELECT MAX(made_at) FROM indicators_edition), 0
FROM indicators_publication p
JOIN indicators_indicator i ON i.id = p.indicator_id
LEFT JOIN indicators_publicterms t ON t.place_id = p.place_id
WHERE p.withdrawn_at IS NULL AND i.retired_at IS NULL"""
_TOLD_OF_PLACE = """
SELECT COUNT(*), MAX(p.changed_at), MAX(p.id), MAX(t.changed_at),
       (SELECT MAX(made_at) FROM indicators_edition),
       (SELECT MAX(id) FROM base_record WHERE subject =
           (SELECT 'place:' || id FROM places_place WHERE slug = %s))
FROM indicators_publication p
JOIN indicators_indicator i ON i.id = p.indicator_id
LEFT JOIN indicators_publicterms t ON t.place_id = p.place_id
WHERE p.withdrawn_at IS NULL AND i.retired_at IS NULL
  AND p.place_id = (SELECT id FROM places_place WHERE slug = %s)"""
_TOLD_OF_COUNTRY = """
SELECT COUNT(*), MAX(p.changed_at), MAX(p.id), MAX(t.changed_at),
       (SELECT MAX(made_at) FROM indicators_edition),
       (SELECT MAX(id) FROM base_record WHERE subject IN
           (SELECT 'place:' || id FROM places_place WHERE country_id = %s))
FROM indicators_publication p
JOIN indicators_indicator i ON i.id = p.indicator_id
LEFT JOIN indicators_publicterms t ON t.place_id = p.place_id
WHERE p.withdrawn_at IS NULL AND i.retired_at IS NULL
  AND p.place_id IN (SELECT id FROM places_place WHERE country_id = %s)"""
_OF_PLACE = " AND p.place_id = (SELECT id FROM places_place WHERE slug = %s)"


class Told(NamedTuple):
    """How much is public, and when it and what it stands on last changed.

    As a text it differs whenever anything public does; of one place also when its name or its
    parts do (`about`). `changed` is as the database says it.
    """

    held: int
    changed: datetime | str | None
    newest: str | None
    terms: Any
    listed: Any
    about: int | None

    def __str__(self) -> str:
        return " ".join(map(str, self))

    @property
    def changed_at(self) -> datetime | None:
        """When anything that is public last changed."""
        if not isinstance(self.changed, str):
            return self.changed
        found = datetime.fromisoformat(self.changed)
        return found if found.tzinfo else found.replace(tzinfo=UTC)


def told(viewer: Any, slug: str = "") -> Told:
    """Return how much is public, of one place or of all.

    Written out, for every public answer begins with it: to build it took longer than to ask it.
    """
    with connection.cursor() as cursor:
        cursor.execute(*((_TOLD_OF_PLACE, [slug, slug]) if slug else (_TOLD, [])))
        return Told(*cursor.fetchone())


def stamp_of_country(viewer: Any, code: str) -> str:
    """Return a text that differs whenever anything public of a country's places does."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD_OF_COUNTRY, [code, code])
        return str(Told(*cursor.fetchone()))


def stamp(viewer: Any, slug: str = "") -> str:
    """Return a text that differs whenever anything public does, of one place or of all."""
    return str(told(viewer, slug))


_VALUES = """
SELECT COUNT(*)
FROM indicators_publicvalue v
JOIN indicators_publicseries s ON s.id = v.series_id
JOIN indicators_publication p ON p.id = s.publication_id
JOIN indicators_indicator i ON i.id = p.indicator_id
WHERE p.withdrawn_at IS NULL AND i.retired_at IS NULL"""


def values_held(viewer: Any, slug: str) -> int:
    """Return how many values a place has published, withheld and missing ones among them."""
    with connection.cursor() as cursor:
        cursor.execute(_VALUES + _OF_PLACE, [slug])
        return int(cursor.fetchone()[0])


def published(viewer: Any) -> QuerySet[models.Publication]:
    """Return everything that is public now, by place, list and code."""
    return (
        models.Publication.objects.filter(withdrawn_at=None, indicator__retired_at=None)
        .select_related("place__country", "indicator__framework", "place__public_terms")
        .order_by("place__slug", "indicator__framework__order", "indicator__order", "pk")
    )


def places(viewer: Any, slug: str = "") -> list[PublicPlace]:
    """Return every place with published data, or one of them, by address, in two queries."""
    found = published(viewer)
    rows = (
        (found.filter(place__slug=slug) if slug else found)
        .order_by()
        .values("place", "place__public_terms__licence")
        .annotate(held=Count("pk"), changed=Max("changed_at"))
    )
    told = {row["place"]: row for row in rows}
    named = Place.objects.filter(pk__in=list(told)).select_related("country").defer("boundary")
    return [
        PublicPlace(
            place,
            told[place.pk]["held"],
            told[place.pk]["changed"],
            told[place.pk]["place__public_terms__licence"] or "",
        )
        for place in named.order_by("slug")
    ]


def indicator(viewer: Any, framework: str, code: str) -> models.Indicator | None:
    """Return a row of a shared list by its code or a former one, or None."""
    shared = models.Indicator.objects.filter(framework=framework, owner=None)
    found = shared.filter(code=code).first()
    if found is None:
        former = shared.exclude(former_codes=[])
        found = next((row for row in former if code in row.former_codes), None)
    return found


def publications(viewer: Any, slug: str) -> list[models.Publication]:
    """Return what a place has made public, by list and order; nothing for an unknown one."""
    return list(published(viewer).filter(place__slug=slug).defer("place__boundary"))


def series(viewer: Any, wanted: Wanted) -> QuerySet[models.PublicSeries]:
    """Return the public series that are asked for, by place, list, code, area and breakdown."""
    return (
        models.PublicSeries.objects.filter(wanted.condition)
        .select_related(
            "area", "publication__place__public_terms", "publication__indicator__framework"
        )
        .defer("area__boundary", "publication__place__boundary")
        .order_by("key")
    )


def values(
    viewer: Any,
    of: Iterable[int],
    *,
    start: date | None = None,
    end: date | None = None,
    changed_after: datetime | None = None,
) -> QuerySet[models.PublicValue]:
    """Return the numbers of series, given by pk, whose periods lie between two days, in order."""
    found = models.PublicValue.objects.filter(
        series__in=list(of), series__publication__withdrawn_at=None
    )
    if start:
        found = found.filter(start__gte=start)
    if end:
        found = found.filter(end__lte=end)
    if changed_after:
        found = found.filter(changed_at__gt=changed_after)
    return found.order_by("series__key", "start", "end")


def splits(viewer: Any) -> list[tuple[dict[str, str], str]]:
    """Return every breakdown with a unit that public series have."""
    rows = models.PublicSeries.objects.filter(Wanted().condition)
    return list(rows.values_list("dimensions", "unit").distinct())


def parts(viewer: Any) -> list[Place]:
    """Return every part of a place that public series are about, by address."""
    rows = models.PublicSeries.objects.filter(Wanted().condition, area__isnull=False)
    found = Place.objects.filter(pk__in=rows.values("area"))
    found = found.select_related("parent").defer("boundary", "parent__boundary")
    return list(found.order_by("slug"))


def indicators(viewer: Any, slug: str = "") -> list[models.Indicator]:
    """Return every row of the shared lists, and the local ones that are public, in order.

    With a place only its own local ones, and only rows that the lists still have.
    """
    shown = published(viewer).order_by()
    if slug:
        shown = shown.filter(place__slug=slug)
    known = Q(owner=None) | Q(pk__in=shown.values("indicator"))
    if slug:
        known &= Q(retired_in=None) | Q(pk__in=shown.values("indicator"))
    found = models.Indicator.objects.filter(known).select_related("framework", "owner")
    return list(found.defer("owner__boundary").order_by("framework__order", "order", "code", "pk"))


def series_with_values(viewer: Any, slug: str) -> QuerySet[models.PublicSeries]:
    """Return the public series of a place that have a number that is shown."""
    shown = models.PublicValue.objects.filter(series=OuterRef("pk"), value__isnull=False)
    return series(viewer, Wanted(places=[slug])).filter(Exists(shown))
