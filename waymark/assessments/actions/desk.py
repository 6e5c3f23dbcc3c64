"""The secretariat's desk: admit, return, assign, report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from waymark.assessments.actions.inviting import (
    NoSuchSlot,
    NotIndependent,
    be_new,
    be_seated,
    invite,
)
from waymark.assessments.actions.review.differing import leave_talk
from waymark.assessments.actions.steps import lock, take
from waymark.assessments.actions.submission import open_questions, too_late
from waymark.assessments.models import Assignment, Case, Report
from waymark.assessments.queries.dossier import frozen, verdicts_on
from waymark.assessments.queries.standing import standing
from waymark.assessments.queries.talks import first_reviews, talk_of, third_review
from waymark.assessments.rules.case import AssignmentState, Permit
from waymark.assessments.rules.differing import TalkState
from waymark.assessments.rules.evaluate import evaluate, verdict_set_hash
from waymark.assessments.rules.evaluate_report import report_bytes
from waymark.assessments.rules.flows import ASSIGNMENT, AssignmentFacts, CaseFacts
from waymark.assessments.rules.independence import may_review
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import User
from waymark.schemes.queries import scheme_of

__all__ = [
    "NoSuchSlot",
    "NotIndependent",
    "admit_case",
    "assign_reviewer",
    "change_due",
    "make_report",
    "reopen_review",
    "replace_reviewer",
    "return_case",
]


@transaction.atomic
def admit_case(*, case: Case, by: Any, at: datetime) -> Case:
    """Accept a submitted case for review. Raises flow.Refused, steps.Overtaken."""
    require(by, Permit.ADMIT_CASE, on=case)
    case = lock(case)
    case = take(case, "admit", CaseFacts(first_step=case.first_step), by=by, at=at)
    record("case.admitted", case, by=by, at=at, scope=case.place, facts={})
    return case


@transaction.atomic
def return_case(*, case: Case, reason: str, by: Any, at: datetime) -> Case:
    """Send a submitted case back to the city with a reason.

    Raises flow.Refused, steps.Overtaken.
    """
    require(by, Permit.ADMIT_CASE, on=case)
    case = lock(case)
    facts = CaseFacts(reason=reason, too_late=too_late(case, at))
    case = take(case, "return", facts, by=by, at=at, note=reason, return_reason=reason)
    record("case.returned", case, by=by, at=at, scope=case.place, facts={})
    return case


def _filled(case: Case) -> int:
    return first_reviews(case).count()


@transaction.atomic
def assign_reviewer(
    *, case: Case, reviewer: User, slot: int, due: date, by: Any, at: datetime
) -> Assignment:
    """Invite a member of the technical team into a slot; when all are filled, review begins.

    Raises NotIndependent, NoSuchSlot, flow.Refused.
    """
    require(by, Permit.ASSIGN_REVIEW, on=case)
    case = lock(case)
    if case.state not in {"admissible", "in_review"}:
        raise Refused(Reason("assignment.wrong_time", {"state": case.state}))
    be_seated(case, reviewer, due, at)
    reasons = may_review(
        standing(reviewer, case), on=at.date(), adviser_months=case.mechanism.adviser_months
    )
    if reasons:
        raise NotIndependent(*reasons)
    current = case.assignments.filter(ended_at__isnull=True)
    if not 1 <= slot <= case.mechanism.reviewers_per_case:
        raise NoSuchSlot("assignment.no_slot")
    if current.filter(Q(slot=slot) | Q(reviewer=reviewer)).exists():
        raise NoSuchSlot("assignment.taken")
    be_new(case, reviewer)
    assignment = invite(case, reviewer, slot, due, by=by, at=at)
    short = case.mechanism.reviewers_per_case - _filled(case)
    if case.state == "admissible" and short == 0:
        take(case, "start_review", CaseFacts(), by=by, at=at, review_due=due)
        record("case.review_started", case, by=by, at=at, scope=case.place, facts={})
    return assignment


@transaction.atomic
def replace_reviewer(*, assignment: Assignment, note: str, by: Any, at: datetime) -> Assignment:
    """End an assignment so that its slot can be given to somebody else.

    Her verdicts stay readable and count no more. Raises flow.Refused.
    """
    require(by, Permit.ASSIGN_REVIEW, on=assignment.case)
    lock(assignment.case)
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    ASSIGNMENT.step("replace", assignment.state, AssignmentFacts())
    assignment.state, assignment.ended_at = AssignmentState.REPLACED, at
    assignment.note = note
    assignment.save(update_fields=["state", "ended_at", "note"])
    leave_talk(assignment, at=at)
    record("assignment.replaced", assignment, by=by, at=at, scope=assignment.case, facts={})
    return assignment


@transaction.atomic
def change_due(*, assignment: Assignment, due: date, by: Any, at: datetime) -> Assignment:
    """Give a reviewer another day by which to deliver. Raises flow.Refused once she has."""
    require(by, Permit.ASSIGN_REVIEW, on=assignment.case)
    lock(assignment.case)
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.ended_at or assignment.state == AssignmentState.DELIVERED:
        raise Refused(Reason("assignment.not_at_work", {"state": assignment.state}))
    if due < at.date():
        raise Refused(Reason("assignment.due_past"))
    assignment.due = due
    assignment.save(update_fields=["due"])
    record(
        "assignment.due_changed",
        assignment,
        by=by,
        at=at,
        scope=assignment.case,
        facts={"case": assignment.case_id, "due": due.isoformat()},
    )
    return assignment


def _report_facts(case: Case) -> CaseFacts:
    slots = case.mechanism.reviewers_per_case
    delivered = first_reviews(case).filter(state=AssignmentState.DELIVERED).count()
    third, talk = third_review(case), talk_of(case)
    waits = third is not None and third.state != AssignmentState.DELIVERED
    return CaseFacts(
        slots=slots,
        undelivered=slots - delivered + waits,
        open_questions=open_questions(case),
        talking=talk is not None and talk.state == TalkState.OPEN,
        tied=tuple(talk.tied) if talk is not None else (),
    )


@transaction.atomic
def make_report(*, case: Case, by: Any, at: datetime) -> Report:
    """Evaluate the newest submission on what the reviewers accepted, and freeze the result.

    Raises flow.Refused while a verdict or an answer is outstanding, and while reviewers who
    differ talk or a third has to decide.
    """
    require(by, Permit.MAKE_REPORT, on=case)
    case = lock(case)
    facts = _report_facts(case)
    case = take(case, "report", facts, by=by, at=at)
    report = _frozen_report(case, by=by, at=at)
    record(
        "report.made",
        report,
        by=by,
        at=at,
        scope=case.place,
        facts={
            "case": case.pk,
            "sha256": report.sha256,
            "submission": report.submission_sha256,
            "edition": report.edition_sha256,
            "verdicts": report.verdicts_sha256,
        },
    )
    return report


def _frozen_report(case: Case, *, by: Any, at: datetime) -> Report:
    submission = case.submissions.latest("seq")
    verdicts = verdicts_on(submission)
    found = evaluate(
        scheme_of(case.edition),
        frozen(submission),
        verdicts,
        as_of=at.date(),
        basis="verified",
        world="closed",
    )
    return Report.objects.create(
        case=case,
        submission=submission,
        seq=case.reports.count() + 1,
        document=report_bytes(found).decode(),
        sha256=found.hash,
        submission_sha256=submission.sha256,
        edition_sha256=case.edition.sha256,
        verdicts_sha256=verdict_set_hash(verdicts),
        as_of=at.date(),
        made_by=by,
        made_at=at,
    )


@transaction.atomic
def reopen_review(*, case: Case, reason: str, by: Any, at: datetime) -> Case:
    """Take a reported case back into review, with a reason; the report stays as it was.

    Raises flow.Refused.
    """
    require(by, Permit.MAKE_REPORT, on=case)
    case = take(lock(case), "reopen_review", CaseFacts(reason=reason), by=by, at=at, note=reason)
    case.assignments.filter(ended_at__isnull=True, state="delivered").update(state="returned")
    record("case.review_reopened", case, by=by, at=at, scope=case.place, facts={})
    return case
