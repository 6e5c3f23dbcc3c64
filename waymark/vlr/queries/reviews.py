"""Who reads which voluntary review: everybody what is public, who writes it all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from waymark.base import permits
from waymark.people.models import Body, Membership
from waymark.people.queries import Held, held_by
from waymark.people.rules import CITY_ROLE, BodyKind, Role
from waymark.people.rules.voices import Voice, voice_of_body, voice_of_place
from waymark.places.models import Place
from waymark.vlr.models import Section, VoluntaryParty, VoluntaryReview
from waymark.vlr.rules.reviews import KEEPERS, KINDS, PUBLIC, Kind, Permit, State

SEEN = Q(state__in=PUBLIC)
SIDES = ("place__country", "body__organisation", "country")


def held(viewer: Any, at: datetime) -> Held | None:
    """Return what a person holds, or None for a stranger."""
    if not (getattr(viewer, "is_authenticated", False) and viewer.is_active):
        return None
    return held_by(viewer, at)


def bodies_of(mine: Held) -> frozenset[str]:
    """Return the bodies in whose name somebody takes part."""
    return mine.bodies(BodyKind.PARTNER) | mine.bodies(BodyKind.SECRETARIAT)


def _hers(mine: Held) -> Q:
    return Q(place__in=mine.places) | Q(body__in=bodies_of(mine))


def roles(viewer: Any, row: VoluntaryReview, at: datetime) -> frozenset[str]:
    """Return what somebody is to a review: of its keeper, or of a side that agreed to write."""
    mine = held(viewer, at)
    if mine is None:
        return frozenset()
    if row.place_id in mine.places:
        return frozenset({CITY_ROLE[mine.places[row.place_id]]})
    if row.body_id in mine.bodies(BodyKind.PARTNER):
        return frozenset({Role.PARTNER})
    if row.body_id in mine.bodies(BodyKind.SECRETARIAT):
        return frozenset({Role.SECRETARIAT})
    if row.pk and _agreed(mine).filter(review=row).exists():
        return frozenset({Role.PARTY})
    return frozenset()


def _agreed(mine: Held) -> QuerySet[VoluntaryParty]:
    return VoluntaryParty.objects.filter(_hers(mine), agreed_at__isnull=False, ended_at=None)


def reviews(viewer: Any, at: datetime) -> QuerySet[VoluntaryReview]:
    """Return the reviews that the viewer reads; nothing else decides it."""
    found = VoluntaryReview.objects.select_related(*SIDES).defer("place__boundary")
    mine = held(viewer, at)
    if mine is None:
        return found.filter(SEEN)
    asked = VoluntaryParty.objects.filter(_hers(mine), review=OuterRef("pk"), ended_at=None)
    return found.filter(SEEN | _hers(mine) | Q(Exists(asked)))


def review(viewer: Any, pk: str, at: datetime) -> VoluntaryReview | None:
    """Return one that the viewer reads, or None."""
    return reviews(viewer, at).filter(pk=pk).first()


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty means anything."""

    words: str = ""
    kind: str = ""
    country: str = ""
    goal: str = ""


def public(viewer: Any, wanted: Wanted) -> QuerySet[VoluntaryReview]:
    """Return the public reviews that fit, by country and then the newest first.

    A review that names no goal looks at all of them.
    """
    found = VoluntaryReview.objects.filter(SEEN).select_related(*SIDES).defer("place__boundary")
    for word in wanted.words.split():
        named = Q(title__icontains=word) | Q(authority__icontains=word)
        found = found.filter(named | Q(place__name__icontains=word))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.country:
        found = found.filter(country=wanted.country)
    if wanted.goal:
        found = found.filter(Q(goals="") | Q(goals__contains=f" {wanted.goal} "))
    return found.order_by("country__iso3", "-year", "title", "pk")


def own(viewer: Any, at: datetime) -> QuerySet[VoluntaryReview]:
    """Return the reviews that the viewer's sides keep, write or are asked to write with."""
    mine = held(viewer, at)
    if mine is None:
        return VoluntaryReview.objects.none()
    asked = VoluntaryParty.objects.filter(_hers(mine), review=OuterRef("pk"), ended_at=None)
    found = VoluntaryReview.objects.filter(_hers(mine) | Q(Exists(asked)))
    found = found.select_related(*SIDES).defer("place__boundary")
    return found.order_by("-moved_at", "-pk")


@dataclass(frozen=True)
class Side:
    """A place or a body in whose name somebody keeps reviews, and which kind she makes."""

    key: str  # "place:ID" or "body:ID"
    name: Any
    kind: Kind
    country: str  # iso2, "" where it has to be chosen


