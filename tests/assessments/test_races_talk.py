"""Two reviewers, or two leads, at once in a talk: one end, one third, nothing lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from tests import factories
from tests.assessments.review_acts import declare, judge, judge_all
from tests.assessments.test_differing import DOUBT
from tests.assessments.twins import twin
from tests.races import ROUNDS, race, split
from tests.world import FEW, World, make_world
from waymark.assessments.actions import desk, review
from waymark.assessments.actions.third import choose_third
from waymark.assessments.models import Assignment, Talk
from waymark.assessments.queries.talks import said_on
from waymark.assessments.rules.case import Outcome
from waymark.base.models import Record
from waymark.kernel.flow import Refused
from waymark.people.rules import SeatRole

pytestmark = pytest.mark.django_db(transaction=True)


def now() -> datetime:
    return datetime.now(UTC)


def judged(world: World) -> World:
    """Both have judged and differ on one criterion; neither has delivered."""
    for number in (0, 1):
        own = declare(world, number)
        for criterion in FEW:
            splits = number and criterion == FEW[0]
            judge(world, own, criterion, Outcome.REJECT if splits else Outcome.ACCEPT, DOUBT)
    return world


def test_two_who_deliver_at_once_open_one_talk_and_end_it_once() -> None:
    start = judged(make_world(until="in_review", criteria=FEW))
    for _ in range(ROUNDS):
        world = twin(start)
        both = list(world.case.assignments.order_by("slot"))
        deliver = [
            partial(review.deliver_review, assignment=one, by=one.reviewer, at=now())
            for one in both
        ]
        assert len(split(race(*deliver))[0]) == 2
        talk = Talk.objects.get(case=world.case)
        assert talk.differing == [FEW[0]]
        end = [
            partial(review.end_own_talk, assignment=one, seen=0, by=one.reviewer, at=now())
            for one in both
        ]
        assert len(split(race(*end))[0]) == 2
        talk.refresh_from_db()
        assert (talk.state, talk.tied) == ("tied", [FEW[0]])
        assert Record.objects.filter(verb="talk.tied", subject=f"talk:{talk.pk}").count() == 1


def test_who_revises_while_the_other_ends_is_seen_or_refused() -> None:
    start = judged(make_world(until="in_review", criteria=FEW))
    for _ in range(ROUNDS):
        world = twin(start)
        first, second = world.case.assignments.order_by("slot")
        for one in (first, second):
            review.deliver_review(assignment=one, by=one.reviewer, at=now())
        talk = Talk.objects.get(case=world.case)
        review.end_own_talk(assignment=first, seen=0, by=first.reviewer, at=now())
        revise = partial(
            review.revise_verdict,
            assignment=second,
            criterion=FEW[0],
            judgement=review.Judgement(Outcome.ACCEPT, reason="Seen now."),
            by=second.reviewer,
            at=now(),
        )
        end = partial(review.end_own_talk, assignment=second, seen=0, by=second.reviewer, at=now())
        won, lost = split(race(revise, end))
        assert (len(won), len(lost)) == (1, 1)
        assert isinstance(lost[0], Refused)
        talk.refresh_from_db()
        assert (talk.state == "open") == (said_on(talk) == 1)


def test_two_leads_choose_one_third() -> None:
    start = make_world(until="in_review", criteria=FEW)
    team = start.mechanism.technical_team
    leads = [factories.make_seat(team, SeatRole.LEAD) for _ in range(2)]
    people = [factories.make_seat(team) for _ in range(2)]
    judged(start)
    for _ in range(ROUNDS):
        world = twin(start)
        for one in world.case.assignments.order_by("slot"):
            judge_all(world, one)
        review.end_talk(case=world.case, reason="Time.", by=start.secretary, at=now())
        acts = [
            partial(
                choose_third,
                case=world.case,
                reviewer=who,
                due=(now() + timedelta(days=9)).date(),
                by=by,
                at=now(),
            )
            for who, by in zip(people, leads, strict=True)
        ]
        won, lost = split(race(*acts))
        assert won == [Assignment.objects.get(case=world.case, third=True)]
        assert isinstance(lost[0], Refused)
        report = partial(desk.make_report, case=world.case, by=start.secretary, at=now())
        assert not split(race(report))[0], "she has not decided"
