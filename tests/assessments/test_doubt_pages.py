"""Pages of a decision that is looked at again, without scripts; and two who act at once."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.assessments.test_life import certified
from tests.doubting import doubt, plan, sit, vote
from tests.races import race, split
from tests.world import FEW, World, make_world, neighbour
from waymark.assessments.actions import decision, life, meeting
from waymark.assessments.actions.decision import AlreadyDecided
from waymark.assessments.jobs.handing_over import settle_desks
from waymark.assessments.models import AgendaItem, Decision, Hearing, Meeting
from waymark.assessments.rules.case import BallotChoice, DecisionKind
from waymark.assessments.rules.life.doubt import Cause
from waymark.awards.models import Award, AwardEvent
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.kernel.flow import Refused
from waymark.people.rules import SeatRole

BOTH = pytest.mark.django_db(transaction=True)


def as_(user: Any) -> Client:
    return factories.log_in(Client(), user)


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


@pytest.mark.django_db
def test_a_decision_is_looked_at_again_with_plain_forms() -> None:
    world = certified()
    number, tied = world.award.number, world.members[1]
    desk, chair, city = as_(world.secretary), as_(world.chair), as_(world.signatory)
    opening = reverse("assessments:life_doubt", args=[number])
    about = reverse("assessments:life", args=[number])
    assert opening in page(desk, about)
    assert opening not in page(city, about)
    form = page(desk, opening)
    assert tied.name in form
    assert world.secretary.name not in form[form.index("<main") :]
    assert desk.post(opening, {"cause": "", "grounds": ""}).status_code == 422
    given = {"cause": "tie", "tied": tied.pk, "grounds": "She advised the city."}
    assert desk.post(opening, given).status_code == 302
    hearing = Hearing.objects.get()
    assert "She advised the city." in page(city, about)
    assert "She advised the city." not in page(Client(), about)
    assert tied.name not in page(as_(tied), about).partition("<main")[2]
    answer = reverse("assessments:life_answer", args=[number, hearing.pk])
    city.post(answer, {"text": "Nobody told us."})
    deciding = page(chair, reverse("assessments:award_decide", args=[number]))
    assert "Nobody decides it alone." in deciding
    assert set(re.findall(r'name="kind" value="(\w+)"', deciding)) == {"suspend", "revoke"}
    row = plan(world)
    at_meeting = reverse("assessments:meeting", args=[row.pk])
    assert hearing.pk in page(desk, at_meeting)
    assert hearing.pk not in page(chair, at_meeting)
    scheduling = reverse("assessments:meeting_schedule_doubt", args=[row.pk])
    assert chair.post(scheduling, {"hearing": hearing.pk}).status_code == 404
    assert desk.post(scheduling, {"hearing": hearing.pk}).status_code == 302
    assert desk.post(scheduling, {"hearing": hearing.pk}).status_code == 404, "it is there"
    hold(world, row)


def hold(world: World, row: Meeting) -> None:
    """Hold the meeting with plain forms, and read what everybody reads of it."""
    desk, chair, other = as_(world.secretary), as_(world.chair), world.members[2]
    item, tied = AgendaItem.objects.get(meeting=row), world.members[1]
    everybody = [member.pk for member in world.members]
    desk.post(reverse("assessments:meeting_attendance", args=[row.pk]), {"present": everybody})
    chair.post(reverse("assessments:meeting_convene", args=[row.pk]))
    ids = [row.pk, item.pk]
    at_item = reverse("assessments:item", args=ids)
    assert "You are recused from this item" in page(as_(tied), at_item)
    for member in (world.chair, other):
        client = as_(member)
        assert "She advised the city." not in page(client, at_item), "before she has declared"
        client.post(reverse("assessments:item_declare", args=ids), {"conflict": "no"})
        assert "She advised the city." in page(client, at_item)
        assert "Nobody told us." in page(client, at_item)
        voting = reverse("assessments:item_vote", args=ids)
        assert client.post(voting, {"choice": "grant"}).status_code == 422
        assert client.post(voting, {"choice": "annul"}).status_code == 302
    given = {"expected": item.report_sha256, "reasons": "Somebody had a tie."}
    assert chair.post(reverse("assessments:item_decide", args=ids), given).status_code == 302
    assert "Annul it: the certificate ends" in page(chair, at_item)
    shown = page(chair, reverse("assessments:meeting", args=[row.pk]))
    assert "Whether the decision that gave a certificate stands." in shown, "the minutes say so"
    chair.post(reverse("assessments:meeting_close", args=[row.pk]), {"minutes": "One item."})
    desk.post(reverse("assessments:meeting_publish", args=[row.pk]))
    public = page(Client(), reverse("certificate", args=[world.award.number]))
    assert "Somebody had a tie." in public
    assert tied.name not in public
    life_page = page(Client(), reverse("assessments:life", args=[world.award.number]))
    assert "Annulled" in life_page
    session = page(Client(), reverse("assessments:session", args=[row.pk]))
    assert "Decisions looked at again" in session


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_agenda_asks_no_more_queries_where_more_is_doubted(count: int) -> None:
    world = make_world(until="published", criteria=FEW)
    stories = [world, *(neighbour(world, until="published") for _ in range(count - 1))]
    for story in stories:
        award = Award.objects.get(subject=f"place:{story.place.pk}")
        story.now = award.signed_at
        doubt(story, award=award)
    client, url = as_(world.secretary), reverse("assessments:meeting", args=[plan(world).pk])
    page(client, url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shown = page(client, url)
    assert shown.count('name="hearing"') == count
    assert len(asked) <= 15, len(asked)


@BOTH
def test_two_who_doubt_at_once_open_one_hearing() -> None:
    world = certified()
    at = world.later()
    acts = [
        partial(
            life.doubt_decision, case=world.case, award=world.award, cause=Cause.FLAW,
            grounds="A file was forged.", by=by, at=at,
        )
        for by in (world.secretary, world.chair, world.secretary)
    ]  # fmt: skip
    won, lost = split(race(*acts))
    assert len(won) == Hearing.objects.count() == 1
    assert all(isinstance(error, Refused) for error in lost)


@BOTH
def test_two_desks_put_a_doubt_on_one_agenda() -> None:
    world = certified()
    hearing = doubt(world)
    acts = [
        partial(meeting.schedule_doubt, meeting=row, hearing=hearing, by=world.secretary, at=at)
        for row, at in [(plan(world), world.later()) for _ in range(3)]
    ]
    won, lost = split(race(*acts))
    assert len(won) == AgendaItem.objects.filter(hearing=hearing).count() == 1
    assert all(isinstance(error, Refused) for error in lost)


@BOTH
def test_two_chairs_annul_at_once_and_the_certificate_ends_once() -> None:
    world = certified()
    second = factories.make_seat(world.mechanism.committee, "chair")
    world.members.append(second)
    item = sit(world, doubt(world))
    vote(world, item, dict.fromkeys(world.members, BallotChoice.ANNUL))
    at = world.later()
    acts = [
        partial(
            decision.decide_item, item=item, expected=item.report_sha256, reasons="It fell.",
            by=by, at=at,
        )
        for by in (world.chair, second, world.chair)
    ]  # fmt: skip
    won, lost = split(race(*acts))
    assert len(won) == Decision.objects.filter(kind=DecisionKind.ANNUL).count() == 1
    assert all(isinstance(error, AlreadyDecided) for error in lost)
    assert AwardEvent.objects.count() == 1


@pytest.mark.django_db
def test_where_the_only_secretary_is_named_the_lead_puts_it_on_the_agenda() -> None:
    world = certified()
    lead = factories.make_seat(world.mechanism.technical_team, SeatRole.LEAD)
    hearing = doubt(world, tied=world.secretary, by=world.chair)
    row, case = plan(world), reverse("assessments:case", args=[hearing.case_id])
    put = reverse("assessments:meeting_schedule_doubt", args=[row.pk])
    words = {"hearing": hearing.pk}
    assert "Whether the decision on" not in page(as_(lead), case), "the rule has not looked yet"
    assert as_(lead).post(put, words).status_code == 404
    run_due(world.now)
    assert Notice.objects.filter(kind="desk.handed_over").get().user == lead
    assert Notice.objects.filter(kind="desk.handed_over").get().url == case
    with pytest.raises(Refused):
        meeting.schedule_doubt(meeting=row, hearing=hearing, by=world.secretary, at=world.later())
    shown = page(as_(lead), case)
    assert "Whether the decision on" in shown
    assert put in shown
    assert (
        as_(factories.make_seat(world.mechanism.technical_team)).post(put, words).status_code == 404
    )
    assert as_(lead).post(put, words).status_code == 302
    assert AgendaItem.objects.get(hearing=hearing).meeting == row
    assert "Whether the decision on" not in page(as_(lead), case)
    factories.make_seat(world.mechanism.secretariat)
    assert settle_desks(world.later()) == 1, "somebody there is free: the desk goes back"
