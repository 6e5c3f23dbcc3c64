"""Doubts and spot checks that ties take to the global committee: they come back, and they end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.assessments.review_acts import browser
from tests.assessments.test_delegating import decide_there, make_national, publish, recuse, schedule
from tests.assessments.test_life import sign
from tests.assessments.test_report_pages import pdf_text
from tests.doubting import doubt
from tests.spot import Spot
from tests.world import FEW, World
from waymark.assessments.actions import decision, life
from waymark.assessments.actions import meeting as acts
from waymark.assessments.jobs.delegating import settle_committees
from waymark.assessments.models import AgendaItem, Delegation, Hearing, Meeting, SpotCheck
from waymark.assessments.queries.committee_award import awards_chaired
from waymark.assessments.queries.delegating import hears
from waymark.assessments.rules.case import BallotChoice, DecisionKind
from waymark.awards.models import Award
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.people.rules import SeatRole
from waymark.schemes.models import Mechanism

pytestmark = pytest.mark.django_db


def certified() -> World:
    """A city that a national committee of three has certified."""
    world = make_national(until="published")
    world.now = datetime.now(UTC)
    return world


def plan(world: World, mechanism: Mechanism, desk: Any) -> Meeting:
    return acts.plan_meeting(
        mechanism=mechanism, title="Session", starts_at=world.now + timedelta(days=3),
        where="Online", by=desk, at=world.later(),
    )  # fmt: skip


def put(world: World, meeting: Meeting, hearing: Hearing, desk: Any) -> AgendaItem:
    return acts.schedule_doubt(meeting=meeting, hearing=hearing, by=desk, at=world.later())


def away(world: World) -> tuple[Hearing, AgendaItem]:
    """A doubt on which two of three are recused."""
    hearing = doubt(world, tied=world.members[1])
    world.item = put(world, plan(world, world.mechanism, world.secretary), hearing, world.secretary)
    recuse(world, world.members[2])
    return hearing, world.item


def discordant(world: World) -> SpotCheck:
    """A spot check of the city that came to something else."""
    checkers = [factories.make_seat(world.mechanism.technical_team) for _ in range(2)]
    givers = [factories.make_user(name=f"Giver {n}") for n in range(3)]
    story = Spot(world=world, cities=[world], checkers=checkers, givers=givers)
    (check,) = story.drawn()
    story.check(check, rejected=FEW[:1])
    assert check.state == "discordant"
    return check


def deputies(world: World) -> None:
    """The two that are recused get deputies, so that a quorum is possible again."""
    for holder in world.members[1:]:
        seat = holder.seats.get(body=world.mechanism.committee)
        factories.make_seat(world.mechanism.committee, SeatRole.DEPUTY, deputy_for=seat)


def test_a_doubt_that_went_to_the_global_committee_comes_back_with_the_quorum() -> None:
    world = certified()
    hearing, _item = away(world)
    wide, desk = world.extra["wide"], world.extra["desk"]
    there = put(world, plan(world, wide, desk), hearing, desk)
    assert settle_committees(world.later()) == 0, "the control: nothing has changed"
    factories.make_seat(world.mechanism.committee, SeatRole.DEPUTY, deputy_for=(
        world.members[1].seats.get(body=world.mechanism.committee)))  # fmt: skip
    assert settle_committees(world.later()) == 1
    there.refresh_from_db()
    assert there.removed_at is not None
    assert Delegation.objects.get().ended_at is not None
    again = plan(world, world.mechanism, world.secretary)
    assert put(world, again, hearing, world.secretary)


def test_who_is_named_in_a_doubt_does_not_bring_the_quorum_back() -> None:
    world = certified()
    away(world)
    assert settle_committees(world.later()) == 0, "else it would go to and fro every hour"
    assert Delegation.objects.get().ended_at is None


def test_a_doubt_that_is_taken_up_stays_and_with_its_decision_the_delegation_ends() -> None:
    world = certified()
    hearing, _item = away(world)
    wide, desk, chair = (world.extra[name] for name in ("wide", "desk", "chair"))
    people = [chair, *world.extra["others"]]
    meeting = plan(world, wide, desk)
    item = put(world, meeting, hearing, desk)
    here = [one.pk for one in people]
    acts.note_attendance(meeting=meeting, present=here, by=desk, at=world.later())
    acts.convene_meeting(meeting=meeting, by=chair, at=world.later())
    deputies(world)
    assert settle_committees(world.later()) == 0, "an open meeting has it before it"
    for member in people:
        acts.declare_on_item(item=item, conflict=False, by=member, at=world.later())
        acts.cast_ballot(item=item, choice=BallotChoice.CONFIRM, by=member, at=world.later())
    made = decision.decide_item(
        item=item, expected=item.report_sha256, reasons="It stands.", by=chair, at=world.later()
    )
    assert made.quorum["decided_by"] == "global"
    assert Delegation.objects.get().ended_at == made.decided_at
    assert hears(plan(world, world.mechanism, world.secretary), world.case), "what comes next"


def test_nobody_reads_in_a_report_that_its_decision_is_doubted_elsewhere() -> None:
    world = certified()
    _hearing, item = away(world)
    assert Delegation.objects.filter(ended_at=None).exists(), "the control"
    page = Client().get(reverse("assessments:report", args=[item.report_id]))
    assert page.status_code == 200
    assert "The committee of" not in page.content.decode()


def test_two_matters_of_one_case_go_there_together() -> None:
    world = certified()
    check = discordant(world)
    acts.schedule_check(
        meeting=plan(world, world.mechanism, world.secretary), check=check,
        by=world.secretary, at=world.later(),
    )  # fmt: skip
    first = AgendaItem.objects.get(spot_check=check)
    _hearing, second = away(world)
    world.item = first
    recuse(world, world.members[1])
    for item in (first, second):
        item.refresh_from_db()
        assert item.removed_at is not None
    assert Delegation.objects.filter(case=world.case).count() == 1


def test_the_desk_of_the_other_committee_puts_a_check_on_its_agenda_by_the_page() -> None:
    world = certified()
    check = discordant(world)
    meeting = plan(world, world.mechanism, world.secretary)
    world.item = acts.schedule_check(
        meeting=meeting, check=check, by=world.secretary, at=world.later()
    )
    recuse(world, *world.members[1:])
    there = plan(world, world.extra["wide"], world.extra["desk"])
    url = reverse("assessments:spot_schedule", args=[check.pk])
    desk = browser(world.extra["desk"])
    assert url in desk.get(reverse("assessments:meeting", args=[there.pk])).content.decode()
    assert browser(world.secretary).post(url, {"meeting": meeting.pk}).status_code == 404
    assert desk.post(url, {"meeting": there.pk}).status_code == 302
    assert AgendaItem.objects.get(spot_check=check, removed_at=None).meeting == there


def test_where_somebody_is_above_the_page_does_not_say_that_nobody_is() -> None:
    world = certified()
    item = put(
        world, plan(world, world.mechanism, world.secretary),
        doubt(world, tied=world.members[1]), world.secretary,
    )  # fmt: skip
    for member in world.members[2:]:
        item.recusals.create(member=member, by=world.secretary, at=world.now, reason="")
    page = browser(world.secretary).get(
        reverse("assessments:item", args=[item.meeting_id, item.pk])
    )
    assert page.status_code == 200
    assert "Above this committee there is nobody" not in page.content.decode()


def given_there() -> tuple[World, Award]:
    """A certificate that the global committee gave in place of the national one."""
    world = make_national()
    schedule(world, world.mechanism, world.secretary)
    recuse(world, *world.members[1:])
    decide_there(world, schedule(world, world.extra["wide"], world.extra["desk"]))
    publish(world)
    world.now = datetime.now(UTC)
    return world, Award.objects.get()


def test_what_the_city_says_is_told_to_the_chair_whose_committee_gave_the_certificate() -> None:
    world, award = given_there()
    facts = {"case": world.case, "award": award}
    hearing = life.open_hearing(
        grounds="It burns.", by=world.extra["chair"], at=world.later(), **facts
    )
    life.say(
        kind="hearing", about=hearing.pk, text="It is out.", by=world.signatory,
        at=world.later(), **facts,
    )  # fmt: skip
    sign(world)
    told = set(Notice.objects.filter(kind="life.stated").values_list("user", flat=True))
    assert told == {world.extra["chair"].pk, world.secretary.pk}


def test_later_acts_are_for_the_chair_whose_committee_gave_the_certificate() -> None:
    world, award = given_there()
    chair = world.extra["chair"]
    assert awards_chaired(chair, world.now) == [award]
    assert awards_chaired(world.chair, world.now) == []
    url = reverse("assessments:award_decide", args=[award.number])
    assert browser(chair).get(url).status_code == 200
    assert browser(world.chair).get(url).status_code == 404
    act = {"case": world.case, "award": award, "reasons": "A name was wrong."}
    with pytest.raises(NotPermitted):
        decision.decide_on_award(kind=DecisionKind.SUSPEND, by=world.chair, at=world.later(), **act)
    made = life.correct_decision(by=chair, at=world.later(), **act)
    sign(world)
    corrected = Award.objects.get(decision=f"decision:{made.pk}")
    assert "Decided by the committee of Global mechanism" in str(corrected.claim)
    assert browser(chair).get(
        reverse("assessments:award_decide", args=[corrected.number])
    ).status_code == 200  # fmt: skip


def test_the_file_of_a_desk_to_which_a_case_never_opens_does_not_ask_it_to_declare() -> None:
    world = make_national()
    schedule(world, world.mechanism, world.secretary)
    recuse(world, *world.members[1:])
    item = schedule(world, world.extra["wide"], world.extra["desk"])
    url = reverse("assessments:meeting_pack", args=[item.meeting_id])
    assert "before you declare" in pdf_text(browser(world.extra["chair"]).get(url).content)
    printed = pdf_text(browser(world.extra["desk"]).get(url).content)
    assert "No: not open to you" in printed
    assert "before you declare" not in printed
