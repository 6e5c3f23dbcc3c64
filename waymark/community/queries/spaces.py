"""The one place that says which spaces a person finds, and in which she reads.

Lists, counts, search, files, calendars and notices all start from `known` or `readable`; the
permits of an action start from `roles`. Nothing is kept between two requests: a city that left
reads nothing more, from the next request on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from waymark.community.models import Facilitator, Offer, Party, Space
from waymark.community.rules.spaces import READERS_ONLY, SEEN, Access, Sort, SpaceState
from waymark.people.models import Body, Membership, Seat, User
from waymark.people.queries import held_by, open_at
from waymark.people.rules import CITY_ROLE, STAFF, BodyKind, Role
from waymark.places.models import Place

SIDES = (BodyKind.PARTNER, BodyKind.SECRETARIAT)
"""Kinds of bodies that can take part."""
LEADERS = frozenset({Role.CITY_LEAD, Role.CITY_SIGNATORY, Role.PARTNER, Role.SECRETARIAT})


@dataclass(frozen=True)
class Sides:
    """For whom a person can take part: places with her role there, and bodies with hers."""

    places: dict[str, Role]
    bodies: dict[str, Role]

    def role(self, place: str | None, body: str | None) -> Role | None:
        """What she is in a city or a body, or None."""
        return self.places.get(place or "") or self.bodies.get(body or "")


NOBODY = Sides({}, {})


def sides_of(viewer: Any, at: datetime | None = None) -> Sides:
    """Return for whom a person can take part. One query, or none where it was asked before."""
    if not (getattr(viewer, "is_authenticated", False) and getattr(viewer, "is_active", False)):
        return NOBODY
    held = held_by(viewer, at or timezone.now())
    places = {place: CITY_ROLE[role] for place, role in held.places.items()}
    partners = dict.fromkeys(held.bodies(BodyKind.PARTNER), Role.PARTNER)
    desks = dict.fromkeys(held.bodies(BodyKind.SECRETARIAT), Role.SECRETARIAT)
    return Sides(places, partners | desks)


def _hers(sides: Sides) -> Q:
    return Q(place_id__in=sides.places) | Q(body_id__in=sides.bodies)


def inside(viewer: Any) -> QuerySet[Space]:
    """Return the spaces that a person belongs to."""
    sides = sides_of(viewer)
    if sides == NOBODY:
        return Space.objects.none()
    here = Party.objects.filter(_hers(sides), until=None)
    return Space.objects.filter(state__in=SEEN, pk__in=here.values("space"))


def readable(viewer: Any) -> QuerySet[Space]:
    """Return the spaces whose contents a person reads: hers, and public ones."""
    public = Q(access=Access.PUBLIC, state__in=(SpaceState.OPEN, SpaceState.CLOSED))
    return Space.objects.filter(public | Q(pk__in=inside(viewer).values("pk")))


def known(viewer: Any) -> QuerySet[Space]:
    """Return the spaces that a person finds: those she reads, and those that she could join."""
    listed = Q(access=Access.MEMBERS, state=SpaceState.OPEN)
    found = Space.objects.filter(listed | Q(pk__in=readable(viewer).values("pk")))
    return found.select_related("host")


def space(viewer: Any, pk: str) -> Space | None:
    """Return a space that the viewer finds, or None."""
    return known(viewer).filter(pk=pk).first()


def listed(viewer: Any) -> QuerySet[Space]:
    """Return the spaces that everybody finds and she does not belong to, with `members`."""
    others = known(viewer).exclude(pk__in=inside(viewer).values("pk"))
    return _counted(others.filter(state=SpaceState.OPEN)).order_by("-made_at", "-pk")


def own(viewer: Any) -> QuerySet[Space]:
    """Return the spaces that she belongs to, with `members`, open ones first."""
    open_first = F("closed_at").asc(nulls_first=True)
    return _counted(inside(viewer)).order_by(open_first, "-made_at", "-pk")


def exchanges_of_hubs(viewer: Any) -> QuerySet[Space]:
    """Return the open exchanges of hubs that the viewer finds, the newest first."""
    found = known(viewer).filter(sort=Sort.HUBS, state=SpaceState.OPEN)
    return found.order_by("-made_at", "-pk")


def _counted(rows: QuerySet[Space]) -> QuerySet[Space]:
    there = Count("parties", filter=Q(parties__until=None))
    return rows.select_related("host").annotate(members=there)


def parties(viewer: Any, row: Space) -> QuerySet[Party]:
    """Return who takes part now, for whoever reads the space."""
    here = row.parties.filter(until=None, space__in=readable(viewer))
    return here.select_related("place__country", "body").defer("place__boundary")


def own_parties(viewer: Any, row: Space) -> list[Party]:
    """Return the parties for which she decides whether they stay."""
    sides = sides_of(viewer)
    rows = row.parties.filter(_hers(sides), until=None, space__state__in=SEEN)
    return [
        party
        for party in rows.select_related("place", "body").defer("place__boundary")
        if sides.role(party.place_id, party.body_id) in LEADERS
    ]


def joinable(viewer: Any, row: Space) -> list[Place | Body]:
    """Return the cities and bodies for which she could join a space that everybody finds."""
    if row.access == Access.CLOSED or row.state != SpaceState.OPEN:
        return []
    sides = sides_of(viewer)
    here = row.parties.filter(until=None).values_list("place_id", "body_id")
    there = {key for pair in here for key in pair}
    places = [key for key, role in sides.places.items() if role in LEADERS]
    free: list[Place | Body] = [
        place
        for place in Place.objects.filter(pk__in=places).defer("boundary").order_by("slug")
        if place.pk not in there
    ]
    bodies = Body.objects.filter(pk__in=sides.bodies).order_by("name__en", "pk")
    return free + [body for body in bodies if body.pk not in there]


def hosting(viewer: Any) -> QuerySet[Body]:
    """Return the bodies in whose name she can open a space."""
    found = Body.objects.filter(pk__in=sides_of(viewer).bodies)
    return found.order_by("name__en", "pk")


def offers(viewer: Any, at: datetime) -> QuerySet[Offer]:
    """Return what her cities and bodies are asked and have not answered, in time."""
    sides = sides_of(viewer, at)
    asked = Offer.objects.filter(
        _hers(sides),
        answer="",
        ends_on__gte=at.date(),
        space__state__in=(SpaceState.PROPOSED, SpaceState.OPEN),
    )
    found = asked.select_related("space__proposal", "space__host", "place", "body")
    return found.defer("place__boundary")


def offer(viewer: Any, pk: str, at: datetime) -> Offer | None:
    """Return an open offer to one of hers, or None."""
    return offers(viewer, at).filter(pk=pk).first()


def is_proposed(row: Offer) -> bool:
    """Tell whether an offer is the platform's, and the group does not exist yet or was its idea."""
    return row.made_by_id is None


