"""The one door to public data: what cities have published, with small numbers withheld.

It reads the rows that `actions.showing` wrote for everybody, and never the city's own. So there is
nothing here of who entered a value, of its history, of drafts or files, and no id of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

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
class PublicLine:
    """A published series with its numbers, in the order of their periods."""

    series: models.PublicSeries
    values: tuple[models.PublicValue, ...]

    @property
    def is_total(self) -> bool:
        """Whether it speaks of the whole place and everybody in it."""
        return self.series.area_id is None and not self.series.dimensions


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


def stamp(viewer: Any, slug: str = "") -> str:
    """Return a text that differs whenever anything public does, of one place or of all."""
    rows = published(viewer).order_by()
    newest = models.Edition.objects.order_by("-made_at").values("made_at")[:1]
    told = (rows.filter(place__slug=slug) if slug else rows).aggregate(
        held=Count("pk"),
        changed=Max("changed_at"),
        newest=Max("pk"),
        terms=Max("place__public_terms__changed_at"),
        listed=Max(Subquery(newest)),
    )
    if not told["held"]:  # then nothing is joined with the newest edition
        told["listed"] = newest.first()
    return " ".join(str(value) for value in told.values())


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


def publication(viewer: Any, slug: str, framework: str, code: str) -> models.Publication | None:
    """Return the publication of an indicator by a place, or None where it is not public."""
    found = published(viewer).filter(
        place__slug=slug, indicator__framework=framework, indicator__code=code
    )
    return found.defer("place__boundary").first()


def lines(viewer: Any, publication: models.Publication) -> tuple[PublicLine, ...]:
    """Return what is public of an indicator, the whole place first, in two queries."""
    series = list(
        models.PublicSeries.objects.filter(publication=publication)
        .select_related("area")
        .defer("area__boundary")
        .order_by("key")
    )
    held: dict[int, list[models.PublicValue]] = {row.pk: [] for row in series}
    values = models.PublicValue.objects.filter(series__publication=publication)
    for value in values.order_by("start", "end"):
        held[value.series_id].append(value)
    found = [PublicLine(row, tuple(held[row.pk])) for row in series]
    return tuple(sorted(found, key=lambda line: (not line.is_total, line.series.key)))


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


def latest(viewer: Any, publications: Iterable[str]) -> dict[str, tuple[models.PublicValue, str]]:
    """Return the latest shown number of the whole place, with its unit, by publication.

    Of several series that differ only in their unit the first counts.
    """
    newest = (
        models.PublicValue.objects.filter(series=OuterRef("pk"), value__isnull=False)
        .order_by("-end", "-start")
        .values("pk")[:1]
    )
    whole = models.PublicSeries.objects.filter(
        publication__in=list(publications), area=None, dimensions={}
    ).annotate(newest=Subquery(newest))
    rows = models.PublicValue.objects.filter(pk__in=whole.values("newest"))
    found: dict[str, tuple[models.PublicValue, str]] = {}
    for row in rows.select_related("series").order_by("series__key"):
        found.setdefault(row.series.publication_id, (row, row.series.unit))
    return found


def series_with_values(viewer: Any, slug: str) -> QuerySet[models.PublicSeries]:
    """Return the public series of a place that have a number that is shown."""
    shown = models.PublicValue.objects.filter(series=OuterRef("pk"), value__isnull=False)
    return series(viewer, Wanted(places=[slug])).filter(Exists(shown))
