"""Questions to the city, and its answers in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.answers import BadAnswer, criterion_of
from waymark.assessments.actions.review.common import at_work, mine
from waymark.assessments.actions.steps import lock, take
from waymark.assessments.models import Assignment, Case, Clarification
from waymark.assessments.queries.erasing import erased_since
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.flows import CaseFacts
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def ask_city(
    *,
    assignment: Assignment,
    criterion: str,
    question: str,
    due: date | None,
    by: Any,
    at: datetime,
) -> Clarification:
    """Put a question to the city; its case opens for changes until all questions are answered.

    Raises BadAnswer for an empty question, NotIndependent, flow.Refused.
    """
    require(by, Permit.GIVE_VERDICT, on=assignment)
    assignment = mine(assignment)
    at_work(assignment, at)
    if assignment.spot_check is not None or assignment.third:
        raise Refused(Reason("assignment.no_questions"))
    criterion_of(assignment.case, criterion)
    question = text.clean(question).strip()
    if not question:
        raise BadAnswer("question", "clarification.empty")
    case = lock(assignment.case)
    asked = Clarification.objects.create(
        case=case,
        assignment=assignment,
        criterion=criterion,
        question=question,
        asked_at=at,
        due=due,
    )
    if case.state == "in_review":
        take(case, "ask", CaseFacts(), by=by, at=at)
    record(
        "clarification.asked",
        asked,
        by=by,
        at=at,
        scope=case.place,
        facts={"case": case.pk, "criterion": criterion},
    )
    return asked


@transaction.atomic
def answer_question(
    *, clarification: Clarification, answer: str, by: Any, at: datetime
) -> Clarification:
    """Answer a reviewer's question in words; changed answers or evidence go with a resubmission.

    Raises BadAnswer, flow.Refused when the case is not open for clarification.
    """
    require(by, Permit.ANSWER_CLARIFICATION, on=clarification.case)
    case = lock(clarification.case)
    clarification = Clarification.objects.select_for_update().get(pk=clarification.pk)
    answer = text.clean(answer).strip()
    if not answer:
        raise BadAnswer("answer", "clarification.no_answer")
    if case.state != "clarification" or clarification.withdrawn_at:
        raise Refused(Reason("clarification.closed"))
    clarification.answer, clarification.answered_by = answer, by
    clarification.answered_at = at
    clarification.save(update_fields=["answer", "answered_by", "answered_at"])
    record(
        "clarification.answered",
        clarification,
        by=by,
        at=at,
        scope=case.place,
        facts={"case": case.pk, "criterion": clarification.criterion},
    )
    return clarification


@transaction.atomic
def send_answers(*, case: Case, by: Any, at: datetime) -> Case:
    """Return to review with answers in words alone; refused while a question is open.

    What was changed in the case meanwhile counts only when the signatory submits it again.
    Raises flow.Refused.
    """
    require(by, Permit.ANSWER_CLARIFICATION, on=case)
    case = lock(case)
    waiting = case.clarifications.filter(answered_at__isnull=True, withdrawn_at__isnull=True)
    facts = CaseFacts(open_questions=waiting.count(), erased=erased_since(case))
    case = take(case, "answer", facts, by=by, at=at)
    record("case.answers_sent", case, by=by, at=at, scope=case.place, facts={})
    return case


@transaction.atomic
def withdraw_question(*, clarification: Clarification, by: Any, at: datetime) -> Clarification:
    """Take back a question of one's own that the city has not answered yet.

    The case stays open to the city, which may have begun to change it; with no question left it
    can send it back at once. Raises flow.Refused once it is answered or taken back.
    """
    require(by, Permit.GIVE_VERDICT, on=clarification.assignment)
    case = lock(clarification.case)
    clarification = Clarification.objects.select_for_update().get(pk=clarification.pk)
    if clarification.answered_at or clarification.withdrawn_at:
        raise Refused(Reason("clarification.closed"))
    clarification.withdrawn_at = at
    clarification.save(update_fields=["withdrawn_at"])
    record(
        "clarification.withdrawn",
        clarification,
        by=by,
        at=at,
        scope=case.place,
        facts={"case": case.pk, "criterion": clarification.criterion},
    )
    return clarification
