"""What the reviewer's acts have in common: her assignment, its facts, whether she may work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from waymark.assessments.actions.desk import NotIndependent
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Assignment, Submission
from waymark.assessments.queries.standing import has_declared, standing
from waymark.assessments.rules.case import AssignmentState
from waymark.assessments.rules.flows import AssignmentFacts
from waymark.assessments.rules.independence import may_review
from waymark.kernel.flow import Reason, Refused


class StaleSubmission(Exception):
    """The city has handed in a newer version since this page was opened."""


def mine(assignment: Assignment) -> Assignment:
    """Return the assignment as it is now, its case and its row locked."""
    lock(assignment.case)
    return Assignment.objects.select_for_update().select_related("case").get(pk=assignment.pk)


def facts_of(assignment: Assignment, at: datetime, **more: Any) -> AssignmentFacts:
    """Gather what the steps of an assignment look at: her declaration and her ties, afresh."""
    case, person = assignment.case, assignment.reviewer
    reasons = may_review(
        standing(person, case), on=at.date(), adviser_months=case.mechanism.adviser_months
    )
    return AssignmentFacts(declared=has_declared(person, case), conflict=bool(reasons), **more)


def end(assignment: Assignment, state: AssignmentState, at: datetime, note: str = "") -> None:
    """Write down that an assignment is over."""
    assignment.state, assignment.note = state, note
    assignment.answered_at = assignment.answered_at or at
    assignment.ended_at = at
    assignment.save(update_fields=["state", "note", "answered_at", "ended_at"])


def at_work(assignment: Assignment, at: datetime) -> Submission:
    """Return the newest submission, if this reviewer may judge it now.

    Raises NotIndependent, flow.Refused.
    """
    facts = facts_of(assignment, at)
    if facts.conflict:
        raise NotIndependent(Reason("assignment.conflict"))
    if not facts.declared or assignment.state not in {"accepted", "returned"}:
        raise Refused(Reason("assignment.not_at_work", {"state": assignment.state}))
    if assignment.case.state not in {"in_review", "clarification"}:
        raise Refused(Reason("assignment.wrong_time", {"state": assignment.case.state}))
    return assignment.case.submissions.latest("seq")
