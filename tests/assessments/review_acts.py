"""Short hands for tests of desk and review."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from tests import factories
from tests.world import World, ground_of
from waymark.assessments.actions import review
from waymark.assessments.models import Assignment, Case
from waymark.assessments.rules.case import Outcome
from waymark.people.models import User

DUE = date(2099, 4, 30)


def browser(user: User | None = None) -> Client:
    """A browser of somebody's, or of a stranger."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def the_case(world: World) -> Case:
    """The world's case as it is now."""
    assert world.case is not None
    world.case.refresh_from_db()
    return world.case


def assignment_of(world: World, number: int = 0) -> Assignment:
    """The newest assignment of one of the world's reviewers."""
    rows = the_case(world).assignments.filter(reviewer=world.reviewers[number])
    return rows.latest("invited_at")


def declare(world: World, number: int = 0, *, conflict: bool = False) -> Assignment:
    """One of the reviewers answers the invitation."""
    found = assignment_of(world, number)
    review.declare_interest(
        assignment=found, conflict=conflict, by=found.reviewer, at=world.later()
    )
    found.refresh_from_db()
    return found


def judge(
    world: World,
    assignment: Assignment,
    criterion: str,
    outcome: Outcome = Outcome.ACCEPT,
    reason: str = "",
) -> Any:
    """One verdict on the newest submission."""
    return review.give_verdict(
        assignment=assignment,
        submission=the_case(world).submissions.latest("seq").sha256,
        criterion=criterion,
        judgement=review.Judgement(
            outcome, None, ground_of(outcome), reason or "Looked at page 1."
        ),
        by=assignment.reviewer,
        at=world.later(),
    )


def judge_all(
    world: World, assignment: Assignment, outcome: Outcome = Outcome.ACCEPT, reason: str = ""
) -> None:
    """Every verdict that is still missing, then deliver."""
    newest = the_case(world).submissions.latest("seq")
    for criterion in review.without_verdict(assignment, newest):
        judge(world, assignment, criterion, outcome, reason)
    review.deliver_review(assignment=assignment, by=assignment.reviewer, at=world.later())
    assignment.refresh_from_db()


def strangers(world: World) -> dict[str, User]:
    """People who have nothing to do with the case."""
    elsewhere = factories.make_place(country="PE")
    other_team = factories.make_body("technical_team", name="Another team")
    other_desk = factories.make_body("secretariat", name="Another desk")
    return {
        "user": factories.make_user(),
        "foreign city": factories.make_member(elsewhere, "lead"),
        "unassigned reviewer": factories.make_seat(world.mechanism.technical_team),
        "foreign reviewer": factories.make_seat(other_team, "lead"),
        "foreign desk": factories.make_seat(other_desk),
    }
