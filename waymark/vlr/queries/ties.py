"""Who reads which tie: everybody those that both sides confirmed, of reviews that are public."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.vlr.models import ReviewTie, VoluntaryReview
from waymark.vlr.queries.reviews import may_keep, reviews
from waymark.vlr.rules.reviews import PUBLIC

SIDES = ("first__country", "first__place", "first__body", "second__place", "second__body")
_LARGE = ("first__place__boundary", "second__place__boundary")


def _all() -> QuerySet[ReviewTie]:
    return ReviewTie.objects.filter(ended_at=None).select_related(*SIDES).defer(*_LARGE)


def public(viewer: Any, country: str = "") -> QuerySet[ReviewTie]:
    """Return the confirmed ties between public reviews, by country, the newest review first."""
    found = _all().filter(
        agreed_at__isnull=False, first__state__in=PUBLIC, second__state__in=PUBLIC
    )
    if country:
        found = found.filter(Q(first__country=country) | Q(second__country=country))
    return found.order_by("first__country__iso3", "-first__year", "first__title", "said_at", "pk")


def of_review(viewer: Any, row: VoluntaryReview) -> list[ReviewTie]:
    """Return a review's ties: the public ones, and for its keeper those that wait."""
    mine = Q(first=row) | Q(second=row)
    found = list(public(viewer).filter(mine))
    if may_keep(viewer, row):
        there = {one.pk for one in found}
        found += [one for one in _all().filter(mine) if one.pk not in there]
    return found


def tie(viewer: Any, row: VoluntaryReview, pk: str) -> ReviewTie | None:
    """Return one of a review's ties, or None."""
    return next((one for one in of_review(viewer, row) if one.pk == pk), None)


def to_tie(viewer: Any, row: VoluntaryReview, at: datetime) -> QuerySet[VoluntaryReview]:
    """Return the reviews that the viewer reads and that another can be tied to, by title."""
    found = reviews(viewer, at).exclude(pk=row.pk).exclude(state="given_up")
    return found.order_by("country__iso3", "-year", "title", "pk")
