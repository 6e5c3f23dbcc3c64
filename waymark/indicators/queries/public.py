"""The one door to public data: what cities have published, with small numbers withheld.

It reads the rows that `actions.showing` wrote for everybody, and never the city's own. So there is
nothing here of who entered a value, of its history, of drafts or files, and no id of ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

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


def published(viewer: Any) -> QuerySet[models.Publication]:
    """Return everything that is public now, by place, list and code."""
    return (
        models.Publication.objects.filter(withdrawn_at=None, indicator__retired_at=None)
        .select_related("place__country", "indicator__framework", "place__public_terms")
        .order_by("place__slug", "indicator__framework__order", "indicator__order", "pk")
    )


def places(viewer: Any) -> list[PublicPlace]:
    """Return every place with published data, by address, in two queries."""
    rows = (
        published(viewer)
        .order_by()
        .values("place", "place__public_terms__licence")
        .annotate(held=Count("pk"), changed=Max("changed_at"))
    )
    told = {row["place"]: row for row in rows}
    found = Place.objects.filter(pk__in=list(told)).select_related("country").defer("boundary")
    return [
        PublicPlace(
            place,
            told[place.pk]["held"],
            told[place.pk]["changed"],
            told[place.pk]["place__public_terms__licence"] or "",
        )
        for place in found.order_by("slug")
    ]


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
