"""Talks between reviewers who differ: what each said, what is tied, and what a third is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from waymark.assessments.models import Assignment, Case, Submission, Talk, Verdict
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.review_blind import AT_WORK
from waymark.assessments.queries.standing import barred_from
from waymark.assessments.rules.case import AssignmentState
from waymark.assessments.rules.differing import (
    UNSETTLED,
    Part,
    TalkState,
    ThirdFacts,
    Word,
    undecided,
)
from waymark.assessments.rules.handing_over import Desk
from waymark.people.queries import members_of
from waymark.people.rules import SeatRole

TO_TALK = Q(state=AssignmentState.DELIVERED, third=False, spot_check=None) & Exists(
    Talk.objects.filter(case=OuterRef("case"), state=TalkState.OPEN).exclude(
        dones__assignment=OuterRef("pk")
    )
)
"""A review is delivered, its reviewer is in a talk, and has not said that she is done."""


def own_talks(reviews: Iterable[Assignment]) -> dict[str, Talk]:
    """Return, by review, the talk that waits for its reviewer, or what a third decides on.

    One query.
    """
    rows = list(reviews)
    found = Talk.objects.filter(case__in=[row.case_id for row in rows], state__in=UNSETTLED)
    by_case = {talk.case_id: talk for talk in found.prefetch_related("dones")}
    told = {}
    for row in rows:
        talk = by_case.get(row.case_id)
        if talk is None or row.spot_check_id is not None:
            continue
        done = any(one.assignment_id == row.pk for one in talk.dones.all())
        hers = talk.state == (TalkState.TIED if row.third else TalkState.OPEN)
        if hers and not done:
            told[row.pk] = talk
    return told


def talk_of(case: Case) -> Talk | None:
    """Return the talk of a case that is not settled yet, or None."""
    return case.talks.filter(state__in=UNSETTLED).select_related("submission").first()


def first_reviews(case: Case) -> QuerySet[Assignment]:
    """Return the current reviews of a case, the third reviewer's left out."""
    return case.assignments.filter(ended_at__isnull=True, spot_check=None, third=False)


def third_review(case: Case) -> Assignment | None:
    """Return the current review of a third reviewer, or None."""
    return case.assignments.filter(ended_at__isnull=True, third=True).first()


def words_on(case: Case, submission: Submission) -> tuple[Word, ...]:
    """Return the last word of each reviewer on each criterion; a third's once she has delivered.

    One query.
    """
    rows = (
        Verdict.objects.filter(
            submission=submission, assignment__case=case, assignment__spot_check=None
        )
        .exclude(assignment__state__in=(AssignmentState.RECUSED, AssignmentState.REPLACED))
        .exclude(Q(assignment__third=True, assignment__state__in=AT_WORK))
        .filter(Q(assignment__third=False) | Q(at__lte=F("assignment__delivered_at")))
    )
    last: dict[tuple[str, str], Word] = {}
    columns = ("assignment_id", "criterion", "outcome", "assignment__third")
    for reviewer, criterion, outcome, third in rows.order_by("seq", "id").values_list(*columns):
        last[reviewer, criterion] = Word(reviewer, criterion, outcome, third)
    return tuple(last.values())


def asked_of(assignment: Assignment) -> frozenset[str] | None:
    """Return the criteria that a third reviewer is asked to judge; None where it is all of them.

    Once a third has delivered she still sees what she was asked.
    """
    if not assignment.third:
        return None
    talk = assignment.case.talks.exclude(state=TalkState.VOID).order_by("-opened_at").first()
    if talk is None or talk.state == TalkState.OPEN:
        return frozenset()
    return frozenset(talk.tied)


def still_undecided(talk: Talk) -> tuple[str, ...]:
    """Return the tied criteria on which no third has delivered her word."""
    return undecided(words_on(talk.case, talk.submission))


def free_leads(case: Case, at: datetime) -> list[Any]:
    """Return those who lead the technical team and have neither a tie nor a review of the case."""
    seats = members_of(case.mechanism.technical_team_id, at, SeatRole.LEAD)
    people = [seat.user for seat in seats]
    closed = barred_from(case, people, at)
    part = set(
        case.assignments.filter(ended_at__isnull=True, reviewer__in=people).values_list(
            "reviewer_id", flat=True
        )
    )
    return [user for user in people if user.pk not in closed | part]


def at_desk(case: Case, at: datetime) -> frozenset[str]:
    """Return those with the case on their desk: they read both verdicts, and so can't be blind.

    So do those of a secretariat to which its acts were handed over, be it for a time.
    """
    handed = case.handovers.filter(to=Desk.GLOBAL).values_list("body_id", flat=True)
    desks = {case.mechanism.secretariat_id, *handed}
    desk = [seat for body in sorted(desks) for seat in members_of(body, at)]
    leads = members_of(case.mechanism.technical_team_id, at, SeatRole.LEAD)
    return frozenset(seat.user_id for seat in (*desk, *leads))


def third_facts(viewer: Any, case: Case, at: datetime) -> ThirdFacts:
    """Gather what the choice of a third reviewer looks at."""
    talk = talk_of(case)
    own = case.assignments.filter(reviewer=viewer, ended_at__isnull=True, spot_check=None)
    return ThirdFacts(
        tied=talk is not None and talk.state == TalkState.TIED,
        had_a_part=own.exists(),
        leads=case.mechanism.technical_team_id in rights_of(viewer, at).teams_led,
        lead_free=bool(free_leads(case, at)),
        taken=third_review(case) is not None,
    )


def said_on(talk: Talk) -> int:
    """Count the remarks and revisions of a talk."""
    revised = Verdict.objects.filter(
        submission=talk.submission,
        assignment__case=talk.case_id,
        part=Part.TALK,
        at__gte=talk.opened_at,
    )
    return talk.remarks.count() + revised.count()
