"""Who reads an exchange: the people of the two cities, and nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.community.models.matching import Exchange
from waymark.community.rules.exchanges import Side
from waymark.people.queries import held_by
from waymark.places.models import Place


def exchanges(viewer: Any, at: datetime) -> QuerySet[Exchange]:
    """Return the exchanges that the viewer reads, the last that moved first."""
    if not (getattr(viewer, "is_authenticated", False) and viewer.is_active):
        return Exchange.objects.none()
    mine = held_by(viewer, at).places
    found = Exchange.objects.filter(Q(asker__in=mine) | Q(peer__in=mine))
    return found.select_related("asker", "peer").defer("asker__boundary", "peer__boundary")


def of_place(viewer: Any, place: Place, at: datetime) -> QuerySet[Exchange]:
    """Return a city's exchanges, on either side."""
    return exchanges(viewer, at).filter(Q(asker=place) | Q(peer=place))


def exchange(viewer: Any, pk: str, at: datetime) -> Exchange | None:
    """Return one that the viewer reads, or None."""
    return exchanges(viewer, at).filter(pk=pk).first()


def sides(viewer: Any, row: Exchange, at: datetime) -> dict[Side, Place]:
    """Return the sides for which the viewer works; the one that asks first."""
    mine = held_by(viewer, at).places
    both = {Side.ASKER: row.asker, Side.PEER: row.peer}
    return {side: place for side, place in both.items() if place.pk in mine}
