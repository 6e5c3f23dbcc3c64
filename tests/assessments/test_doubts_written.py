"""A doubted decision voted on in secret and in writing; and who is named from the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests import factories
from tests.assessments.review_acts import browser
from tests.assessments.test_life import certified
from tests.doubting import doubt, plan
from waymark.assessments.actions import decision
from waymark.assessments.actions import meeting as acts
from waymark.assessments.models import AgendaItem, Ballot, Declaration
from waymark.assessments.queries.life.doubts import waiting_doubts
from waymark.assessments.rules.case import DecisionKind
from waymark.awards.queries import state_of
from waymark.kernel.flow import Refused
from waymark.people.actions import set_composition
from waymark.people.rules import Composition

pytestmark = pytest.mark.django_db


def test_a_doubt_is_voted_on_in_secret_and_in_writing() -> None:
    world = certified()
    world.now -= timedelta(hours=1)  # pages are read at the real time, which has to be later
    body, tied = world.mechanism.committee, world.members[1]
    free = [world.chair, world.members[2]]
    set_composition(body=body, composition=Composition(secret=True), by=None, at=world.later())
    hearing = doubt(world, tied=tied)
    meeting = acts.plan_meeting(
        mechanism=world.mechanism, title="In writing", starts_at=world.now, where="",
        answer_by=world.now + timedelta(days=14), by=world.secretary, at=world.later(),
    )  # fmt: skip
    item = acts.schedule_doubt(
        meeting=meeting, hearing=hearing, by=world.secretary, at=world.later()
    )
    acts.convene_meeting(meeting=meeting, by=world.chair, at=world.later())
    declare, vote, page = (
        reverse(f"assessments:{name}", args=[meeting.pk, item.pk])
        for name in ("item_declare", "item_vote", "item")
    )
    assert browser(tied).post(vote, {"choice": "annul"}).status_code == 422
    for member in free:
        client = browser(member)
        assert client.post(vote, {"choice": "annul"}).status_code == 422, "not before she declares"
        assert client.post(declare, {"conflict": "no"}).status_code == 302
        answer = client.post(vote, {"choice": "annul", "reason": ""})
        assert answer.status_code == 200
        assert "The code of your vote" in answer.content.decode()
    assert set(Ballot.objects.filter(item=item).values_list("choice", flat=True)) == {""}
    item = AgendaItem.objects.get(pk=item.pk)
    world.now = max(world.now, *(one.at for one in item.ballots.all()))
    made = decision.decide_item(
        item=item, expected=item.report_sha256, reasons="It was wrong.", by=world.chair,
        at=world.later(),
    )  # fmt: skip
    assert (made.kind, made.votes["annul"]) == (DecisionKind.ANNUL, 2)
    assert (made.quorum["present"], made.quorum["seats"]) == (2, 3)
    assert made.quorum["box"]
    assert state_of(world.award, world.later()) == "annulled"
    assert "The secret votes" in browser(world.chair).get(page).content.decode()
    assert "The secret votes" not in browser(tied).get(page).content.decode()


def test_who_is_named_from_the_desk_reads_nothing_of_it_and_keeps_it_from_no_agenda() -> None:
    world = certified()
    other = factories.make_seat(world.mechanism.secretariat)
    hearing = doubt(world, tied=world.secretary, by=world.chair)
    assert waiting_doubts(other, world.mechanism.pk, world.now) == [hearing], "the control"
    assert waiting_doubts(world.secretary, world.mechanism.pk, world.now) == []
    meeting = plan(world)
    with pytest.raises(Refused):
        acts.schedule_doubt(meeting=meeting, hearing=hearing, by=world.secretary, at=world.later())
    item = acts.schedule_doubt(meeting=meeting, hearing=hearing, by=other, at=world.later())
    page = reverse("assessments:item", args=[meeting.pk, item.pk])
    assert "A member advised the city." in browser(other).get(page).content.decode()
    assert "A member advised the city." not in browser(world.secretary).get(page).content.decode()
    with pytest.raises(Refused):
        acts.unschedule_case(item=item, by=world.secretary, at=world.later())
    acts.unschedule_case(item=item, by=other, at=world.later())


def test_who_has_a_tie_does_not_learn_who_had_a_part() -> None:
    world = certified()
    url = reverse("assessments:life_doubt", args=[world.award.number])
    name = world.reviewers[0].name
    assert name in browser(world.chair).get(url).content.decode(), "the control"
    Declaration.objects.create(case=world.case, user=world.chair, conflict=True, at=world.now)
    assert name not in browser(world.chair).get(url).content.decode()
