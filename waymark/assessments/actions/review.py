"""The reviewer's acts: declare, accept or decline, judge, ask, deliver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from waymark.assessments.actions.answers import BadAnswer, criterion_of
from waymark.assessments.actions.desk import NotIndependent
from waymark.assessments.actions.steps import lock, take
from waymark.assessments.models import (
    Assignment,
    Case,
    Clarification,
    Declaration,
    Submission,
    Verdict,
)
from waymark.assessments.queries.dossier import frozen
from waymark.assessments.queries.standing import has_declared, standing
from waymark.assessments.rules.carry import unchanged
from waymark.assessments.rules.case import AssignmentState, Outcome, Permit
from waymark.assessments.rules.flows import ASSIGNMENT, AssignmentFacts, CaseFacts
from waymark.assessments.rules.independence import may_review
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.queries import scheme_of


class StaleSubmission(Exception):
    """The city has handed in a newer version since this page was opened."""


@dataclass(frozen=True)
class Judgement:
    """A reviewer's word on one criterion. Anything but acceptance needs a reason in words."""

    outcome: Outcome
    level: int | None = None
    reason_code: str = ""
    reason: str = ""
    evidence: tuple[str, ...] = ()


def _mine(assignment: Assignment) -> Assignment:
    lock(assignment.case)
    return Assignment.objects.select_for_update().select_related("case").get(pk=assignment.pk)


def _facts(assignment: Assignment, at: datetime, **more: Any) -> AssignmentFacts:
    case, person = assignment.case, assignment.reviewer
    reasons = may_review(
        standing(person, case), on=at.date(), adviser_months=case.mechanism.adviser_months
    )
    return AssignmentFacts(declared=has_declared(person, case), conflict=bool(reasons), **more)


def _end(assignment: Assignment, state: AssignmentState, at: datetime, note: str = "") -> None:
    assignment.state, assignment.note = state, note
    assignment.answered_at = assignment.answered_at or at
    assignment.ended_at = at
    assignment.save(update_fields=["state", "note", "answered_at", "ended_at"])


@transaction.atomic
def declare_interest(
    *,
    assignment: Assignment,
    conflict: bool,
    kind: str = "",
    note: str = "",
    by: Any,
    at: datetime,
) -> Assignment:
    """Say whether a tie to the city exists, before anything of the case can be read.

    A declared or detected conflict recuses her at once; otherwise the invitation is accepted.
    Raises flow.Refused once she has answered.
    """
    require(by, Permit.DECLARE_ON_CASE, on=assignment)
    assignment = _mine(assignment)
    case = assignment.case
    found = may_review(
        standing(by, case), on=at.date(), adviser_months=case.mechanism.adviser_months
    )
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
        _end(assignment, AssignmentState.RECUSED, at)
        verb = "assignment.recused"
    else:
        ASSIGNMENT.step("accept", assignment.state, AssignmentFacts(declared=True))
        assignment.state, assignment.answered_at = AssignmentState.ACCEPTED, at
        assignment.save(update_fields=["state", "answered_at"])
        verb = "assignment.accepted"
    record(verb, assignment, by=by, at=at, scope=case, facts={"case": case.pk})
    return assignment


@transaction.atomic
def decline_invitation(*, assignment: Assignment, note: str, by: Any, at: datetime) -> Assignment:
    """Say no to an invitation. Raises flow.Refused once she has answered."""
    require(by, Permit.DECLARE_ON_CASE, on=assignment)
    assignment = _mine(assignment)
    ASSIGNMENT.step("decline", assignment.state, AssignmentFacts())
    _end(assignment, AssignmentState.DECLINED, at, text.clean(note))
    record("assignment.declined", assignment, by=by, at=at, scope=assignment.case, facts={})
    return assignment


@transaction.atomic
def recuse_reviewer(*, assignment: Assignment, note: str, by: Any, at: datetime) -> Assignment:
    """Step out because of a tie found later; her verdicts count no more. Raises flow.Refused."""
    require(by, Permit.DECLARE_ON_CASE, on=assignment)
    assignment = _mine(assignment)
    ASSIGNMENT.step("recuse", assignment.state, AssignmentFacts())
    Declaration.objects.create(
        case=assignment.case, user=by, conflict=True, note=text.clean(note), at=at
    )
    _end(assignment, AssignmentState.RECUSED, at)
    record("assignment.recused", assignment, by=by, at=at, scope=assignment.case, facts={})
    return assignment


def _at_work(assignment: Assignment, at: datetime) -> Submission:
    """Return the newest submission, if this reviewer may judge it now."""
    facts = _facts(assignment, at)
    if facts.conflict:
        raise NotIndependent(Reason("assignment.conflict"))
    if not facts.declared or assignment.state not in {"accepted", "returned"}:
        raise Refused(Reason("assignment.not_at_work", {"state": assignment.state}))
    if assignment.case.state not in {"in_review", "clarification"}:
        raise Refused(Reason("assignment.wrong_time", {"state": assignment.case.state}))
    return assignment.case.submissions.latest("seq")


