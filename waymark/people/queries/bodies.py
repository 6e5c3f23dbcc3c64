"""Who sits in which body, and what that makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from waymark.base.permits import may
from waymark.people.models import Body, Seat, User
from waymark.people.queries.held import held_by
from waymark.people.queries.terms import open_at
from waymark.people.rules import (
    CITY_ROLE,
    VOTING,
    BodyKind,
    Permit,
    Role,
    SeatGroup,
    read_composition,
    seat_role,
)
from waymark.places.models import Place


@dataclass(frozen=True)
class BodyRole:
    """A role that a person holds through a seat; without a country, its body is a global one."""

    body_id: str
    kind: str
    country_id: str | None
    role: Role


def _is_person(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False) and getattr(user, "is_active", False))


def seats_of(user: Any, at: datetime) -> QuerySet[Seat]:
    """Return the seats that a person holds at a moment, with their bodies."""
    if not _is_person(user):
        return Seat.objects.none()
    return Seat.objects.filter(open_at(at), user=user).select_related("body")


def members_of(body: Body | str, at: datetime, role: str = "") -> QuerySet[Seat]:
    """Return the seats of a body that are held at a moment, with their people, by name.

    Seats of people whose account was closed are left out.
    """
    found = Seat.objects.filter(
        open_at(at), body=body if isinstance(body, str) else body.pk, user__is_active=True
    )
    found = found.filter(role=role) if role else found
    return found.select_related("user").order_by("user__name", "user_id")


def user_body_roles(user: Any, at: datetime) -> list[BodyRole]:
    """Return every role that a person's seats give her at a moment."""
    if not _is_person(user):
        return []
    return [
        BodyRole(seat.body_id, seat.kind, seat.country_id, seat_role(seat.kind, seat.role))
        for seat in held_by(user, at).seats
    ]


def is_secretary(user: Any, at: datetime | None = None) -> bool:
    """Tell whether a person sits in the global secretariat."""
    return _is_person(user) and held_by(user, at or timezone.now()).in_global_secretariat


def secretaries(at: datetime) -> QuerySet[User]:
    """Return the people of the global secretariat at a moment: an audience for notices."""
    return User.objects.filter(
        open_at(at, "seats__"),
        seats__body__kind=BodyKind.SECRETARIAT,
        seats__body__country=None,
        is_active=True,
    ).distinct()


def roles_on_place(user: Any, place: Place | str, at: datetime) -> frozenset[str]:
    """Return the roles that a person holds on a place: her membership's, and the secretariat's."""
    if not _is_person(user):
        return frozenset()
    place_id = place if isinstance(place, str) else place.pk
    held = held_by(user, at)
    role = held.places.get(place_id)
    city = frozenset({str(CITY_ROLE[role])}) if role else frozenset()
    if place_id in held.contributes:
        city = frozenset({Role.CITY_CONTRIBUTOR.value})
    return city | {Role.SECRETARIAT.value} if held.in_global_secretariat else city


def bodies(viewer: Any, at: datetime) -> QuerySet[Body]:
    """Return all bodies with `seated`, how many seats are held; the secretariat's page."""
    if not is_secretary(viewer):
        return Body.objects.none()
    held = Count("seats", filter=open_at(at, "seats__"))
    found = Body.objects.select_related("country", "works_in", "part_of", "organisation")
    return found.annotate(seated=held).order_by("kind", "pk")


def teams(_viewer: Any, whole: str) -> list[Body]:
    """Return the parts of a technical team, for everybody to see: which languages, and where."""
    found = Body.objects.filter(part_of=whole).select_related("works_in", "organisation")
    return list(found.order_by("created_at", "pk"))


def body(viewer: Any, pk: str) -> Body | None:
    """Return a body that the viewer may manage, or None."""
    found = (
        Body.objects.select_related("country", "works_in", "part_of", "organisation")
        .filter(pk=pk)
        .first()
    )
    return found if found and may(viewer, Permit.MANAGE_SEATS, on=found) else None


@dataclass(frozen=True)
class SeatRow:
    """A seat as its body's page shows it: `state` is open, coming or ended."""

    seat: Seat
    state: str


def seats_in(viewer: Any, body: Body, at: datetime) -> list[SeatRow]:
    """Return all seats of a body, past ones included, those that are held first."""
    if not may(viewer, Permit.MANAGE_SEATS, on=body):
        return []
    found = body.seats.select_related("user", "seconded_by", "deputy_for__user").order_by(
        "user__name", "-since"
    )
    rows = [SeatRow(seat, _state(seat, at)) for seat in found]
    return sorted(rows, key=lambda row: ("open", "coming", "ended").index(row.state))


@dataclass(frozen=True)
class GroupRow:
    """A group of a committee: how many seats are laid down for it, and how many are held."""

    group: str
    wanted: int
    held: int


def groups_in(viewer: Any, body: Body, at: datetime) -> list[GroupRow]:
    """Return the groups that a committee lays down, as far as its seats are filled now."""
    wanted = read_composition(body.composition).groups
    held = list(body.seats.filter(open_at(at), role__in=VOTING).values_list("group", flat=True))
    return [
        GroupRow(group, wanted[group], held.count(group)) for group in SeatGroup if group in wanted
    ]


def holders_in(body: Body, at: datetime) -> QuerySet[Seat]:
    """Return the seats for which somebody can stand in."""
    return members_of(body, at).filter(role__in=VOTING)


def seats_ending(at: datetime, days: int) -> list[Seat]:
    """Return the seats that are held now and end within so many days."""
    found = Seat.objects.filter(
        open_at(at), until__lte=at + timedelta(days=days), user__is_active=True
    )
    return list(found.select_related("user", "body").order_by("until", "pk"))


def _state(seat: Seat, at: datetime) -> str:
    if seat.since > at:
        return "coming"
    return "open" if seat.until is None or seat.until > at else "ended"
