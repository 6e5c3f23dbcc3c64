"""Inviting somebody to review: whether she may, and her task."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from waymark.assessments.models import Assignment, Case
from waymark.assessments.queries.teams import person_of, team_seats, with_profiles
from waymark.assessments.rules.assigning import ends_too_early
from waymark.assessments.rules.case import AssignmentState
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import User


class NotIndependent(Exception):
    """The person may not review or vote on this case; `reasons` say why."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("; ".join(map(str, reasons)))
        self.reasons = reasons


class NoSuchSlot(Exception):
    """The slot is unknown or taken, or the person has no seat or already another slot."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def be_seated(case: Case, reviewer: User, due: date, at: datetime) -> None:
    """Look whether somebody has a seat that lasts until the day. Raises NoSuchSlot, Refused."""
    seats = list(with_profiles(team_seats(case.mechanism, at).filter(user=reviewer)))
    if not seats:
        raise NoSuchSlot("assignment.no_seat")
    known = person_of(seats, load=0, has_slot=False, barred=())
    if ends_too_early(known, due):
        raise Refused(Reason("assignment.seat_ends"))


def be_new(case: Case, reviewer: User) -> None:
    """Look whether her review of the case was given to somebody else before. Raises NoSuchSlot."""
    before = case.assignments.filter(reviewer=reviewer, spot_check=None)
    if before.filter(state=AssignmentState.REPLACED).exists():
        raise NoSuchSlot("assignment.was_replaced")


def invite(
    case: Case, reviewer: User, slot: int, due: date, *, by: Any, at: datetime, third: bool = False
) -> Assignment:
    """Write down that somebody is invited into a slot."""
    assignment = Assignment.objects.create(
        case=case, slot=slot, reviewer=reviewer, due=due, invited_by=by, invited_at=at, third=third
    )
    _note(assignment, by=by, at=at)
    return assignment


def _note(assignment: Assignment, *, by: Any, at: datetime) -> None:
    facts = {
        "case": assignment.case_id,
        "slot": assignment.slot,
        "reviewer": assignment.reviewer_id,
        "due": assignment.due.isoformat(),
    }
    if assignment.third:
        facts["third"] = True
    record("assignment.invited", assignment, by=by, at=at, scope=assignment.case, facts=facts)
