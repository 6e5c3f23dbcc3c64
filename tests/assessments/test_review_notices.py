"""Who is told of what during desk and review, and the reminders."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tests.assessments.review_acts import assignment_of, declare, judge_all, the_case
from tests.world import World, make_world
from waymark.assessments.actions import desk, review
from waymark.assessments.jobs import remind, remind_cities
from waymark.assessments.models import Assignment
from waymark.base import notices
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.people.models import User

pytestmark = pytest.mark.django_db


def told(user: User) -> list[str]:
    """What somebody has been told so far, in order, for the worker to do its part first."""
    run_due(datetime.now(UTC))
    return list(
        Notice.objects.filter(user=user).order_by("made_at", "id").values_list("kind", flat=True)
    )


def test_the_desk_learns_of_a_case_and_reviewers_of_their_invitation() -> None:
    world = make_world(until="submitted")
    assert told(world.secretary) == ["case.submitted"]
    world.assign()
    for reviewer in world.reviewers:
        assert told(reviewer) == ["review.invited"]
    notice = Notice.objects.get(user=world.reviewers[0])
    assert notice.url == f"/reviews/{assignment_of(world).pk}/"
    said = notices.message(notice)
    assert world.place.name["en"] in said.subject


def test_the_desk_learns_of_every_answer_to_an_invitation() -> None:
    world = make_world(until="in_review")
    declare(world, 0)
    declare(world, 1, conflict=True)
    assert told(world.secretary)[-2:] == ["review.accepted", "review.recused"]
    other = factories.make_seat(world.mechanism.technical_team)
    desk.assign_reviewer(
        case=the_case(world),
        reviewer=other,
        slot=2,
        due=date(2026, 4, 30),
        by=world.secretary,
        at=world.later(),
    )
    world.reviewers[1] = other
    found = assignment_of(world, 1)
    review.decline_invitation(assignment=found, note="", by=other, at=world.later())
    assert told(world.secretary)[-1] == "review.declined"


def test_a_question_goes_to_the_city_and_its_answer_to_who_asked_alone() -> None:
    world = make_world(until="in_review")
    mine, other = declare(world, 0), declare(world, 1)
    asked = [
        review.ask_city(
            assignment=mine,
            criterion=criterion,
            question="Which one?",
            due=None,
            by=mine.reviewer,
            at=world.later(),
        )
        for criterion in ("A03", "A04")
    ]
    for user in (world.lead, world.editor, world.signatory):
        assert told(user).count("review.asked") == 2
    review.withdraw_question(clarification=asked[1], by=mine.reviewer, at=world.later())
    assert "review.question_gone" in told(world.editor)
    review.answer_question(
        clarification=asked[0], answer="This one.", by=world.editor, at=world.later()
    )
    assert "review.answered" in told(mine.reviewer)
    assert "review.answered" not in told(other.reviewer)
    world.submit()
    for reviewer in world.reviewers:
        assert told(reviewer)[-1] == "case.in_again"


def test_deliveries_and_the_report_are_told_and_reviewers_learn_nothing_of_each_other() -> None:
    world = make_world(until="in_review")
    judge_all(world, declare(world, 0))
    assert told(world.secretary)[-1] == "review.delivered"
    assert "review.delivered" not in told(world.reviewers[1])
    judge_all(world, declare(world, 1))
    assert set(told(world.secretary)[-2:]) == {"review.delivered", "review.complete"}
    world.report()
    for user in (world.lead, *world.reviewers):
        assert told(user)[-1] == "report.made"
    desk.reopen_review(
        case=the_case(world), reason="A slip of the pen.", by=world.secretary, at=world.later()
    )
    assert told(world.reviewers[0])[-1] == "review.reopened"
    said = notices.message(Notice.objects.filter(kind="review.reopened").first())
    assert "A slip of the pen." in said.text


def test_another_day_and_a_replacement_are_told() -> None:
    world = make_world(until="in_review")
    found = assignment_of(world)
    desk.change_due(assignment=found, due=date(2026, 6, 1), by=world.secretary, at=world.later())
    assert told(found.reviewer)[-1] == "review.due_changed"
    desk.replace_reviewer(assignment=found, note="", by=world.secretary, at=world.later())
    assert told(found.reviewer)[-1] == "review.replaced"


@pytest.fixture
def world() -> World:
    """Reviews due on 30 April 2026; one reviewer is at work, one is still invited."""
    world = make_world(until="in_review")
    declare(world, 0)
    return world


def at(day: date, hour: int = 9) -> datetime:
    """A moment of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_reminders_come_once_a_day_from_three_days_before(world: World) -> None:
    due = assignment_of(world).due
    assert remind(at(due - timedelta(days=4))) == 0
    assert remind(at(due - timedelta(days=3))) == 2
    assert remind(at(due - timedelta(days=3), 17)) == 0
    assert remind(at(due)) == 2
    assert remind(at(due + timedelta(days=1))) == 2
    reviewer = world.reviewers[0]
    kinds = Notice.objects.filter(user=reviewer, kind__contains="due").order_by("made_at")
    assert list(kinds.values_list("kind", flat=True)) == [
        "review.due_soon",
        "review.due_soon",
        "review.overdue",
    ]
    assert assignment_of(world).reminded_at == at(due + timedelta(days=1))


def test_whoever_has_delivered_or_left_is_not_reminded(world: World) -> None:
    due = assignment_of(world).due
    judge_all(world, assignment_of(world, 0))
    declare(world, 1, conflict=True)
    assert remind(at(due + timedelta(days=1))) == 0


def test_a_case_that_left_review_reminds_nobody(world: World) -> None:
    due = assignment_of(world).due
    type(world.case).objects.filter(pk=world.case.pk).update(state="withdrawn")
    assert Assignment.objects.filter(state="accepted").exists()
    assert remind(at(due + timedelta(days=1))) == 0


def test_a_city_is_reminded_of_questions_without_an_answer(world: World) -> None:
    day = world.later().date() + timedelta(days=10)
    for criterion, due in (("A01", day), ("A02", day + timedelta(days=9))):
        review.ask_city(
            assignment=assignment_of(world, 0),
            criterion=criterion,
            question="Who counts?",
            due=due,
            by=world.reviewers[0],
            at=world.later(),
        )
    writers = {world.lead, world.editor, world.signatory}
    assert remind_cities(at(day - timedelta(days=4))) == 0
    assert remind_cities(at(day - timedelta(days=3))) == len(writers)
    assert remind_cities(at(day - timedelta(days=3), 17)) == 0
    assert remind_cities(at(day + timedelta(days=1))) == len(writers)
    told_last = Notice.objects.filter(kind="city.answer_overdue")
    assert {notice.user for notice in told_last} == writers
    said = notices.message(told_last[0])
    assert ": 2." in said.text
    answered(world, "A01")
    assert remind_cities(at(day + timedelta(days=2))) == 0  # the other one has time yet
    answered(world, "A02")
    assert remind_cities(at(day + timedelta(days=30))) == 0


def answered(world: World, criterion: str) -> None:
    """The city answers a question."""
    review.answer_question(
        clarification=the_case(world).clarifications.get(criterion=criterion),
        answer="The utility.",
        by=world.editor,
        at=world.later(),
    )
