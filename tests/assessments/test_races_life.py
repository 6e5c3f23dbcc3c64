"""R6 for appeals, ends and spot checks: two people at once have one effect."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction

from tests import factories
from tests.appealing import against, refused
from tests.races import race, split
from tests.spot import make_spot
from tests.world import FEW, make_world
from waymark.assessments.actions import appeal as acts
from waymark.assessments.actions import life, spot
from waymark.assessments.models import (
    Appeal,
    AppealOutcome,
    AppealSeat,
    AppealVote,
    Decision,
    DrawResult,
    SpotCheck,
)
from waymark.assessments.rules.case import DecisionKind
from waymark.assessments.rules.life.appeal import Ground, Remedy, Vote
from waymark.awards.models import Award, AwardEvent
from waymark.awards.rules.lifecycle import NoSuchStep
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def chained(case: object) -> bool:
    """Whether each decision of a case follows the one before."""
    rows = list(Decision.objects.filter(case=case).order_by("seq"))
    before = ["", *(row.sha256 for row in rows[:-1])]
    return [row.prev_sha256 for row in rows] == before


def test_two_signatories_appeal_at_once_and_one_appeal_is_lodged() -> None:
    story = refused()
    second = factories.make_member(story.world.place, "signatory")
    at = story.world.later()
    lodging = [
        partial(
            acts.lodge, decision=Decision.objects.get(pk=story.decision.pk), ground=Ground.FACTS,
            text="Annex 3.", by=by, at=at,
        )
        for by in (story.world.signatory, second, story.world.signatory)
    ]  # fmt: skip
    won, lost = split(race(*lodging))
    assert len(won) == Appeal.objects.count() == 1
    assert all(isinstance(error, Refused) for error in lost)


def test_two_desks_name_a_panel_at_once_and_it_has_no_more_than_it_needs() -> None:
    story = refused()
    more = [factories.make_seat(story.world.mechanism.appeal_panel) for _ in range(3)]
    story.lodge()
    story.admit()
    second = factories.make_seat(story.world.mechanism.secretariat)
    at = story.world.later()
    won, lost = split(
        race(
            *(
                partial(acts.name_panel, appeal=story.appeal, members=members, by=by, at=at)
                for members, by in ((story.panel, story.world.secretary), (more, second))
            )
        )
    )
    assert (len(won), len(lost)) == (1, 1)
    assert AppealSeat.objects.count() == 3


def test_a_member_votes_twice_at_once_and_two_write_it_down_at_once() -> None:
    story = refused()
    story.lodge()
    story.admit()
    story.name()
    story.declare()
    first, at = story.panel[0], story.world.later()
    both = (Vote.UPHOLD, Vote.DISMISS)
    voting = [
        partial(acts.cast_vote, appeal=story.appeal, choice=one, by=first, at=at) for one in both
    ]
    won, _lost = split(race(*voting))
    assert len(won) == AppealVote.objects.count() == 1
    for member in story.panel[1:]:
        acts.cast_vote(appeal=story.appeal, choice=Vote.UPHOLD, by=member, at=story.world.later())
    at = story.world.later()
    writing = [
        partial(
            acts.decide, appeal=story.appeal, remedy=Remedy.GRANT, reasons=f"{by.pk}", by=by, at=at
        )
        for by in story.panel
    ]
    won, lost = split(race(*writing))
    assert (len(won), len(lost)) == (1, 2)
    assert all(isinstance(error, Refused) for error in lost)
    assert AppealOutcome.objects.count() == Award.objects.count() == 1
    kinds = list(story.world.case.decisions.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["refuse", "annul", "grant"]
    assert chained(story.world.case)


def test_the_clock_and_a_panel_at_once_leave_one_end() -> None:
    world = make_world(until="published", criteria=FEW)
    award = world.award
    at = award.valid_until + timedelta(hours=1)
    race(*(partial(life.lapse, award=award, by=None, at=at) for _ in range(3)))
    assert Decision.objects.filter(kind=DecisionKind.LAPSE).count() == 1
    assert list(AwardEvent.objects.values_list("kind", flat=True)) == ["lapsed"]
    assert chained(world.case)


def test_a_suspension_is_lifted_by_the_chair_and_by_a_panel_at_once() -> None:
    story = against(DecisionKind.SUSPEND)
    story.heard()
    at = story.world.later()
    lift = partial(
        life.decide_on_award, case=story.world.case, award=story.world.award,
        kind=DecisionKind.LIFT_SUSPENSION, reasons="Clear now.", by=story.world.chair, at=at,
    )  # fmt: skip
    panel = partial(
        acts.decide, appeal=story.appeal, remedy=Remedy.STANDS, reasons="Clear.",
        by=story.panel[0], at=at,
    )  # fmt: skip
    _won, lost = split(race(lift, panel))
    assert all(isinstance(error, Refused | NoSuchStep) for error in lost)
    kinds = list(AwardEvent.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["suspended", "reinstated"], "one effect, whoever was first"
    assert chained(story.world.case)


def test_two_hold_the_same_draw_and_one_selection_comes_of_it() -> None:
    story = make_spot(cities=2)
    story.set_policy()
    story.announce()
    story.commit()
    story.reveal()
    second = factories.make_seat(story.world.mechanism.secretariat)
    story.world.now = max(story.now, story.the_draw.beacon_at + timedelta(hours=2))
    drawing = [
        partial(
            spot.draw_cases, draw=story.the_draw, beacon=story.thrown(), by=by, at=story.later()
        )
        for by in (story.world.secretary, second)
    ]
    won, lost = split(race(*drawing))
    assert (len(won), len(lost)) == (1, 1)
    assert isinstance(lost[0], Refused)
    assert DrawResult.objects.count() == 1
    assert SpotCheck.objects.count() == 2


def test_two_desks_give_the_same_slot_of_a_check_and_one_reviewer_has_it() -> None:
    from waymark.assessments.actions.desk import NoSuchSlot

    story = make_spot()
    check = story.drawn()[0]
    second = factories.make_seat(story.world.mechanism.secretariat)
    pairs = zip(story.checkers, (story.world.secretary, second), strict=True)
    at = story.later()
    won, lost = split(
        race(
            *(
                partial(
                    spot.assign_checker, check=check, reviewer=reviewer, slot=1,
                    due=(at + timedelta(days=30)).date(), by=by, at=at,
                )
                for reviewer, by in pairs
            )
        )
    )  # fmt: skip
    assert (len(won), len(lost)) == (1, 1)
    assert isinstance(lost[0], NoSuchSlot)
    assert check.assignments.count() == 1


def test_without_the_unique_row_two_appeals_would_stand() -> None:
    """The control: what holds them apart is the row in the database, and not luck."""
    story = refused()
    story.lodge()
    with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
        Appeal.objects.create(
            case=story.world.case, decision=story.decision, ground="facts", text="Again.",
            lodged_by=story.world.signatory, lodged_at=datetime.now(UTC), need=3,
        )  # fmt: skip
