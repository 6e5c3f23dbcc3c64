"""What the reviewer's acts have in common: her assignment, its facts, whether she may work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from waymark.assessments.actions.inviting import NotIndependent
from waymark.assessments.actions.review.differing import leave_talk
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Assignment, Submission
from waymark.assessments.queries.holding import held
from waymark.assessments.queries.spot.people import checker_standing
from waymark.assessments.queries.standing import has_declared, standing
from waymark.assessments.rules.case import AssignmentState
from waymark.assessments.rules.flows import AssignmentFacts
from waymark.assessments.rules.independence import may_check, may_review
from waymark.assessments.rules.spot.flows import CheckState
from waymark.kernel.flow import Reason, Refused
from waymark.people.queries import held_by
from waymark.people.rules import BodyKind


class StaleSubmission(Exception):
    """The city has handed in a newer version since this page was opened."""


def mine(assignment: Assignment) -> Assignment:
    """Return the assignment as it is now, its case and its row locked."""
    lock(assignment.case)
    found = Assignment.objects.select_for_update(of=("self",))
    return (
        found.select_related("case__edition", "spot_check__report")
        .defer("case__edition__document")
        .get(pk=assignment.pk)
    )


def ties_of(assignment: Assignment, at: datetime) -> tuple[Reason, ...]:
    """Say what stands between a reviewer and the case: ties, and any part in it before a check."""
    case, person = assignment.case, assignment.reviewer
    months = case.mechanism.adviser_months
    if assignment.spot_check is None:
        return may_review(standing(person, case), on=at.date(), adviser_months=months)
    had = checker_standing(person, case, assignment.spot_check)
    return may_check(had, on=at.date(), adviser_months=months)


def facts_of(assignment: Assignment, at: datetime, **more: Any) -> AssignmentFacts:
    """Gather what the steps of an assignment look at: her declaration and her ties, afresh."""
    case, person = assignment.case, assignment.reviewer
    reasons = ties_of(assignment, at)
    return AssignmentFacts(declared=has_declared(person, case), conflict=bool(reasons), **more)


def end(assignment: Assignment, state: AssignmentState, at: datetime, note: str = "") -> None:
    """Write down that an assignment is over."""
    assignment.state, assignment.note = state, note
    assignment.answered_at = assignment.answered_at or at
    assignment.ended_at = at
    assignment.save(update_fields=["state", "note", "answered_at", "ended_at"])
    leave_talk(assignment, at=at)


def has_seat(assignment: Assignment, at: datetime) -> bool:
    """Tell whether the reviewer has a seat to review from: for a spot check, a steward's too."""
    held = held_by(assignment.reviewer, at)
    checks = assignment.spot_check_id is not None and held.bodies(BodyKind.STEWARDS)
    return bool(held.bodies(BodyKind.TECHNICAL_TEAM) or checks)


def at_work(assignment: Assignment, at: datetime) -> Submission:
    """Return the newest submission, if this reviewer may judge it now.

    Raises NotIndependent, flow.Refused.
    """
    facts = facts_of(assignment, at)
    if facts.conflict:
        raise NotIndependent(Reason("assignment.conflict"))
    if not has_seat(assignment, at):
        raise Refused(Reason("assignment.seat_over"))
    if not facts.declared or assignment.state not in {"accepted", "returned"}:
        raise Refused(Reason("assignment.not_at_work", {"state": assignment.state}))
    return judged_submission(assignment)


def judged_submission(assignment: Assignment) -> Submission:
    """Return the submission that an assignment is about: of a check, the one decided on.

    Raises flow.Refused where nothing is judged now.
    """
    check, case = assignment.spot_check, assignment.case
    if check is not None and check.state == CheckState.OPEN:
        return check.report.submission
    if check is not None or case.state not in {"in_review", "clarification"}:
        raise Refused(Reason("assignment.wrong_time", {"state": case.state}))
    if held(case):
        raise Refused(Reason("hold.held"))
    newest = case.submissions.latest("seq")
    if newest.edition_sha256 != case.edition.sha256:
        raise Refused(Reason("assignment.other_edition"))
    return newest