def asked_in(row: Offer) -> int:
    """Return for how many cities the platform made its proposal, this one among them."""
    return row.space.offers.filter(made_by=None).count()


def members_of(row: Offer) -> int:
    """Return how many members the space of an offer has."""
    return row.space.parties.filter(until=None).count()


def partners() -> QuerySet[Body]:
    """Return the bodies that can be invited."""
    return Body.objects.filter(kind=BodyKind.PARTNER).order_by("name__en", "pk")


def role_in(viewer: Any, place: str | None, body: str | None) -> frozenset[str]:
    """Return what she is in a city or a body, for the permits on offers and parties."""
    role = sides_of(viewer).role(place, body)
    return frozenset({role}) if role else frozenset()


def roles(viewer: Any, row: Space) -> frozenset[str]:
    """Return what she is in a space: a member who writes, and a facilitator.

    Where no facilitator is left, whoever decides for a member can do a facilitator's work.
    """
    if row.state not in SEEN:
        return frozenset()
    sides = sides_of(viewer)
    if sides == NOBODY:
        return frozenset()
    there = row.parties.filter(_hers(sides), until=None).values_list("place_id", "body_id")
    held = {sides.role(*one) for one in there} - {None, *READERS_ONLY}
    if not held:
        return frozenset()
    named = set(facilitators(row).values_list("user_id", flat=True))
    facilitates = viewer.pk in named if named else bool(held & LEADERS)
    return frozenset({Role.MEMBER, Role.FACILITATOR} if facilitates else {Role.MEMBER})


def people_in(row: Space | str, at: datetime, *, writers: bool = False) -> QuerySet[User]:
    """Return the people of a space's members: an audience for notices, and to choose from."""
    here = Party.objects.filter(space=row, until=None, space__state__in=SEEN)
    staff = [one for one in STAFF if not writers or CITY_ROLE[one] not in READERS_ONLY]
    working = Membership.objects.filter(
        open_at(at), role__in=staff, place__in=here.exclude(place=None).values("place")
    )
    seated = Seat.objects.filter(open_at(at), body__in=here.exclude(body=None).values("body"))
    found = Q(pk__in=working.values("user")) | Q(pk__in=seated.values("user"))
    return User.objects.filter(found, is_active=True).order_by("name", "pk")


def facilitators(row: Space) -> QuerySet[Facilitator]:
    """Return who looks after a space now, as long as she belongs to one of its members."""
    people = people_in(row, timezone.now(), writers=True)
    named = row.facilitators.filter(until=None, user__in=people)
    return named.select_related("user").order_by("user__name", "pk")


def deciders(offer_or_party: Offer | Party, at: datetime) -> QuerySet[User]:
    """Return who decides for the city or body of an offer: an audience for notices."""
    working = Membership.objects.filter(
        open_at(at), role__in=("lead", "signatory"), place=offer_or_party.place_id
    )
    seated = Seat.objects.filter(open_at(at), body=offer_or_party.body_id)
    return User.objects.filter(
        Exists(working.filter(user=OuterRef("pk"))) | Exists(seated.filter(user=OuterRef("pk"))),
        is_active=True,
    )
