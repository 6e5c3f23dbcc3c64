"""What becomes of a talk and of a third's word when the city hands in anew, or somebody leaves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests import factories
from tests.assessments.review_acts import assignment_of, declare, judge, judge_all, the_case
from tests.assessments.test_differing import DOUBT, choose, differ, end, report_on
from tests.world import FEW, World, make_world
from waymark.assessments.actions import answers, desk, review
from waymark.assessments.models import Assignment, Clarification, Handover
from waymark.assessments.rules.case import Outcome
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.kernel.flow import Refused
from waymark.people.rules import SeatRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def split() -> World:
    """A short case in review, with somebody who leads the team and somebody who has no part."""
    made = make_world(until="in_review", criteria=FEW)
    made.extra["lead"] = factories.make_seat(made.mechanism.technical_team, SeatRole.LEAD)
    made.extra["third"] = factories.make_seat(made.mechanism.technical_team)
    return made


def hand_in_anew(world: World, asked: Clarification) -> None:
    """The city changes an answer, replies to the question and submits."""
    answer = the_case(world).answers.get(criterion=FEW[1])
    answers.save_answer(
        case=the_case(world),
        criterion=FEW[1],
        draft=answers.Draft(level=3, narrative="The plan ends in 2030."),
        version=answer.version,
        by=world.editor,
        at=world.later(),
    )
    review.answer_question(
        clarification=asked, answer="See there.", by=world.editor, at=world.later()
    )
    world.submit()


def accepted(world: World, third: Assignment) -> Assignment:
    """The third says that she has no tie."""
    review.declare_interest(assignment=third, conflict=False, by=third.reviewer, at=world.later())
    third.refresh_from_db()
    return third


def test_a_new_version_ends_the_talk_and_is_compared_anew(split: World) -> None:
    world, first = split, declare(split, 0)
    asked = review.ask_city(
        assignment=first, criterion=FEW[1], question="Until when?", due=None, by=first.reviewer,
        at=world.later(),
    )  # fmt: skip
    second = declare(world, 1)
    judge(world, second, FEW[0], Outcome.REJECT, DOUBT)
    judge_all(world, first)
    judge_all(world, second)
    talk = the_case(world).talks.get()
    assert talk.state == "open", "the control: they differ on the first version"
    hand_in_anew(world, asked)
    talk.refresh_from_db()
    assert talk.state == "void"
    judge(world, assignment_of(world, 1), FEW[0], Outcome.REJECT, DOUBT)
    for number in (0, 1):
        judge_all(world, assignment_of(world, number))
    fresh = the_case(world).talks.get(state="open")
    assert fresh.submission == the_case(world).submissions.latest("seq")
    end(world, 0)
    assert end(world, 1).state == "tied"
    third = accepted(world, choose(world))
    judge_all(world, third)
    assert report_on(world, FEW[0])["split"] == "third"


def test_what_a_third_has_not_delivered_never_counts(split: World) -> None:
    world = split
    differ(world, FEW[0])
    end(world, 0)
    end(world, 1)
    third = accepted(world, choose(world))
    judge(world, third, FEW[0])
    second = assignment_of(world, 1)
    desk.replace_reviewer(assignment=second, note="Ill.", by=world.secretary, at=world.later())
    world.reviewers[1] = factories.make_seat(world.mechanism.technical_team)
    desk.assign_reviewer(
        case=the_case(world), reviewer=world.reviewers[1], slot=2, due=second.due,
        by=world.secretary, at=world.later(),
    )  # fmt: skip
    judge_all(world, declare(world, 1))
    third.refresh_from_db()
    assert third.state == "closed", "the control: she was released"
    report_on(world, FEW[0])
    desk.reopen_review(
        case=the_case(world), reason="Look again.", by=world.secretary, at=world.later()
    )
    judge(world, assignment_of(world, 1), FEW[0], Outcome.REJECT, DOUBT)
    for number in (0, 1):
        judge_all(world, assignment_of(world, number))
    end(world, 0)
    assert end(world, 1).state == "tied", "nobody has decided it"


def test_when_the_third_leaves_before_the_report_the_tie_waits_for_another(split: World) -> None:
    world = split
    differ(world, FEW[0])
    end(world, 0)
    end(world, 1)
    third = accepted(world, choose(world))
    judge_all(world, third)
    talk = the_case(world).talks.get()
    assert talk.state == "decided"
    lead = Notice.objects.filter(kind="review.tied", user=world.extra["lead"])
    run_due(datetime.now(UTC))
    assert not lead.exists(), "it was decided before anybody was told"
    review.recuse_reviewer(assignment=third, note="My sister.", by=third.reviewer, at=world.later())
    talk.refresh_from_db()
    assert (talk.state, talk.decided_at) == ("tied", None)
    run_due(datetime.now(UTC))
    assert lead.count() == 1, "she chooses again"
    with pytest.raises(Refused, match=r"case\.tied"):
        desk.make_report(case=the_case(world), by=world.secretary, at=world.later())
    other = choose(world, who=factories.make_seat(world.mechanism.technical_team))
    judge_all(world, accepted(world, other))
    assert report_on(world, FEW[0])["split"] == "third"


def test_whoever_had_the_desk_by_rule_is_no_third(split: World) -> None:
    world, wide = split, factories.make_body("secretariat", name="Global desk")
    factories.make_seat(wide, user=world.extra["third"])
    differ(world, FEW[0])
    end(world, 0)
    end(world, 1)
    handed = Handover.objects.create(
        case=the_case(world), to="global", body=wide, at=world.now, ended_at=world.now
    )
    with pytest.raises(desk.NotIndependent, match="at_desk"):
        choose(world)
    handed.delete()
    assert choose(world).third, "the control"


def test_a_report_that_rests_on_a_third_who_left_is_made_anew(split: World) -> None:
    world = split
    differ(world, FEW[0])
    end(world, 0)
    end(world, 1)
    third = accepted(world, choose(world))
    judge_all(world, third)
    report_on(world, FEW[0])
    review.recuse_reviewer(assignment=third, note="Late.", by=third.reviewer, at=world.later())
    assert the_case(world).talks.get().state == "decided", "it was so when the report was made"
    with pytest.raises(Refused, match=r"case\.report_stale"):
        world.convene()
