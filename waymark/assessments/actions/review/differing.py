"""What follows when all first verdicts are in: a talk where they differ, and how it ends.

These take no step by themselves: they belong to the acts of reviewers and of the desk.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from waymark.assessments.models import Assignment, Case, Submission, Talk
from waymark.assessments.queries.talks import (
    first_reviews,
    still_undecided,
    talk_of,
    third_review,
    words_on,
)
from waymark.assessments.rules.case import AssignmentState, CaseState
from waymark.assessments.rules.differing import (
    TALK,
    TALK_DAYS,
    UNSETTLED,
    TalkFacts,
    TalkState,
    differing,
    tied,
)
from waymark.assessments.rules.flows import ASSIGNMENT, AssignmentFacts
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused

BEFORE_REPORT = frozenset({CaseState.IN_REVIEW, CaseState.CLARIFICATION})


def compare(case: Case, submission: Submission, *, by: Any, at: datetime) -> Talk | None:
    """Open a talk once everybody has delivered and they differ; nothing to decide is left else."""
    states = list(first_reviews(case).values_list("state", flat=True))
    complete = len(states) >= case.mechanism.reviewers_per_case
    if not complete or set(states) != {AssignmentState.DELIVERED} or talk_of(case):
        return None
    names = differing(words_on(case, submission))
    if not names:
        _release(case, by=by, at=at)
        return None
    talk = Talk.objects.create(
        case=case,
        submission=submission,
        differing=list(names),
        due=at.date() + timedelta(days=TALK_DAYS),
        opened_at=at,
    )
    _note("talk.opened", talk, by=by, at=at)
    return talk


def finish(talk: Talk, facts: TalkFacts, *, by: Any, at: datetime) -> Talk:
    """End a talk: settled where nothing is tied, else a third decides. Raises flow.Refused."""
    left = tied(words_on(talk.case, talk.submission))
    asked = TalkFacts(facts.waiting, left, (), facts.ended_by_desk, facts.reason)
    talk.state = TALK.step("tie" if left else "settle", talk.state, asked).target
    talk.tied, talk.ended_at = list(left), at
    talk.ended_by, talk.reason = (by if facts.ended_by_desk else None), facts.reason
    open_ = still_undecided(talk) if left else ()
    if left and not open_:  # a third gave her word on these very criteria before
        talk.state, talk.decided_at = TALK.step("decide", talk.state, TalkFacts()).target, at
    talk.save()
    _note(f"talk.{talk.state}", talk, by=by, at=at)
    if open_:
        _ask_again(talk.case, by=by, at=at)
    else:
        _release(talk.case, by=by, at=at)
    return talk


def third_is_in(case: Case, *, by: Any, at: datetime) -> None:
    """Close a tied talk once the third has delivered. Raises flow.Refused where none is tied."""
    talk = talk_of(case)
    if talk is None or talk.state != TalkState.TIED:
        raise Refused(Reason("third.nothing_tied"))
    facts = TalkFacts(undecided=still_undecided(talk))
    talk.state, talk.decided_at = TALK.step("decide", talk.state, facts).target, at
    talk.save(update_fields=["state", "decided_at"])
    _note("talk.decided", talk, by=by, at=at)


def void_talk(case: str) -> None:
    """End a talk without an outcome: a reviewer has left, or something new is to be judged."""
    Talk.objects.filter(case=case, state__in=UNSETTLED).update(state=TalkState.VOID)


def leave_talk(assignment: Assignment, *, at: datetime) -> None:
    """A reviewer has left: what she said counts no more, and the talk with her is over.

    Where she was the third and no report rests on her word, the tie waits for another third.
    """
    if assignment.third:
        _untie(assignment.case, at=at)
    elif assignment.spot_check_id is None:
        void_talk(assignment.case_id)


def _untie(case: Case, *, at: datetime) -> None:
    """Let a tie wait again that a third had decided, while the report is still to be made."""
    found = case.talks.exclude(state=TalkState.VOID).select_related("submission")
    talk = found.order_by("-opened_at").first()
    if talk is None or talk.state != TalkState.DECIDED or case.state not in BEFORE_REPORT:
        return
    again = first_reviews(case).exclude(state=AssignmentState.DELIVERED)
    if again.exists() or not still_undecided(talk):
        return  # those who judge again are compared again
    talk.state = TALK.step("lose_third", talk.state, TalkFacts()).target
    talk.decided_at = None
    talk.save(update_fields=["state", "decided_at"])
    _note("talk.tied", talk, by=None, at=at)


def _ask_again(case: Case, *, by: Any, at: datetime) -> None:
    """A third who has delivered gets what is tied now besides."""
    third = third_review(case)
    if third is not None and third.state == AssignmentState.DELIVERED:
        third.state = ASSIGNMENT.step("return", third.state, AssignmentFacts()).target
        third.save(update_fields=["state"])
        facts = {"case": case.pk}
        record("assignment.asked_again", third, by=by, at=at, scope=case, facts=facts)


def _release(case: Case, *, by: Any, at: datetime) -> None:
    """Nothing is left for a third who is at work."""
    third = third_review(case)
    if third is not None and third.state != AssignmentState.DELIVERED:
        third.state = ASSIGNMENT.step("release", third.state, AssignmentFacts()).target
        third.ended_at = at
        third.save(update_fields=["state", "ended_at"])
        record("assignment.released", third, by=by, at=at, scope=case, facts={"case": case.pk})


def _note(verb: str, talk: Talk, *, by: Any, at: datetime) -> None:
    names = talk.tied if talk.state in {TalkState.TIED, TalkState.DECIDED} else talk.differing
    facts = {"case": talk.case_id, "criteria": names, "submission": talk.submission.sha256}
    record(verb, talk, by=by, at=at, scope=talk.case, facts=facts)
