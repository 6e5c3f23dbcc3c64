"""Who reads a request for support: the city's people, and those of the partner that was asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from waymark.assessments.models import Case as AssessmentCase
from waymark.assessments.queries.access import CITY_ROLES
from waymark.assessments.queries.standing import standing
from waymark.community.models import Need, RequestWord, SupportRequest
from waymark.community.queries.needs import partners_for
from waymark.community.rules.permits import SPEAKERS
from waymark.community.rules.requests import ENDED, REQUEST, Side, waits_for
from waymark.library.models import Item
from waymark.library.queries.items import visible
from waymark.library.rules.vocabulary import ANY, OTHERS, Shelf
from waymark.people.models import Body
from waymark.people.queries import held_by
from waymark.people.rules import BodyKind, Role
from waymark.places.models import Place

MOST_OFFERS = 40
WAITING = {side: [state for state in REQUEST.states if waits_for(state) == side] for side in Side}


def requests(viewer: Any, at: datetime) -> QuerySet[SupportRequest]:
    """Return the requests that the viewer reads: those of her city, and those to her partner."""
    if not getattr(viewer, "is_authenticated", False) or not viewer.is_active:
        return SupportRequest.objects.none()
    held = held_by(viewer, at)
    mine = Q(place_id__in=held.places) | Q(partner_id__in=held.bodies(BodyKind.PARTNER))
    found = SupportRequest.objects.filter(mine)
    return found.select_related("place__country", "partner", "offer", "need").defer(
        "place__boundary"
    )


def request(viewer: Any, pk: str, at: datetime) -> SupportRequest | None:
    """Return one that the viewer reads, or None."""
    return requests(viewer, at).filter(pk=pk).first()


def _ordered(rows: QuerySet[SupportRequest], side: Side) -> QuerySet[SupportRequest]:
    """Those that wait for a side first, what is over last."""
    place = Case(
        When(state__in=WAITING[side], then=Value(0)),
        When(state__in=sorted(ENDED), then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return rows.order_by(place, "-moved_at", "-pk")


def of_place(viewer: Any, place: Place, at: datetime) -> QuerySet[SupportRequest]:
    """Return a city's own requests: those that wait for it first."""
    return _ordered(requests(viewer, at).filter(place=place), Side.CITY)


def asked_of(viewer: Any, at: datetime) -> QuerySet[SupportRequest]:
    """Return those to a partner of the viewer's: those that wait for it first."""
    bodies = held_by(viewer, at).bodies(BodyKind.PARTNER)
    return _ordered(requests(viewer, at).filter(partner_id__in=bodies), Side.PROVIDER)


def waiting(viewer: Any, at: datetime) -> int:
    """Return how many requests wait for the viewer's partner."""
    return asked_of(viewer, at).filter(state__in=WAITING[Side.PROVIDER]).count()


def waiting_for_city(viewer: Any, place: Place, at: datetime) -> int:
    """Return how many of a city's requests wait for it."""
    return requests(viewer, at).filter(place=place, state__in=WAITING[Side.CITY]).count()


def is_partner(viewer: Any, at: datetime) -> bool:
    """Tell whether the viewer sits for a partner."""
    known = getattr(viewer, "is_authenticated", False)
    return bool(known and held_by(viewer, at).bodies(BodyKind.PARTNER))


def of_need(viewer: Any, need: Need, at: datetime) -> QuerySet[SupportRequest]:
    """Return the requests about a need that the viewer reads."""
    return requests(viewer, at).filter(need=need).order_by("-moved_at", "-pk")


def roles(viewer: Any, row: SupportRequest, at: datetime) -> frozenset[str]:
    """Return what the viewer is towards a request.

    Of one that goes by letter the city notes what the provider answers, so that whoever speaks
    for the city takes the provider's steps as well.
    """
    held = held_by(viewer, at)
    if row.place_id in held.places:
        role = CITY_ROLES[held.places[row.place_id]]
        by_letter = row.partner_id is None and role in SPEAKERS
        return frozenset({role, Role.PARTNER} if by_letter else {role})
    if row.partner_id in held.bodies(BodyKind.PARTNER):
        return frozenset({Role.PARTNER})
    return frozenset()


def in_city(viewer: Any, row: SupportRequest, at: datetime) -> bool:
    """Tell whether the viewer works for the city that asks."""
    return row.place_id in held_by(viewer, at).places


def said(viewer: Any, row: SupportRequest) -> QuerySet[RequestWord]:
    """Return what was said in a request that the viewer reads, in its order."""
    return row.words.select_related("by")


@dataclass(frozen=True)
class Providers:
    """Whom a city can ask: partners with people here, and offers that are asked by letter."""

    partners: tuple[Body, ...]
    offers: tuple[Item, ...]


def providers(
    viewer: Any, place: Place, topics: Collection[str], criteria: Collection[str], code: str = ""
) -> Providers:
    """Return whom a city can ask; offers by topics and criteria where there are any.

    code: an offer that is there in any case.
    """
    found = visible(viewer).filter(shelf=Shelf.OFFER, hidden_at=None)
    fits = Q(code=code) | Q(criteria__contains=f" {ANY} ") | Q(topics__contains=f" {ANY} ")
    for topic in topics:
        fits |= Q(topics__contains=f" {topic} ")
    for criterion in criteria:
        fits |= Q(criteria__contains=f" {criterion} ")
    if topics or criteria or code:
        found = found.filter(fits)
    rows = [
        row for row in found.order_by("sort_title", "code") if not set(row.only_for) & set(OTHERS)
    ]
    return Providers(tuple(partners_for(place)), tuple(rows[:MOST_OFFERS]))


def open_about(need: Need) -> list[SupportRequest]:
    """Return the requests about a need that are not over."""
    return list(need.requests.exclude(state__in=ENDED))


def judges(person: Any, place: Place) -> bool:
    """Tell whether somebody has a part in judging a case of a city that is open."""
    for case in AssessmentCase.objects.filter(place=place, closed_at=None):
        known = standing(person, case)
        if known.reviewed or known.decided:
            return True
        if case.assignments.filter(reviewer=person, ended_at=None).exists():
            return True
    return False
