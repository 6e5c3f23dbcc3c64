"""The one place that says which cases a person may read, and which roles she holds on one.

Lists, counts, search, logs, exports and notices all start from `visible`; the permits of an
action start from `case_roles`. Both are built from the same conditions, and a test holds them
against each other for every person and case of a small world (invariant 13).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from waymark.assessments.models import AgendaItem, Assignment, Case, Declaration, Recusal
from waymark.assessments.rules.case import CaseState
from waymark.people.models import Membership, Seat
from waymark.people.rules import Role, SeatRole

CITY_ROLES = {
    "lead": Role.CITY_LEAD,
    "editor": Role.CITY_EDITOR,
    "signatory": Role.CITY_SIGNATORY,
    "viewer": Role.CITY_VIEWER,
}


def _open(at: datetime) -> Q:
    return Q(since__lte=at) & (Q(until__isnull=True) | Q(until__gt=at))


def seats(viewer: Any, at: datetime) -> QuerySet[Seat]:
    """Return the seats that a person holds at a moment."""
    return Seat.objects.filter(_open(at), user=viewer)


def _seated(viewer: Any, at: datetime, body: str, **role: Any) -> Exists:
    return Exists(seats(viewer, at).filter(body=OuterRef(body), **role))


def _declared(viewer: Any, conflict: bool) -> Exists:
    return Exists(Declaration.objects.filter(case=OuterRef("pk"), user=viewer, conflict=conflict))


def _in_city(viewer: Any, at: datetime) -> Exists:
    return Exists(Membership.objects.filter(_open(at), user=viewer, place=OuterRef("place")))


def _reviews(viewer: Any) -> Exists:
    return Exists(
        Assignment.objects.filter(
            case=OuterRef("pk"), reviewer=viewer, ended_at__isnull=True
        ).exclude(state="invited")
    )


def _on_agenda() -> Exists:
    return Exists(AgendaItem.objects.filter(case=OuterRef("pk"), removed_at__isnull=True))


def _recused(viewer: Any) -> Exists:
    return Exists(Recusal.objects.filter(item__case=OuterRef("pk"), member=viewer))


def conditions(viewer: Any, at: datetime) -> dict[str, Q | Exists]:
    """Return, role by role, the condition on a case under which the viewer holds it."""
    handed_in = ~Q(state=CaseState.DRAFT)
    free = Q(_declared(viewer, False)) & ~Q(_declared(viewer, True))
    judged = Q(_on_agenda()) & free & ~Q(_recused(viewer))
    committee = "mechanism__committee"
    return {
        "city": _in_city(viewer, at),
        Role.SECRETARIAT: handed_in & Q(_seated(viewer, at, "mechanism__secretariat")),
        Role.TECHNICAL_LEAD: handed_in
        & Q(_seated(viewer, at, "mechanism__technical_team", role=SeatRole.LEAD)),
        Role.REVIEWER: Q(_reviews(viewer)) & free,
        Role.COMMITTEE: judged & Q(_seated(viewer, at, committee)),
        Role.CHAIR: judged & Q(_seated(viewer, at, committee, role=SeatRole.CHAIR)),
    }


def visible(viewer: Any, at: datetime | None = None) -> QuerySet[Case]:
    """Return the cases whose dossier the viewer may read now."""
    if not getattr(viewer, "is_authenticated", False):
        return Case.objects.none()
    any_role = Q()
    for condition in conditions(viewer, at or timezone.now()).values():
        any_role |= Q(condition)
    return Case.objects.filter(any_role)


def case_roles(viewer: Any, case: Case, at: datetime | None = None) -> frozenset[str]:
    """Return the roles that the viewer holds on a case now: one query for all but the city's."""
    at = at or timezone.now()
    found = conditions(viewer, at)
    row = (
        Case.objects.filter(pk=case.pk)
        .annotate(**{f"is_{key.replace('.', '_')}": Q(found[key]) for key in found})
        .values_list(*[f"is_{key.replace('.', '_')}" for key in found])
        .first()
    )
    held = {key for key, yes in zip(found, row or (), strict=False) if yes}
    if "city" in held:
        held.discard("city")
        role = (
            Membership.objects.filter(_open(at), user=viewer, place=case.place_id)
            .values_list("role", flat=True)
            .first()
        )
        held |= {CITY_ROLES[role]} if role else set()
    if Role.CHAIR in held:
        held.discard(Role.COMMITTEE)
    return frozenset(held)
