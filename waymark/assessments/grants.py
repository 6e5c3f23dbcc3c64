"""Makes known which roles allow which acts here, and how a person comes to hold them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from waymark.assessments.models import AgendaItem, Assignment, Case, Meeting
from waymark.assessments.queries import access
from waymark.assessments.rules.case import TABLE
from waymark.awards.models import Issuer
from waymark.base import permits
from waymark.people.rules import Role, SeatRole
from waymark.schemes.models import Mechanism

permits.register("assessments", TABLE)


@permits.roles_on(Case)
def on_case(viewer: Any, case: Case) -> frozenset[str]:
    """Roles on a case: only those that see its dossier."""
    return access.case_roles(viewer, case)


@permits.roles_on(Assignment)
def on_assignment(viewer: Any, assignment: Assignment) -> frozenset[str]:
    """The reviewer of an open assignment, even before she has declared; else the case's."""
    held = access.case_roles(viewer, assignment.case)
    if assignment.reviewer_id == viewer.pk and assignment.ended_at is None:
        held |= {Role.REVIEWER}
    else:
        held -= {Role.REVIEWER}
    return held


def _committee(viewer: Any, mechanism: Mechanism) -> frozenset[str]:
    seat = access.seats(viewer, timezone.now()).filter(body=mechanism.committee_id).first()
    if seat is None:
        return frozenset()
    return frozenset({Role.CHAIR if seat.role == SeatRole.CHAIR else Role.COMMITTEE})


@permits.roles_on(Mechanism)
def on_mechanism(viewer: Any, mechanism: Mechanism) -> frozenset[str]:
    """Seats in the mechanism's bodies."""
    held = _committee(viewer, mechanism)
    for seat in access.seats(viewer, timezone.now()):
        if seat.body_id == mechanism.secretariat_id:
            held |= {Role.SECRETARIAT}
        elif seat.body_id == mechanism.technical_team_id:
            held |= {Role.TECHNICAL_LEAD if seat.role == SeatRole.LEAD else Role.REVIEWER}
    return held


@permits.roles_on(Meeting)
def on_meeting(viewer: Any, meeting: Meeting) -> frozenset[str]:
    """Seats in the mechanism's bodies; reviewers have no part in a meeting."""
    return on_mechanism(viewer, meeting.mechanism) - {Role.REVIEWER}


@permits.roles_on(AgendaItem)
def on_item(viewer: Any, item: AgendaItem) -> frozenset[str]:
    """A member holds her role on an item before she declares, so that she can declare."""
    return on_meeting(viewer, item.meeting)


@permits.roles_on(Issuer)
def on_issuer(viewer: Any, issuer: Issuer) -> frozenset[str]:
    """Seats in the bodies of the mechanisms that the issuer signs for."""
    held: frozenset[str] = frozenset()
    for mechanism in Mechanism.objects.filter(issuer=issuer):
        held |= on_mechanism(viewer, mechanism)
    return held
