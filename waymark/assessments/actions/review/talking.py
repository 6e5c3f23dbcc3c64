"""Reviewers who differ talk, and each may revise with a reason; nothing said is ever changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.inviting import NotIndependent
from waymark.assessments.actions.review.common import facts_of, mine
from waymark.assessments.actions.review.differing import finish
from waymark.assessments.actions.review.judging import Judgement, checked, write
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Assignment, Case, Remark, Talk, TalkDone, Verdict
from waymark.assessments.queries.talks import first_reviews, said_on, talk_of
from waymark.assessments.rules.case import AssignmentState, Permit
from waymark.assessments.rules.differing import (
    Part,
    RevisionFacts,
    TalkFacts,
    TalkState,
    refuse_word,
)
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.people.queries import held_by
from waymark.people.rules import BodyKind


def _entered(assignment: Assignment, at: datetime) -> tuple[Assignment, Talk]:
    """Return her review and its talk, if she may speak in it. Raises NotIndependent, Refused."""
    assignment = mine(assignment)
    facts = facts_of(assignment, at)
    if facts.conflict:
        raise NotIndependent(Reason("assignment.conflict"))
    if not held_by(assignment.reviewer, at).bodies(BodyKind.TECHNICAL_TEAM):
        raise Refused(Reason("assignment.seat_over"))
    talk = talk_of(assignment.case)
    delivered = assignment.state == AssignmentState.DELIVERED and not assignment.third
    if talk is None or talk.state != TalkState.OPEN or not delivered:
        raise Refused(Reason("talk.closed"))
    return assignment, talk


def _may_say(talk: Talk, assignment: Assignment, criterion: str, said: str, **more: Any) -> None:
    facts = RevisionFacts(
        talk=talk.state,
        criteria=tuple(talk.differing),
        criterion=criterion,
        done=talk.dones.filter(assignment=assignment).exists(),
        reason=said,
        **more,
    )
    if refused := refuse_word(facts):
        raise Refused(*refused)


@transaction.atomic
def say_to_reviewer(
    *, assignment: Assignment, criterion: str, words: str, by: Any, at: datetime
) -> Remark:
    """Say something to the other reviewer about a criterion. Raises NotIndependent, Refused."""
    require(by, Permit.GIVE_VERDICT, on=assignment)
    assignment, talk = _entered(assignment, at)
    said = text.clean(words).strip()
    _may_say(talk, assignment, criterion, said)
    remark = Remark.objects.create(
        talk=talk, assignment=assignment, criterion=criterion, text=said, at=at
    )
    facts = {"case": talk.case_id, "criterion": criterion, "assignment": assignment.pk}
    record("talk.said", remark, by=by, at=at, scope=talk.case, facts=facts)
    return remark


@transaction.atomic
def revise_verdict(
    *, assignment: Assignment, criterion: str, judgement: Judgement, by: Any, at: datetime
) -> Verdict:
    """Give another verdict after hearing the other reviewer; the first one stays readable.

    Raises BadAnswer, NotIndependent, flow.Refused.
    """
    require(by, Permit.GIVE_VERDICT, on=assignment)
    assignment, talk = _entered(assignment, at)
    word = checked(judgement)
    before = assignment.verdicts.filter(submission=talk.submission, criterion=criterion)
    last = before.order_by("-seq").first()
    _may_say(
        talk,
        assignment,
        criterion,
        word.reason,
        before=last.outcome if last else "",
        after=word.outcome,
    )
    verdict = write(assignment, talk.submission, criterion, word, at, part=Part.TALK)
    facts = {
        "criterion": criterion,
        "outcome": verdict.outcome,
        "submission": talk.submission.sha256,
        "rule": verdict.rule_sha256,
        "seq": verdict.seq,
    }
    record("verdict.revised", assignment, by=by, at=at, scope=talk.case, facts=facts)
    return verdict


@transaction.atomic
def end_own_talk(*, assignment: Assignment, seen: int, by: Any, at: datetime) -> Talk:
    """Say that she has nothing to add; with the last one's word the talk is over.

    seen: how many remarks and revisions there were when she looked. Raises NotIndependent,
    flow.Refused where something was said since.
    """
    require(by, Permit.GIVE_VERDICT, on=assignment)
    assignment, talk = _entered(assignment, at)
    if said_on(talk) != seen:
        raise Refused(Reason("talk.moved"))
    try:
        with transaction.atomic():
            TalkDone.objects.create(talk=talk, assignment=assignment, at=at)
    except IntegrityError:
        raise Refused(Reason("talk.done")) from None
    facts = {"case": talk.case_id, "assignment": assignment.pk}
    record("talk.done", talk, by=by, at=at, scope=talk.case, facts=facts)
    done = talk.dones.values("assignment")
    waiting = first_reviews(talk.case).exclude(pk__in=done).count()
    return talk if waiting else finish(talk, TalkFacts(), by=by, at=at)


@transaction.atomic
def end_talk(*, case: Case, reason: str, by: Any, at: datetime) -> Talk:
    """End the talk of reviewers who don't come to an end; their last words stand.

    Raises flow.Refused without a reason, or where nobody talks.
    """
    require(by, Permit.ASSIGN_REVIEW, on=case)
    case = lock(case)
    talk = talk_of(case)
    if talk is None or talk.state != TalkState.OPEN:
        raise Refused(Reason("talk.closed"))
    if case.assignments.filter(reviewer=by, ended_at__isnull=True).exists():
        raise Refused(Reason("talk.own"))
    facts = TalkFacts(ended_by_desk=True, reason=text.clean(reason).strip())
    return finish(talk, facts, by=by, at=at)
