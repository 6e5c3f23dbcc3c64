"""Judging criteria one by one, and handing the review in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from waymark.assessments.actions.answers import BadAnswer, criterion_of
from waymark.assessments.actions.review.common import (
    StaleSubmission,
    at_work,
    facts_of,
    judged_submission,
    mine,
)
from waymark.assessments.actions.review.differing import compare, third_is_in
from waymark.assessments.models import Assignment, Submission, Verdict
from waymark.assessments.queries.dossier import frozen
from waymark.assessments.queries.talks import asked_of
from waymark.assessments.rules.carry import unchanged
from waymark.assessments.rules.case import AssignmentState, Outcome, Permit
from waymark.assessments.rules.differing import Part
from waymark.assessments.rules.flows import ASSIGNMENT
from waymark.assessments.rules.imported import refuse_confirming
from waymark.assessments.rules.verdicts import refuse_verdict
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.queries import scheme_of


@dataclass(frozen=True)
class Judgement:
    """A reviewer's word on one criterion.

    Anything but acceptance needs a reason from the list, and words.
    """

    outcome: Outcome
    level: int | None = None
    reason_code: str = ""
    reason: str = ""
    evidence: tuple[str, ...] = ()
    confirmed: bool = False  # what was taken over from another scheme covers what is asked here


def checked(judgement: Judgement) -> Judgement:
    """Return a judgement with its words cleaned. Raises BadAnswer."""
    reason = text.clean(judgement.reason).strip()
    for field, key in refuse_verdict(judgement.outcome, judgement.reason_code, reason):
        raise BadAnswer(field, key)
    if judgement.level is not None and not 0 <= judgement.level <= 3:
        raise BadAnswer("level", "answer.level_unknown")
    return replace(judgement, reason=reason)


def write(
    assignment: Assignment,
    submission: Submission,
    criterion: str,
    word: Judgement,
    at: datetime,
    *,
    part: str = "",
) -> Verdict:
    """Write a verdict down, after those given before.

    Raises BadAnswer where it does not say what it has to of an answer that was taken over.
    """
    answer = frozen(submission).answers.get(criterion)
    wrong = refuse_confirming(
        answer.imported if answer else None,
        accepts=word.outcome == Outcome.ACCEPT,
        confirmed=word.confirmed,
        today=at.date(),
    )
    if wrong is not None:
        raise BadAnswer("confirmed", wrong)
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
        confirmed=word.confirmed,
        rule_sha256=criterion_of(assignment.case, criterion).rule_hash,
        seq=(earlier["last"] or 0) + 1,
        part=part or (Part.THIRD if assignment.third else Part.FIRST),
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
    assignment = mine(assignment)
    newest = at_work(assignment, at)
    if newest.sha256 != submission:
        raise StaleSubmission
    criterion_of(assignment.case, criterion)
    asked = asked_of(assignment)
    if asked is not None and criterion not in asked:
        raise Refused(Reason("third.not_asked"))
    verdict = write(assignment, newest, criterion, checked(judgement), at)
    record(
        "verdict.given",
        assignment,
        by=by,
        at=at,
        scope=assignment.case,
        facts={
            "criterion": criterion,
            "outcome": verdict.outcome,
            "confirmed": verdict.confirmed,
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
    assignment = mine(assignment)
    newest = at_work(assignment, at)
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
                verdict.confirmed,
            )
            try:
                write(assignment, newest, criterion, word, at)
            except BadAnswer:  # the other scheme's result has expired: it has to be looked at
                continue
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


def without_verdict(assignment: Assignment, submission: Submission) -> tuple[str, ...]:
    """Return the criteria that the city answered and this reviewer has not judged yet.

    A third reviewer is asked for what is tied, and nothing else.
    """
    judged = set(
        assignment.verdicts.filter(submission=submission).values_list("criterion", flat=True)
    )
    content = frozen(submission)
    asked = asked_of(assignment)
    wanted = set(content.answers) if asked is None else asked & set(content.answers)
    return tuple(criterion for criterion in sorted(wanted) if criterion not in judged)


@transaction.atomic
def deliver_review(*, assignment: Assignment, by: Any, at: datetime) -> Assignment:
    """Hand in the verdicts. Raises flow.Refused naming criteria that have none yet."""
    require(by, Permit.GIVE_VERDICT, on=assignment)
    assignment = mine(assignment)
    newest = judged_submission(assignment)
    facts = facts_of(assignment, at, without_verdict=without_verdict(assignment, newest))
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
    if assignment.third:
        third_is_in(assignment.case, by=by, at=at)
    elif assignment.spot_check is None:
        compare(assignment.case, newest, by=by, at=at)
    return assignment
