"""The secretariat's desk: admit, return, assign, report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from waymark.assessments.actions.steps import lock, take
from waymark.assessments.actions.submission import open_questions
from waymark.assessments.models import Assignment, Case, Report
from waymark.assessments.queries.dossier import frozen, verdicts_on
from waymark.assessments.queries.standing import standing
from waymark.assessments.queries.teams import person_of, team_seats, with_profiles
from waymark.assessments.rules.assigning import ends_too_early
from waymark.assessments.rules.case import AssignmentState, Permit
from waymark.assessments.rules.evaluate import evaluate, verdict_set_hash
from waymark.assessments.rules.evaluate_report import report_bytes
from waymark.assessments.rules.flows import ASSIGNMENT, AssignmentFacts, CaseFacts
from waymark.assessments.rules.independence import may_review
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import User
from waymark.schemes.queries import scheme_of


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


@transaction.atomic
def admit_case(*, case: Case, by: Any, at: datetime) -> Case:
    """Accept a submitted case for review. Raises flow.Refused, steps.Overtaken."""
    require(by, Permit.ADMIT_CASE, on=case)
    case = take(lock(case), "admit", CaseFacts(), by=by, at=at)
    record("case.admitted", case, by=by, at=at, scope=case.place, facts={})
    return case


@transaction.atomic
def return_case(*, case: Case, reason: str, by: Any, at: datetime) -> Case:
    """Send a submitted case back to the city with a reason.

    Raises flow.Refused, steps.Overtaken.
    """
    require(by, Permit.ADMIT_CASE, on=case)
    facts = CaseFacts(reason=reason)
    case = take(lock(case), "return", facts, by=by, at=at, note=reason, return_reason=reason)
    record("case.returned", case, by=by, at=at, scope=case.place, facts={})
    return case


def _seated(case: Case, reviewer: User, due: date, at: datetime) -> None:
    """Look whether somebody has a seat that lasts until the day. Raises NoSuchSlot, Refused."""
    seats = list(with_profiles(team_seats(case.mechanism, at).filter(user=reviewer)))
    if not seats:
        raise NoSuchSlot("assignment.no_seat")
    known = person_of(seats, load=0, has_slot=False, barred=())
    if ends_too_early(known, due):
        raise Refused(Reason("assignment.seat_ends"))


def _filled(case: Case) -> int:
    return case.assignments.filter(ended_at__isnull=True).count()


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
    _seated(case, reviewer, due, at)
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
    assignment = Assignment.objects.create(
        case=case, slot=slot, reviewer=reviewer, due=due, invited_by=by, invited_at=at
    )
    record(
        "assignment.invited",
        assignment,
        by=by,
        at=at,
        scope=case,
        facts={"case": case.pk, "slot": slot, "reviewer": reviewer.pk, "due": due.isoformat()},
    )
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


@transaction.atomic
def make_report(*, case: Case, by: Any, at: datetime) -> Report:
    """Evaluate the newest submission on what the reviewers accepted, and freeze the result.

    Raises flow.Refused while a verdict or an answer is outstanding.
    """
    require(by, Permit.MAKE_REPORT, on=case)
    case = lock(case)
    current = case.assignments.filter(ended_at__isnull=True)
    slots = case.mechanism.reviewers_per_case
    facts = CaseFacts(
        slots=slots,
        undelivered=slots - current.filter(state=AssignmentState.DELIVERED).count(),
        open_questions=open_questions(case),
    )
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
