"""Workspaces: whose they are, who works in them, who has been invited."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from waymark.base.permits import may
from waymark.people.models import Contributing, Department, Invitation, Membership, User
from waymark.people.queries.terms import open_at
from waymark.people.rules import (
    STAFF,
    InvitationState,
    Invited,
    Permit,
    WorkspaceRole,
    invitation_state,
)
from waymark.places.models import Place


@dataclass(frozen=True)
class Workspace:
    """A place as somebody who works there sees it; `role` is empty for the secretariat."""

    place: Place
    role: str
    department: Department | None
    may_manage: bool


def workspaces_of(viewer: Any, at: datetime | None = None) -> list[Workspace]:
    """Return the workspaces in which the viewer works, by the places' names."""
    if not getattr(viewer, "is_authenticated", False):
        return []
    held = Membership.objects.filter(open_at(at or timezone.now()), user=viewer)
    found = [
        Workspace(m.place, m.role, m.department, m.role == WorkspaceRole.LEAD)
        for m in held.select_related("place__country", "department")
    ]
    return sorted(found, key=lambda one: str(one.place).casefold())


def workspace(viewer: Any, slug: str, at: datetime | None = None) -> Workspace | None:
    """Return the workspace of an address, or None where the viewer may not see it."""
    place = Place.objects.select_related("country").filter(slug=slug).first()
    if place is None or not may(viewer, Permit.SEE_WORKSPACE, on=place):
        return None
    held = (
        Membership.objects.filter(open_at(at or timezone.now()), user=viewer, place=place)
        .select_related("department")
        .first()
    )
    role = held.role if held else ""
    return Workspace(place, role, held.department if held else None, role == WorkspaceRole.LEAD)


def contributing_to(viewer: Any, slug: str, at: datetime | None = None) -> Workspace | None:
    """Return the place of an address to which the viewer contributes from outside, or None."""
    held = (
        Membership.objects.filter(
            open_at(at or timezone.now()),
            user=viewer.pk,
            place__slug=slug,
            role=WorkspaceRole.CONTRIBUTOR,
        )
        .select_related("place__country", "department")
        .first()
    )
    return Workspace(held.place, held.role, held.department, may_manage=False) if held else None


def members(viewer: Any, place: Place, at: datetime | None = None) -> QuerySet[Membership]:
    """Return the open memberships of a place with people and departments, by name."""
    if not may(viewer, Permit.SEE_WORKSPACE, on=place):
        return Membership.objects.none()
    return (
        place.memberships.filter(open_at(at or timezone.now()))
        .select_related("user", "department")
        .order_by("user__name", "user_id")
    )


def people_of(place: Place | str, at: datetime, *roles: str) -> QuerySet[User]:
    """Return the people who work for a place in any of these roles (in any role without):

    an audience for notices, and the choices when work is given to somebody. Contributors don't
    work for it, so they are among them only where they are asked for.
    """
    held = open_at(at, "memberships__") & Q(memberships__place=place)
    held &= Q(memberships__role__in=roles or STAFF)
    return User.objects.filter(held, is_active=True).distinct()


def people_by_place(places: Collection[str], at: datetime, *roles: str) -> dict[str, list[User]]:
    """Return, by place, the people who work for it in any of these roles. One query."""
    held = Membership.objects.filter(
        open_at(at), place__in=places, role__in=roles, user__is_active=True
    )
    found: dict[str, dict[str, User]] = {}
    for row in held.select_related("user").order_by("since", "pk"):
        found.setdefault(row.place_id, {})[row.user_id] = row.user
    return {place: list(users.values()) for place, users in found.items()}


def leads_of(place: Place | str, at: datetime) -> QuerySet[User]:
    """Return the people who lead a place's workspace at a moment."""
    return people_of(place, at, WorkspaceRole.LEAD)


def departments(viewer: Any, place: Place, at: datetime | None = None) -> QuerySet[Department]:
    """Return the departments of a place with `people`, how many members each has."""
    if not may(viewer, Permit.SEE_WORKSPACE, on=place):
        return Department.objects.none()
    held = open_at(at or timezone.now(), "membership__")
    return place.departments.annotate(people=Count("membership", filter=held))


def takes_contributions(viewer: Any, place: Place) -> bool | None:
    """Tell whether contributors can be invited to a place; None where they never could."""
    row = Contributing.objects.filter(place=place).first()
    return None if row is None else row.open


@dataclass(frozen=True)
class InvitationRow:
    """An invitation and where it stands."""

    invitation: Invitation
    state: InvitationState


def as_invited(invitation: Invitation) -> Invited:
    """Return what the rules need to know of an invitation."""
    return Invited(
        invitation.email,
        invitation.expires_at,
        invitation.accepted_at,
        invitation.withdrawn_at,
    )


def invitations(viewer: Any, place: Place, at: datetime) -> list[InvitationRow]:
    """Return the invitations of a place that were neither accepted nor withdrawn, newest first."""
    if not may(viewer, Permit.MANAGE_MEMBERS, on=place):
        return []
    found = place.invitations.filter(accepted_at=None, withdrawn_at=None)
    return [
        InvitationRow(one, invitation_state(as_invited(one), at))
        for one in found.select_related("department").order_by("-invited_at", "pk")
    ]


def token_hash(token: str) -> str:
    """Return what is stored of an invitation's token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def invitation_by_token(token: str, at: datetime) -> InvitationRow | None:
    """Return the invitation of a link: whoever holds the token may see what it offers."""
    found = (
        Invitation.objects.filter(token_hash=token_hash(token))
        .select_related("place__country", "department", "invited_by")
        .first()
    )
    return None if found is None else InvitationRow(found, invitation_state(as_invited(found), at))
