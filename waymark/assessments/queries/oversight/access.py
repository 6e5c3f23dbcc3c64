"""Who watches over which national mechanism, and which of its cases a tie closes to her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from waymark.assessments.models import Case
from waymark.assessments.queries.access import Rights, rights_of
from waymark.assessments.queries.standing import standings_of
from waymark.assessments.rules.independence import may_check
from waymark.people.models import Seat
from waymark.people.queries import members_of
from waymark.people.rules import SeatRole
from waymark.schemes.models import Mechanism


@dataclass(frozen=True)
class Watch:
    """The watch over a mechanism: what the global bodies hold a role on."""

    mechanism: Mechanism


def global_mechanism() -> Mechanism | None:
    """Return the global mechanism, whose committee watches."""
    found = Mechanism.objects.filter(kind=Mechanism.Kind.GLOBAL)
    return found.select_related("committee", "secretariat").order_by("created_at").first()


def in_global(has: Rights, common: Mechanism | None) -> bool:
    """Tell whether somebody sits in the global committee or its secretariat, observers too."""
    if common is None:
        return False
    sits = has.committees | has.observed
    return common.committee_id in sits or common.secretariat_id in has.secretariats


def watched(viewer: Any, at: datetime) -> QuerySet[Mechanism]:
    """Return the national mechanisms that the viewer reads about, by name.

    All of them for the global committee and its secretariat; its own for a national one.
    """
    if not getattr(viewer, "is_authenticated", False):
        return Mechanism.objects.none()
    has = rights_of(viewer, at)
    found = Mechanism.objects.filter(country__isnull=False)
    if not in_global(has, global_mechanism()):
        own = Q(committee_id__in=has.committees | has.observed)
        found = found.filter(own | Q(secretariat_id__in=has.secretariats))
    return found.select_related("country").order_by("country__name__en", "pk")


def watches(viewer: Any, at: datetime) -> bool:
    """Tell whether the viewer watches over anything."""
    has = rights_of(viewer, at)
    if not (has.committees or has.observed or has.secretariats):
        return False
    return watched(viewer, at).exists()


def open_cases(viewer: Any, at: datetime) -> QuerySet[Case]:
    """Return the cases that no tie closes to the viewer: lists and counts start from here."""
    barred = rights_of(viewer, at).barred
    found = Case.objects.all()
    return found.exclude(barred.condition()) if barred else found


def speakers(common: Mechanism, case: Case, at: datetime) -> frozenset[str]:
    """Return who can give the committee's word on a case: who chairs, else any member.

    Only people without a tie to the city and without a part in the case.
    """
    seats = list(members_of(common.committee_id, at).filter(role__in=SPEAK))
    known = standings_of([seat.user for seat in seats], case)
    months = case.mechanism.adviser_months
    free = [
        seat
        for seat in seats
        if not may_check(known[seat.user_id], on=at.date(), adviser_months=months)
        and not belongs_to(seat, case.mechanism, at)
    ]
    chairs = [seat.user_id for seat in free if seat.role == SeatRole.CHAIR]
    return frozenset(chairs or [seat.user_id for seat in free])


SPEAK = (SeatRole.CHAIR, SeatRole.MEMBER)


def belongs_to(seat: Seat, mechanism: Mechanism, at: datetime) -> bool:
    """Tell whether who holds a seat also sits in a body of a national mechanism."""
    has = rights_of(seat.user, at)
    return in_bodies(has, mechanism)


def in_bodies(has: Rights, mechanism: Mechanism) -> bool:
    """Tell whether somebody sits in a mechanism's own bodies."""
    return bool(
        {
            mechanism.committee_id,
            mechanism.secretariat_id,
            mechanism.technical_team_id,
            mechanism.appeal_panel_id,
        }
        & (has.committees | has.observed | has.secretariats | has.teams | has.panels)
    )