def sides(viewer: Any, at: datetime) -> list[Side]:
    """Return in whose name the viewer can begin a review. Two queries.

    A global secretariat enters national reviews, which are documents of states.
    """
    mine = held(viewer, at)
    if mine is None:
        return []
    keeps = [pk for pk, role in mine.places.items() if CITY_ROLE[role] in KEEPERS]
    found = [
        Side(f"place:{one.pk}", one.name, KINDS[voice_of_place(one.kind)], one.country_id)
        for one in Place.objects.filter(pk__in=keeps, ended_on=None).defer("boundary")
    ]
    bodies = Body.objects.filter(pk__in=bodies_of(mine)).select_related("organisation")
    for one in bodies:
        voice = voice_of_body(one.kind, one.organisation.kind if one.organisation else "")
        if voice in KINDS and voice in (Voice.ASSOCIATION, Voice.NATIONAL):
            found.append(Side(f"body:{one.pk}", one.name, KINDS[voice], one.country_id or ""))
    return sorted(found, key=lambda one: one.key)


def may_keep(viewer: Any, row: VoluntaryReview) -> bool:
    """Tell whether the viewer changes a review, asks others and moves it on."""
    return permits.may(viewer, Permit.KEEP_VLR, on=row)


def may_write(viewer: Any, row: VoluntaryReview) -> bool:
    """Tell whether the viewer writes its sections."""
    return permits.may(viewer, Permit.WRITE_VLR, on=row)


def inside(viewer: Any, row: VoluntaryReview) -> bool:
    """Tell whether the viewer reads what is not public of it."""
    return permits.may(viewer, Permit.READ_VLR, on=row)


def sections(viewer: Any, row: VoluntaryReview) -> list[Section]:
    """Return its sections in their order, for whoever reads them."""
    if row.state not in PUBLIC and not inside(viewer, row):
        return []
    found = row.sections.filter(dropped_at=None).select_related("party__place", "party__body")
    return list(found.defer("party__place__boundary").order_by("position", "pk"))


def section(viewer: Any, row: VoluntaryReview, pk: str) -> Section | None:
    """Return one section, or None."""
    return next((one for one in sections(viewer, row) if one.pk == pk), None)


def parties(viewer: Any, row: VoluntaryReview) -> list[VoluntaryParty]:
    """Return who writes it together; who has not answered is seen from within alone."""
    found = row.parties.filter(ended_at=None).select_related("place", "body")
    if not inside(viewer, row):
        found = found.filter(agreed_at__isnull=False)
    return list(found.defer("place__boundary").order_by("asked_at", "pk"))


def asked(viewer: Any, row: VoluntaryReview, at: datetime) -> VoluntaryParty | None:
    """Return for which side the viewer is asked to write, where she speaks for it; or None."""
    mine = held(viewer, at)
    if mine is None:
        return None
    speaks = [pk for pk, role in mine.places.items() if CITY_ROLE[role] in KEEPERS]
    hers = Q(place__in=speaks) | Q(body__in=bodies_of(mine))
    return row.parties.filter(hers, ended_at=None).order_by("agreed_at", "pk").first()


def to_ask(viewer: Any, row: VoluntaryReview) -> list[tuple[str, Any]]:
    """Return which places and bodies of its country, and global partners, can be asked, by id."""
    there = row.parties.filter(ended_at=None)
    places = Place.objects.filter(country=row.country_id, ended_on=None)
    places = places.filter(Exists(Membership.objects.filter(place=OuterRef("pk"))))
    places = places.exclude(pk__in=there.exclude(place=None).values("place"))
    bodies = Body.objects.filter(Q(country=None) | Q(country=row.country_id))
    bodies = bodies.filter(
        Q(kind=BodyKind.PARTNER) | Q(kind=BodyKind.SECRETARIAT) & ~Q(country=None)
    )
    bodies = bodies.exclude(pk__in=there.exclude(body=None).values("body"))
    found = [(f"place:{pk}", name) for pk, name in places.values_list("pk", "name")[:1000]]
    found += [(f"body:{pk}", name) for pk, name in bodies.values_list("pk", "name")[:1000]]
    return [one for one in found if one[0] not in (f"place:{row.place_id}", f"body:{row.body_id}")]


def states_open(row: VoluntaryReview) -> bool:
    """Tell whether a review is still written."""
    return row.state not in (State.PUBLISHED, State.GIVEN_UP)
