"""Deputies and observers: who acts for a seat, that no seat acts twice, and who only sees."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.world import FEW, World, make_world
from waymark.assessments.actions import meeting as acts
from waymark.assessments.actions.desk import NotIndependent
from waymark.assessments.models import AgendaItem, Ballot
from waymark.assessments.queries.access import visible
from waymark.assessments.queries.sitting import acting_on, quorum_of
from waymark.assessments.rules.case import BallotChoice
from waymark.assessments.rules.voting import acting, quorum
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.models import Seat, User
from waymark.people.rules import SeatRole

SEATS = ["a", "b", "c", "d"]
PEOPLE = [*SEATS, "x", "y", "z", "stranger"]
ROOMS = st.fixed_dictionaries(
    {
        "seated": st.sets(st.sampled_from(SEATS), min_size=1),
        "present": st.sets(st.sampled_from(PEOPLE)),
        "recused": st.sets(st.sampled_from(PEOPLE)),
        "deputies": st.dictionaries(st.sampled_from([*PEOPLE]), st.sampled_from(SEATS), max_size=5),
    }
)


@given(ROOMS)
def test_each_seat_has_one_who_acts_and_nobody_acts_twice(room: Any) -> None:
    who = acting(**room)
    assert set(who) <= room["seated"]
    assert len(set(who.values())) == len(who), "nobody acts for two seats"
    for holder, acts_for in who.items():
        assert acts_for in room["present"] - room["recused"]
        if acts_for != holder:
            assert room["deputies"][acts_for] == holder
            assert holder not in room["present"] or holder in room["recused"]
            assert acts_for not in room["seated"], "who has a seat stands in for nobody"


@given(ROOMS)
def test_who_holds_a_seat_and_can_act_does(room: Any) -> None:
    who = acting(**room)
    for holder in room["seated"] & room["present"] - room["recused"]:
        assert who[holder] == holder


@given(ROOMS, st.sampled_from(PEOPLE))
def test_one_more_present_and_free_never_takes_a_quorum_away(room: Any, person: str) -> None:
    before = quorum(**room, percent=50)
    room = room | {"present": room["present"] | {person}}
    after = quorum(**room, percent=50)
    assert before.present <= after.present <= after.seats == before.seats


@given(ROOMS)
def test_a_deputy_adds_no_seat(room: Any) -> None:
    alone = quorum(**room | {"deputies": {}}, percent=50)
    with_them = quorum(**room, percent=50)
    assert alone.seats == with_them.seats
    assert alone.present <= with_them.present


def make_deputy(world: World, of: User) -> User:
    held = Seat.objects.get(body=world.mechanism.committee, user=of)
    return factories.make_seat(world.mechanism.committee, SeatRole.DEPUTY, deputy_for=held)


def meet(world: World, *present: User) -> None:
    """Hold the meeting with these people, who declare no tie."""
    world.meeting = acts.plan_meeting(
        mechanism=world.mechanism, title="T", starts_at=world.now, where="", by=world.secretary,
        at=world.later(),
    )  # fmt: skip
    world.item = acts.schedule_case(
        meeting=world.meeting, case=world.case, by=world.secretary, at=world.later()
    )
    note(world, *present)
    world.meeting = acts.convene_meeting(meeting=world.meeting, by=world.chair, at=world.later())
    for person in present:
        declare(world, person)


def note(world: World, *present: User) -> None:
    acts.note_attendance(
        meeting=world.meeting, present=[one.pk for one in present], by=world.secretary,
        at=world.later(),
    )  # fmt: skip


def declare(world: World, who: User, conflict: bool = False) -> None:
    acts.declare_on_item(item=world.item, conflict=conflict, by=who, at=world.later())


def vote(world: World, who: User) -> Ballot:
    return acts.cast_ballot(item=world.item, choice=BallotChoice.GRANT, by=who, at=world.later())


def item(world: World) -> AgendaItem:
    """As it is now, with its meeting."""
    assert world.item is not None
    return AgendaItem.objects.select_related("meeting").get(pk=world.item.pk)


def refused(world: World, who: User) -> list[str]:
    with pytest.raises(NotIndependent) as info:
        vote(world, who)
    return [reason.key for reason in info.value.reasons]


@pytest.fixture
def world(db: Any) -> World:
    return make_world(until="reported", criteria=FEW)


def test_a_deputy_sits_for_a_member_who_is_away(world: World) -> None:
    chair, second, third = world.members
    deputy = make_deputy(world, third)
    meet(world, chair, deputy)
    assert quorum_of(item(world)).present == 2, "two of three seats can act, one by a deputy"
    ballot = vote(world, deputy)
    assert (ballot.member_id, ballot.seat_of_id) == (deputy.pk, third.pk)
    vote(world, chair)
    decision = world.decide()
    assert (decision.votes["grant"], decision.quorum["present"]) == (2, 2)
    assert second.pk not in acting_on(item(world))


def test_without_a_deputy_the_same_meeting_has_no_quorum(world: World) -> None:
    with pytest.raises(Refused, match="meeting.not_quorate"):
        meet(world, world.chair)


def test_never_both(world: World) -> None:
    chair, second, third = world.members
    deputy = make_deputy(world, third)
    meet(world, chair, second, third, deputy)
    assert refused(world, deputy) == ["ballot.holder_sits"]
    note(world, chair, second, deputy)  # the member leaves, and her deputy votes
    vote(world, deputy)
    note(world, chair, second, third, deputy)  # the member comes back
    with pytest.raises(acts.AlreadyVoted):
        vote(world, third)
    assert quorum_of(item(world)).present == 3, "the seat counts once"
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(
            item=world.item, member=third, seat_of=third, choice="grant", at=world.now
        )


def test_a_deputy_sits_on_the_item_from_which_a_member_is_recused_unless_tied_herself(
    world: World,
) -> None:
    chair, second, third = world.members
    free, tied = make_deputy(world, third), make_deputy(world, second)
    meet(world, chair, second, third)
    note(world, chair, second, third, free, tied)
    declare(world, third, conflict=True)
    declare(world, second, conflict=True)
    assert refused(world, free) == ["ballot.undeclared"], "a deputy declares too"
    declare(world, free)
    declare(world, tied, conflict=True)
    assert "ballot.recused" in refused(world, tied)
    vote(world, free)
    assert sorted(acting_on(item(world)).values()) == sorted([chair.pk, free.pk])
    assert quorum_of(item(world)).present == 2


def test_an_observer_reads_after_declaring_and_never_votes(world: World) -> None:
    observer = factories.make_seat(world.mechanism.committee, SeatRole.OBSERVER)
    meet(world, *world.members)
    assert not visible(observer).exists()
    declare(world, observer)
    assert visible(observer).get() == world.case
    with pytest.raises(NotPermitted):
        vote(world, observer)
    note(world, world.chair, observer)
    assert quorum_of(item(world)).present == 1, "an observer makes no quorum"
    tied = factories.make_seat(world.mechanism.committee, SeatRole.OBSERVER)
    declare(world, tied, conflict=True)
    assert not visible(tied).exists()


def test_an_observer_says_nothing_of_minutes_and_opens_nothing(world: World) -> None:
    observer = factories.make_seat(world.mechanism.committee, SeatRole.OBSERVER)
    idle = make_deputy(world, world.members[1])
    meet(world, *world.members, observer, idle)
    world.vote()
    world.decide()
    world.publish()
    asked = set(Notice.objects.filter(kind="minutes.to_approve").values_list("user", flat=True))
    assert asked == {one.pk for one in world.members[1:]}, "who can say something of them"
    for act, extra in (
        (acts.say_of_minutes, {"approves": True, "words": "", "seen": 1}),
        (acts.convene_meeting, {}),
        (acts.adjourn_meeting, {}),
    ):
        with pytest.raises(NotPermitted):
            act(meeting=world.meeting, by=observer, at=world.later(), **extra)  # type: ignore[operator]


def test_pages_say_who_sits_as_what(world: World) -> None:
    chair, second, third = world.members
    deputy = make_deputy(world, third)
    observer = factories.make_seat(world.mechanism.committee, SeatRole.OBSERVER)
    meet(world, chair, second, third, deputy, observer)
    assert world.meeting is not None
    assert world.item is not None
    url = reverse("assessments:item", args=[world.meeting.pk, world.item.pk])
    for who, words in ((deputy, "You stand in for a member"), (observer, "You observe")):
        html = factories.log_in(Client(), who).get(url).content.decode()
        assert words in html
        assert "Cast your vote" not in html
        assert "Read the stage report" in html
    assert "Cast your vote" in factories.log_in(Client(), third).get(url).content.decode()
    listed = factories.log_in(Client(), observer).get(reverse("assessments:meetings"))
    assert world.meeting.title in listed.content.decode()
    page = reverse("assessments:meeting", args=[world.meeting.pk])
    draft = factories.log_in(Client(), chair).get(page).content.decode()
    assert f"Deputies present: {deputy.name}" in draft
    assert f"Observers present: {observer.name}" in draft