def _checked(judgement: Judgement) -> Judgement:
    if judgement.outcome not in set(Outcome) - {Outcome.RECUSE}:
        raise BadAnswer("outcome", "verdict.outcome_unknown")
    reason = text.clean(judgement.reason).strip()
    if judgement.outcome != Outcome.ACCEPT and not reason:
        raise BadAnswer("reason", "verdict.reason_missing")
    if judgement.level is not None and not 0 <= judgement.level <= 3:
        raise BadAnswer("level", "answer.level_unknown")
    return Judgement(
        judgement.outcome, judgement.level, judgement.reason_code, reason, judgement.evidence
    )


def _write(
    assignment: Assignment, submission: Submission, criterion: str, word: Judgement, at: datetime
) -> Verdict:
    earlier = Verdict.objects.filter(
        assignment=assignment, submission=submission, criterion=criterion
    ).aggregate(last=Max("seq"))
    return Verdict.objects.create(
        assignment=assignment,
        submission=submission,
        criterion=criterion,
        outcome=word.outcome,
        level=word.level,
        reason_code=word.reason_code,
        reason=word.reason,
        evidence=list(word.evidence),
        rule_sha256=criterion_of(assignment.case, criterion).rule_hash,
        seq=(earlier["last"] or 0) + 1,
        at=at,
    )


@transaction.atomic
def give_verdict(
    *,
    assignment: Assignment,
    submission: str,
    criterion: str,
    judgement: Judgement,
    by: Any,
    at: datetime,
) -> Verdict:
    """Judge one criterion of the submission with this hash; a second verdict replaces the first.

    Raises BadAnswer, StaleSubmission, NotIndependent, flow.Refused.
    """
    require(by, Permit.GIVE_VERDICT, on=assignment)
    assignment = _mine(assignment)
    newest = _at_work(assignment, at)
    if newest.sha256 != submission:
        raise StaleSubmission
    criterion_of(assignment.case, criterion)
    verdict = _write(assignment, newest, criterion, _checked(judgement), at)
    record(
        "verdict.given",
        assignment,
        by=by,
        at=at,
        scope=assignment.case,
        facts={
            "criterion": criterion,
            "outcome": verdict.outcome,
            "submission": submission,
            "rule": verdict.rule_sha256,
            "seq": verdict.seq,
        },
    )
    return verdict


@transaction.atomic
def repeat_verdicts(*, assignment: Assignment, by: Any, at: datetime) -> int:
    """Give the earlier verdicts again on the newest submission, where nothing changed.

    Returns how many were repeated. Raises NotIndependent, flow.Refused.
    """
    require(by, Permit.GIVE_VERDICT, on=assignment)
    assignment = _mine(assignment)
    newest = _at_work(assignment, at)
    before = assignment.case.submissions.filter(seq__lt=newest.seq).order_by("-seq").first()
    if before is None:
        return 0
    scheme = scheme_of(assignment.case.edition)
    same = set(unchanged(scheme, frozen(before), frozen(newest)))
    done = set(assignment.verdicts.filter(submission=newest).values_list("criterion", flat=True))
    latest: dict[str, Verdict] = {}
    for verdict in assignment.verdicts.filter(submission=before).order_by("seq"):
        latest[verdict.criterion] = verdict
    count = 0
    for criterion, verdict in sorted(latest.items()):
        if criterion in same - done and verdict.outcome in {Outcome.ACCEPT, Outcome.REJECT}:
            word = Judgement(
                Outcome(verdict.outcome),
                verdict.level,
                verdict.reason_code,
                verdict.reason,
                tuple(verdict.evidence),
            )
            _write(assignment, newest, criterion, word, at)
            count += 1
    record(
        "verdicts.repeated",
        assignment,
        by=by,
        at=at,
        scope=assignment.case,
        facts={"count": count, "submission": newest.sha256},
    )
    return count


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
    assignment = _mine(assignment)
    _at_work(assignment, at)
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
    case = take(case, "answer", CaseFacts(open_questions=waiting.count()), by=by, at=at)
    record("case.answers_sent", case, by=by, at=at, scope=case.place, facts={})
    return case


def without_verdict(assignment: Assignment, submission: Submission) -> tuple[str, ...]:
    """Return the criteria that the city answered and this reviewer has not judged yet."""
    judged = set(
        assignment.verdicts.filter(submission=submission).values_list("criterion", flat=True)
    )
    content = frozen(submission)
    return tuple(criterion for criterion in sorted(content.answers) if criterion not in judged)


@transaction.atomic
def deliver_review(*, assignment: Assignment, by: Any, at: datetime) -> Assignment:
    """Hand in the verdicts. Raises flow.Refused naming criteria that have none yet."""
    require(by, Permit.GIVE_VERDICT, on=assignment)
    assignment = _mine(assignment)
    newest = assignment.case.submissions.latest("seq")
    facts = _facts(assignment, at, without_verdict=without_verdict(assignment, newest))
    ASSIGNMENT.step("deliver", assignment.state, facts)
    assignment.state, assignment.delivered_at = AssignmentState.DELIVERED, at
    assignment.save(update_fields=["state", "delivered_at"])
    record(
        "assignment.delivered",
        assignment,
        by=by,
        at=at,
        scope=assignment.case,
        facts={"case": assignment.case_id, "submission": newest.sha256},
    )
    return assignment
