"""What this room does on its own acts once they are committed: what everybody sees follows."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from waymark.base.models import Record
from waymark.base.record import receives
from waymark.indicators.models import Publication, Series
from waymark.places.models import Place


def _id(reference: str) -> str:
    return reference.partition(":")[2]


def _follow(place: Place | None, touched: Collection[int] | None = None) -> None:
    from waymark.indicators.actions.showing import show_again  # much code, for the worker alone

    if place is not None:
        with transaction.atomic():
            show_again(place, at=timezone.now(), touched=touched)


@receives("value.enter", "value.change", "value.remove", "target.set")
def follow_a_value(row: Record) -> None:
    """One value or target of a city changed."""
    series = Series.objects.filter(pk=_id(row.subject)).select_related("place").first()
    if series is not None:
        _follow(series.place, {series.indicator_id})


@receives("import.commit", "import.undo", "local.edit", "local.retire")
@receives("place.set_parts", "place.take_back_parts")
def follow_a_city(row: Record) -> None:
    """Much of a city's data changed, or how its indicators or its areas hang together."""
    _follow(Place.objects.filter(pk=_id(row.scope)).first())


@receives("place.create")
def follow_an_area(row: Record) -> None:
    """A city has got one part more, so its areas add up in another way."""
    _follow(Place.objects.filter(parts=_id(row.subject)).first())


@receives("list.import")
def follow_a_list(row: Record) -> None:
    """A list has changed for every city."""
    current = Publication.objects.filter(withdrawn_at=None)
    for place in Place.objects.filter(pk__in=current.values("place")).order_by("pk"):
        _follow(place)
