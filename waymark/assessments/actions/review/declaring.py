"""Declaring interests: before reading, by declining, or when a tie is found later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.review.common import end, mine, ties_of
from waymark.assessments.models import Assignment, Declaration
from waymark.assessments.queries.rulings import waits_for_ruling
from waymark.assessments.rules.case import AssignmentState, Permit
from waymark.assessments.rules.flows import ASSIGNMENT, AssignmentFacts
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def declare_interest(
    *,
    assignment: Assignment,
    conflict: bool,
    kind: str = "",
    note: str = "",
    asks: bool = False,
    by: Any,
    at: datetime,
) -> Assignment:
    """Say whether a tie to the city exists, before anything of the case can be read.

    A declared or detected conflict recuses her at once; otherwise the invitation is accepted.
    With `asks` she tells of something and leaves it to somebody else to rule: until then the
    invitation stays open and the case closed. Raises flow.Refused once she has answered.
    """
    require(by, Permit.DECLARE_ON_CASE, on=assignment)
    assignment = mine(assignment)
    case = assignment.case
    if waits_for_ruling(assignment) and (asks or not conflict):
        raise Refused(Reason("assignment.waits_for_ruling"))
    if asks and assignment.spot_check is None:
        return _ask(assignment, kind, note, by=by, at=at)
    found = ties_of(assignment, at)
    conflict = conflict or asks
    Declaration.objects.create(
        case=case,
        user=by,
        conflict=conflict or bool(found),
        kind=kind or (found[0].key.rpartition(".")[2] if found else ""),
        note=text.clean(note),
        detected=bool(found) and not conflict,
        at=at,
    )
    if conflict or found:
        ASSIGNMENT.step("recuse", assignment.state, AssignmentFacts())
        end(assignment, AssignmentState.RECUSED, at)
        verb = "assignment.recused"
    else:
        ASSIGNMENT.step("accept", assignment.state, AssignmentFacts(declared=True))
        assignment.state, assignment.answered_at = AssignmentState.ACCEPTED, at
        assignment.save(update_fields=["state", "answered_at"])
        verb = "assignment.accepted"
    record(verb, assignment, by=by, at=at, scope=case, facts={"case": case.pk})
    return assignment


def _ask(assignment: Assignment, kind: str, note: str, *, by: Any, at: datetime) -> Assignment:
    """Write down what she told, for somebody else to rule on."""
    ASSIGNMENT.step("accept", assignment.state, AssignmentFacts(declared=True))  # still invited
    said = text.clean(note).strip()
    if not said:
        raise BadAnswer("note", "assignment.tell_what")
    Declaration.objects.create(
        case=assignment.case, user=by, conflict=True, asks=True, kind=kind, note=said, at=at
    )
    facts = {"case": assignment.case_id}
    record("assignment.ruling_asked", assignment, by=by, at=at, scope=assignment.case, facts=facts)
    return assignment


@transaction.atomic
def decline_invitation(*, assignment: Assignment, note: str, by: Any, at: datetime) -> Assignment:
    """Say no to an invitation. Raises flow.Refused once she has answered."""
    require(by, Permit.DECLARE_ON_CASE, on=assignment)
    assignment = mine(assignment)
    ASSIGNMENT.step("decline", assignment.state, AssignmentFacts())
    end(assignment, AssignmentState.DECLINED, at, text.clean(note))
    record("assignment.declined", assignment, by=by, at=at, scope=assignment.case, facts={})
    return assignment


@transaction.atomic
def recuse_reviewer(*, assignment: Assignment, note: str, by: Any, at: datetime) -> Assignment:
    """Step out because of a tie found later; her verdicts count no more. Raises flow.Refused."""
    require(by, Permit.DECLARE_ON_CASE, on=assignment)
    assignment = mine(assignment)
    ASSIGNMENT.step("recuse", assignment.state, AssignmentFacts())
    Declaration.objects.create(
        case=assignment.case, user=by, conflict=True, note=text.clean(note), at=at
    )
    end(assignment, AssignmentState.RECUSED, at)
    record("assignment.recused", assignment, by=by, at=at, scope=assignment.case, facts={})
    return assignment
