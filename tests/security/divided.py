"""A city whose reviewers have delivered, differ on one criterion, and talk."""

from __future__ import annotations

from collections.abc import Callable

from tests.assessments.review_acts import assignment_of, declare, judge, judge_all
from tests.world import World
from waymark.assessments.actions import review
from waymark.assessments.models import Assignment
from waymark.assessments.rules.case import Outcome


def make_divided(world: World, criterion: str, say: Callable[[str], str]) -> Assignment:
    """Take a fresh case there; return the review of the first of both."""
    for act in (world.answer_all, world.submit, world.assign):
        act()
    first, second = declare(world, 0), declare(world, 1)
    judge(world, second, criterion, Outcome.REJECT, say("There is no budget."))
    for one in (first, second):
        judge_all(world, one)
    review.say_to_reviewer(
        assignment=second,
        criterion=criterion,
        words=say("Where is it?"),
        by=second.reviewer,
        at=world.later(),
    )
    return assignment_of(world, 0)
