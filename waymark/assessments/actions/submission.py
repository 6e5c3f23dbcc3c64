"""Handing in: the case document is frozen, hashed and signed for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.moving import carry_verdicts
from waymark.assessments.actions.review.differing import void_talk
from waymark.assessments.actions.steps import lock, take
from waymark.assessments.models import Case, Submission
from waymark.assessments.queries.dossier import empty_tables, live_submission, unanswered
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.document import submission_document
from waymark.assessments.rules.flows import CaseFacts
from waymark.assessments.rules.intake import has_passed
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical


class SomethingChanged(Exception):
    """The case is no longer what the signatory was shown; she has to look again."""


def _freeze(case: Case, *, expected: str, by: Any, at: datetime) -> Submission:
    content = live_submission(case)
    if content.hash != expected:
        raise SomethingChanged
    return Submission.objects.create(
        case=case,
        seq=case.submissions.count() + 1,
        document=canonical.dumps(submission_document(content)).decode(),
        sha256=content.hash,
        edition_sha256=case.edition.sha256,
        signed_by=by,
        at=at,
    )


def open_questions(case: Case) -> int:
    """Count the reviewers' questions that still wait for the city."""
    return case.clarifications.filter(answered_at__isnull=True, withdrawn_at__isnull=True).count()


def edition_over(case: Case, at: datetime) -> date | None:
    """The day until which the case's edition took new cases, where that day has passed.

    A case that was handed in before stays on its edition until the end.
    """
    last = case.edition.sunset_at
    over = last is not None and at.date() > last and case.submitted_at is None
    return last if over else None


def too_late(case: Case, at: datetime) -> datetime | None:
    """The last second in which the case was taken, where that has passed; it counts as a whole."""
    last = case.hand_in_by
    return last if last is not None and has_passed(last, at) else None


def _facts(case: Case, at: datetime) -> CaseFacts:
    return CaseFacts(
        unanswered=unanswered(case),
        open_questions=open_questions(case),
        edition_over=edition_over(case, at) if case.intake is None else None,
        empty_tables=empty_tables(case),
        too_late=too_late(case, at),
        intake_withdrawn=case.intake is not None and case.intake.withdrawn_at is not None,
    )


@transaction.atomic
def submit_case(*, case: Case, expected: str, by: Any, at: datetime) -> Submission:
    """Freeze the case as the signatory saw it and hand it in.

    `expected` is the hash that she was shown. A case that answers an intake is taken until the
    last second of it, looked at here with the case locked. After a clarification this hands in
    the changed case as a new submission. Raises flow.Refused with what is missing,
    SomethingChanged, steps.Overtaken.
    """
    require(by, Permit.SUBMIT_CASE, on=case)
    case = lock(case)
    facts = _facts(case, at)
    step = "resubmit" if case.state == "clarification" else "submit"
    case = take(case, step, facts, by=by, at=at, submitted_at=at, return_reason="")
    submission = _freeze(case, expected=expected, by=by, at=at)
    case.assignments.filter(ended_at__isnull=True, state="delivered").update(state="returned")
    if step == "resubmit":
        void_talk(case.pk)
        carry_verdicts(case, submission, by=by, at=at)
    record(
        "case.resubmitted" if step == "resubmit" else "case.submitted",
        case,
        by=by,
        at=at,
        scope=case.place,
        facts={
            "submission": submission.pk,
            "seq": submission.seq,
            "sha256": submission.sha256,
            "edition": submission.edition_sha256,
        },
    )
    return submission
