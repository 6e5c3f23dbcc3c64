"""Ties on the side of an appeal: its panel rules on them, and nobody whose decision is heard."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.appealing import Story, refused
from tests.assessments.review_acts import DUE, browser
from waymark.assessments.actions import appeal as acts
from waymark.assessments.actions import desk, review
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.models import AppealSeat, Assignment, Ruling
from waymark.assessments.queries import rulings
from waymark.assessments.queries.access import visible
from waymark.assessments.queries.life.appeals import candidates
from waymark.assessments.rules.independence import RulingFacts, Standing, Tie, may_check, may_hear
from waymark.assessments.rules.independence import refuse_ruling as refuse
from waymark.assessments.rules.life.appeal import Remedy, Vote
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.models import Interest, User
from waymark.people.rules import SeatRole

pytestmark = pytest.mark.django_db
TIED = Tie("family", key="interest:1")


def test_what_the_panel_ruled_counts_for_an_appeal_and_for_no_spot_check() -> None:
    known: dict[str, Any] = {"on": datetime(2026, 6, 1, tzinfo=UTC).date(), "adviser_months": 24}
    by_panel = Standing((TIED,), cleared_by_panel=frozenset({TIED.key}))
    by_lead = Standing((TIED,), cleared=frozenset({TIED.key}))
    assert may_hear(by_panel, **known) == ()
    assert may_hear(by_lead, **known), "the lead is one of those whose work is heard"
    assert may_check(by_panel, **known)
    assert may_check(by_lead, **known)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, ""),
        ({"on_panel": False}, "ruling.by_panel"),
        ({"on_panel": False, "in_office": True}, "ruling.by_panel"),
        ({"had_part": True}, "ruling.had_part"),
        ({"ruler_tied": True}, "ruling.tied"),
        ({"own": True}, "ruling.own"),
        ({"for_panel": False}, "ruling.no_appeal"),
        ({"for_panel": False, "in_office": True}, ""),
    ],
)
def test_who_may_rule_on_the_side_of_an_appeal(changes: dict[str, Any], key: str) -> None:
    facts: dict[str, Any] = {
        "own": False, "ruler_tied": False, "ties": (TIED,), "in_office": False, "on_panel": True,
        "for_panel": True, "reason": "So.",
    }  # fmt: skip
    found = [one.key for one in refuse(RulingFacts(**facts | changes), clears=True)]
    assert found == ([key] if key else [])


@pytest.fixture
def story() -> Story:
    """A refusal that is appealed against, and a team lead; nobody is named to hear it yet."""
    made = refused()
    made.world.extra["lead"] = factories.make_seat(
        made.world.mechanism.technical_team, SeatRole.LEAD
    )
    made.lodge()
    made.admit()
    return made


def tie(story: Story, user: User, **more: Any) -> Interest:
    facts = {"kind": "family", "place": story.world.place, "declared_at": story.world.now, **more}
    return Interest.objects.create(user=user, **facts)


def rule(story: Story, person: User, by: User, *, clears: bool = True) -> Ruling:
    case = story.world.case
    seen = Ruling.objects.filter(case=case, person=person).count()
    return review.rule_on_ties(
        case=case, person=person, clears=clears, reason="A cousin, long ago.", seen=seen, by=by,
        at=story.world.later(),
    )  # fmt: skip


def keys(told: Any) -> set[str]:
    return {reason.key for reason in told.value.reasons}


def free(story: Story) -> set[User]:
    found = candidates(story.world.secretary, story.appeal, story.world.now)
    return {one.user for one in found if one.available}


def test_a_members_tie_is_ruled_on_by_the_panels_other_members_alone(story: Story) -> None:
    tied, other, third = story.panel
    tie(story, tied)
    assert free(story) == {other, third}
    for by in (story.world.extra["lead"], story.world.chair):
        with pytest.raises(Refused) as told:
            rule(story, tied, by)
        assert "ruling.by_panel" in keys(told)
    with pytest.raises(Refused) as told:
        rule(story, tied, tied)
    assert {"ruling.own", "ruling.tied", "ruling.had_part"} <= keys(told)
    with pytest.raises(NotPermitted):
        rule(story, tied, story.world.secretary)
    assert rulings.matters(other, story.world.now)[0].person == tied
    made = rule(story, tied, other)
    assert made.appeal == story.appeal
    assert not rulings.matters(other, story.world.now)
    assert free(story) == {tied, other, third}
    story.name()
    story.declare()
    assert visible(tied).filter(pk=story.world.case.pk).exists(), "she reads what she hears"
    story.vote(Vote.UPHOLD, Vote.UPHOLD, Vote.DISMISS)
    assert story.decide(Remedy.AGAIN).upheld


def test_a_member_who_is_tied_or_had_a_part_rules_on_nobody(story: Story) -> None:
    tied, other, third = story.panel
    tie(story, tied)
    tie(story, other)
    desk_too = factories.make_seat(story.world.mechanism.appeal_panel, user=story.world.secretary)
    for by, key in ((other, "ruling.tied"), (desk_too, "ruling.had_part")):
        with pytest.raises(Refused) as told:
            rule(story, tied, by)
        assert key in keys(told)
        assert not rulings.matters(by, story.world.now)
        assert rulings.find(by, story.world.case.pk, tied.pk, story.world.now) is None
    assert len(rulings.matters(third, story.world.now)) == 2


def test_a_firm_tie_stays_and_a_ruling_that_it_stands_takes_the_seat(story: Story) -> None:
    tied, other, _third = story.panel
    story.name()
    tie(story, tied)
    rule(story, tied, other, clears=False)
    seat = AppealSeat.objects.get(member=tied)
    assert seat.left_at is not None
    factories.make_member(story.world.place, user=tied)
    with pytest.raises(Refused) as told:
        rule(story, tied, other)
    assert keys(told) == {"ruling.firm"}


def again(story: Story) -> Assignment:
    """The case is sent back, and somebody new is asked to review it, who leaves it to a ruling."""
    story.name()
    story.declare()
    story.vote()
    story.decide(Remedy.AGAIN)
    fresh = factories.make_seat(story.world.mechanism.technical_team)
    story.world.case.refresh_from_db()
    task = desk.assign_reviewer(
        case=story.world.case, reviewer=fresh, slot=1, due=DUE, by=story.world.secretary,
        at=story.world.later(),
    )  # fmt: skip
    review.declare_interest(
        assignment=task, conflict=False, asks=True, kind="other", note="A talk there.", by=fresh,
        at=story.world.later(),
    )  # fmt: skip
    return task


def test_a_new_reviewers_tie_is_ruled_on_by_the_panel_until_the_case_is_over(story: Story) -> None:
    task = again(story)
    assert not rulings.matters(story.world.extra["lead"], story.world.now)
    with pytest.raises(Refused) as told:
        rule(story, task.reviewer, story.world.extra["lead"])
    assert keys(told) == {"ruling.by_panel"}
    fresh_member = factories.make_seat(story.world.mechanism.appeal_panel)
    run_due(datetime.now(UTC))
    asked = Notice.objects.filter(kind="tie.to_rule").values_list("user", flat=True)
    assert set(asked) == {story.panel[1].pk, story.panel[2].pk, fresh_member.pk}
    assert rulings.matters(fresh_member, story.world.now)[0].person == task.reviewer
    rule(story, task.reviewer, fresh_member)
    task.refresh_from_db()
    assert task.state == "accepted"
    assert visible(task.reviewer).filter(pk=story.world.case.pk).exists()


def test_what_the_lead_ruled_before_the_appeal_opens_no_second_review(story: Story) -> None:
    """The control is the same ruling by the panel, in the test before."""
    fresh = factories.make_seat(story.world.mechanism.technical_team)
    found = tie(story, fresh, kind="other")
    Ruling.objects.create(
        case=story.world.case, person=fresh, seq=1, clears=True, ties=[f"interest:{found.pk}"],
        reason="Of no weight.", by=story.world.extra["lead"], at=story.world.later(),
    )  # fmt: skip
    task = again(story)
    assert task.state == "invited"
    with pytest.raises(desk.NotIndependent):
        desk.assign_reviewer(
            case=story.world.case, reviewer=fresh, slot=2, due=DUE, by=story.world.secretary,
            at=story.world.later(),
        )  # fmt: skip


def test_the_panel_rules_through_the_pages_and_those_concerned_are_told(story: Story) -> None:
    tied, other, _third = story.panel
    tie(story, tied)
    client = browser(other)
    path = f"/conflicts/{story.world.case.pk}/{tied.pk}/"
    assert path in client.get("/conflicts/").content.decode()
    page = client.get(path).content.decode()
    assert "A01" not in page, "nothing of the case"
    for user in (tied, story.world.extra["lead"], story.world.chair, story.world.secretary):
        assert browser(user).get(path).status_code == 404
    word = {"outcome": "clears", "reason": "A cousin.", "seen": "0"}
    assert client.post(path, word).status_code == 302
    run_due(datetime.now(UTC))
    assert Notice.objects.get(kind="tie.cleared").user == tied
    assert Notice.objects.get(kind="tie.cleared_panel").user == story.world.secretary


@pytest.mark.parametrize("members", [1, 3])
def test_the_list_asks_as_many_queries_for_one_as_for_three(story: Story, members: int) -> None:
    for _ in range(members):
        tie(story, factories.make_seat(story.world.mechanism.appeal_panel))
    client = browser(story.panel[0])
    client.get("/conflicts/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/conflicts/")
    assert page.content.decode().count("/conflicts/0") == members
    assert len(asked) <= 15, [one["sql"] for one in asked]


def test_a_member_leaves_a_tie_to_the_others_and_reads_once_it_is_cleared(story: Story) -> None:
    asks, other, third = story.panel
    story.name()
    at = story.world.later
    with pytest.raises(BadAnswer):
        acts.declare(appeal=story.appeal, conflict=False, asks=True, by=asks, at=at())
    page, own = f"/appeals/{story.appeal.pk}/", browser(asks)
    assert own.post(f"{page}declare/", {"tie": "ask", "note": ""}).status_code == 422
    sent = own.post(f"{page}declare/", {"tie": "ask", "note": "A talk there."}, follow=True)
    assert "waits for a ruling by the other members" in sent.content.decode()
    assert AppealSeat.objects.get(member=asks).left_at is None, "she keeps her seat"
    case = story.world.case
    assert not visible(asks).filter(pk=case.pk).exists()
    with pytest.raises(Refused):
        acts.declare(appeal=story.appeal, conflict=False, by=asks, at=at())
    with pytest.raises(Refused):
        acts.cast_vote(appeal=story.appeal, choice=Vote.UPHOLD, by=asks, at=at())
    run_due(datetime.now(UTC))
    told = Notice.objects.filter(kind="tie.to_rule_panel").values_list("user", flat=True)
    assert set(told) == {other.pk, third.pk}
    assert [one.person for one in rulings.matters(other, story.world.now)] == [asks]
    assert not rulings.matters(story.world.extra["lead"], story.world.now)
    rule(story, asks, third)
    assert not rulings.matters(other, story.world.now)
    assert visible(asks).filter(pk=case.pk).exists()
    acts.cast_vote(appeal=story.appeal, choice=Vote.UPHOLD, by=asks, at=at())


def test_what_a_member_left_to_the_others_takes_her_seat_where_it_stands(story: Story) -> None:
    asks, other, _third = story.panel
    story.name()
    acts.declare(
        appeal=story.appeal, conflict=False, asks=True, note="A talk.", by=asks,
        at=story.world.later(),
    )  # fmt: skip
    rule(story, asks, other, clears=False)
    assert AppealSeat.objects.get(member=asks).left_at is not None
    assert not visible(asks).filter(pk=story.world.case.pk).exists()
