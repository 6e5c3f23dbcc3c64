"""Edge case of CERTIFICATION.md §1.7: the city of a certificate or of a case has ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.assessments.review_acts import browser
from tests.assessments.test_life import certified, sign
from tests.doubting import plan, settle, vote
from tests.factories import make_member, make_place, make_seat
from tests.world import FEW, World, make_world
from waymark.assessments.actions import life, meeting
from waymark.assessments.actions.desk import NotIndependent
from waymark.assessments.actions.succession import take_back
from waymark.assessments.models import AgendaItem, Condition, Decision, Inheritance
from waymark.assessments.queries.life.acts import state_by_decisions
from waymark.assessments.rules.case import BallotChoice, DecisionKind
from waymark.assessments.rules.life.inheritance import Inheriting, refuse_inheriting
from waymark.awards.models import Award
from waymark.awards.queries import state_of, trust_document
from waymark.awards.rules import verify
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.places.actions import Act, enter_succession
from waymark.places.models import Place
from waymark.places.queries.succession import succession
from waymark.places.rules.succession import Kind

db = pytest.mark.django_db
STAYS, ENDS = BallotChoice.HAND_ON, BallotChoice.END


def merged(world: World) -> Place:
    """The city becomes part of another one, which is returned."""
    heir = make_place("Cedar")
    act = Act(Kind.MERGE, [world.place], [heir], world.now.date(), "Law 7 of 2026")
    enter_succession(act=act, by=world.secretary, at=world.later())
    world.place.refresh_from_db()
    return heir


def ask(world: World, heir: Place, **more: Any) -> Inheritance:
    facts = {"grounds": "The law names it as the successor.", "by": world.secretary}
    return life.ask_inheritance(
        case=world.case, award=world.award, successor=heir, at=world.later(), **{**facts, **more}
    )


def sit(world: World, asked: Inheritance, free: list[Any] | None = None) -> AgendaItem:
    row = plan(world)
    item = meeting.schedule_inheritance(
        meeting=row, inheritance=asked, by=world.secretary, at=world.later()
    )
    here = [member.pk for member in world.members]
    meeting.note_attendance(meeting=row, present=here, by=world.secretary, at=world.later())
    meeting.convene_meeting(meeting=row, by=world.secretary, at=world.later())
    for member in free if free is not None else world.members:
        meeting.declare_on_item(item=item, conflict=False, by=member, at=world.later())
    item.refresh_from_db()
    return item


def page(world: World, award: Award, name: str = "certificate") -> str:
    with time_machine.travel(world.later(), tick=False):
        return browser().get(reverse(name, args=[award.number])).content.decode()


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({}, ""),
        ({"ended": False}, "inheritance.not_ended"),
        ({"named": "c"}, "inheritance.no_heir"),
        ({"valid": False}, "inheritance.not_valid"),
        ({"on_agenda": True}, "doubt.on_agenda"),
        ({"closed": True}, "inheritance.over"),
    ],
)
def test_when_it_can_be_asked(facts: dict[str, Any], key: str) -> None:
    known = Inheriting(**({"ended": True, "heirs": ("b",), "named": "b"} | facts))
    assert [one.key for one in refuse_inheriting(known)] == ([key] if key else [])


@db
def test_edge_city_merges_the_certificate_stays_with_the_successor_only_by_decision() -> None:
    world = certified()
    first = world.award
    with pytest.raises(Refused, match=r"inheritance\.not_ended"):
        ask(world, make_place())
    asks = {"number": 1, "text": "Open the register.", "due": world.now.date()}
    laid = Condition.objects.create(decision_id=first.decision.partition(":")[2], **asks)
    heir = merged(world)
    assert state_of(first, world.later()) == "valid", "neither lost nor passed on by itself"
    assert not Award.objects.filter(subject=f"place:{heir.pk}").exists()
    assert "The committee has not decided whether the certificate stays" in page(world, first)
    assert "became part of" in page(world, first, "assessments:life")
    desk = browser(world.secretary)
    form = reverse("assessments:life_successor", args=[first.number])
    assert form in desk.get(reverse("assessments:life", args=[first.number])).content.decode()
    words = {"successor": heir.pk, "grounds": "The law names it as the successor."}
    assert desk.post(form, {**words, "successor": world.place.pk}).status_code == 422
    assert desk.post(form, words).status_code == 302
    asked = Inheritance.objects.get()
    assert "and has not decided" in page(world, first)
    world.now = max(world.now, timezone.now())
    item = sit(world, asked)
    shown = browser(world.chair).get(reverse("assessments:item", args=[item.meeting_id, item.pk]))
    assert "The law names it as the successor." in shown.content.decode()
    vote(world, item, dict.fromkeys(world.members, STAYS))
    made = settle(world, item)
    given = Decision.objects.get(pk=first.decision.partition(":")[2])
    assert (made.kind, made.about) == (DecisionKind.HAND_ON, first.decision)
    assert (made.level, made.valid_until, made.report) == (
        given.level, given.valid_until, given.report,
    )  # fmt: skip
    assert laid.findings.get().outcome == "carried"
    assert Condition.objects.get(decision=made).text == "Open the register."
    sign(world)
    second = Award.objects.get(subject=f"place:{heir.pk}")
    first.refresh_from_db()
    assert (second.replaces, second.valid_until) == (first.number, first.valid_until)
    assert str(second.subject_name) == "Cedar"
    assert state_of(first, world.now) == state_by_decisions(first, world.now) == "superseded"
    assert state_of(second, world.now) == state_by_decisions(second, world.now) == "valid"
    assert verify(second.credential, trust_document(), world.now).outcome == "valid"
    assert verify(first.credential, trust_document(), world.now).outcome == "not_valid"
    assert second.number in page(world, first)
    assert str(world.place) in second.credential["description"], "whose work it was"  # type: ignore[index]
    asked.refresh_from_db()
    assert asked.closed_at == made.decided_at
    with pytest.raises(DatabaseError), transaction.atomic():
        Inheritance.objects.update(grounds="Other.")


@db
def test_edge_city_merges_the_committee_lets_the_certificate_end_with_it() -> None:
    world = certified()
    heir = merged(world)
    asked = ask(world, heir)
    item = sit(world, asked)
    vote(world, item, dict.fromkeys(world.members, ENDS))
    assert settle(world, item).kind == DecisionKind.END
    sign(world)
    first = world.award
    assert state_of(first, world.now) == state_by_decisions(first, world.now) == "ended"
    assert verify(first.credential, trust_document(), world.now).outcome == "not_valid"
    assert "does not pass on" in page(world, first)
    told = succession(None, asked.succession_id)
    assert told
    with pytest.raises(Refused, match=r"succession\.asked"):
        take_back(told=told, reason="A mistake.", by=world.secretary, at=world.later())


@db
def test_edge_city_merges_who_works_for_the_successor_does_not_vote_and_who_may_ask() -> None:
    world = certified()
    heir, tied = merged(world), world.members[1]
    for person in (world.signatory, world.members[2], make_member(heir, "lead")):
        with pytest.raises(NotPermitted):
            ask(world, heir, by=person)
    ask(world, heir)
    make_member(heir, "editor", user=tied, since=world.now - timedelta(days=400))
    item = sit(world, ask(world, heir), free=[world.chair, world.members[2]])
    assert Inheritance.objects.filter(closed_at=None).count() == 1, "asked anew"
    meeting.declare_on_item(item=item, conflict=False, by=tied, at=world.later())
    with pytest.raises(NotIndependent):
        meeting.cast_ballot(item=item, choice=STAYS, by=tied, at=world.later())
    vote(world, item, {world.chair: STAYS, world.members[2]: BallotChoice.DEFER})
    assert settle(world, item).kind == DecisionKind.DEFER
    assert state_of(world.award, world.later()) == "valid"
    assert Inheritance.objects.filter(closed_at=None).exists(), "it waits for another meeting"


@db
def test_edge_city_merges_nobody_with_a_tie_to_it_puts_it_on_an_agenda() -> None:
    world = certified()
    asked, tied = ask(world, merged(world)), make_seat(world.mechanism.secretariat)
    make_member(world.place, "viewer", user=tied, since=world.now - timedelta(days=400))
    row = plan(world)
    put: dict[str, Any] = {"meeting": row, "inheritance": asked, "at": world.later()}
    with pytest.raises(Refused, match=r"meeting\.item_tied"):
        meeting.schedule_inheritance(by=tied, **put)
    assert meeting.schedule_inheritance(by=world.secretary, **put).inheritance == asked


@db
def test_edge_city_merges_no_certificate_is_given_to_a_city_that_ended() -> None:
    world = make_world(criteria=FEW)
    world.reach("scheduled")
    merged(world)
    world.vote()
    assert world.item
    with pytest.raises(Refused, match=r"decision\.place_ended"):
        settle(world, world.item)
    assert (
        "This city has ended"
        in browser(world.lead)
        .get(
            reverse("assessments:journey_of", args=[world.place.slug, f"case-{world.case.pk}"])  # type: ignore[union-attr]
        )
        .content.decode()
    )
