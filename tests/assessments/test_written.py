"""Procedures in writing, and secret ballots: counted right, verifiable, and readable by nobody."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.world import FEW, World, make_world, neighbour
from waymark.assessments.actions import decision as decisions
from waymark.assessments.actions import meeting as acts
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.desk import NotIndependent
from waymark.assessments.jobs.meetings import remind_who_has_not_answered
from waymark.assessments.models import AgendaItem, Ballot, BoxedVote, Meeting
from waymark.assessments.rules.case import BallotChoice
from waymark.assessments.rules.voting import box_digest, in_writing, tally
from waymark.base.jobs import run_due
from waymark.base.models import Notice, Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.actions import set_composition
from waymark.people.models import Seat
from waymark.people.rules import Composition, SeatRole
from waymark.search.fulltext import INDEXES

GRANT, REFUSE, DEFER, ABSTAIN = (
    BallotChoice.GRANT, BallotChoice.REFUSE, BallotChoice.DEFER, BallotChoice.ABSTAIN,
)  # fmt: skip
CODES = st.text("0123456789abcdef", min_size=4, max_size=4)
BOXES = st.dictionaries(CODES, st.sampled_from([GRANT, REFUSE, DEFER, ABSTAIN]), max_size=9)
T0 = datetime(2026, 1, 1, tzinfo=UTC)


@given(BOXES, st.randoms())
def test_a_box_has_one_fingerprint_in_whatever_order_and_another_if_one_vote_changes(
    box: dict[str, Any], chance: Any
) -> None:
    votes = list(box.items())
    digest = box_digest(votes)
    chance.shuffle(votes)
    assert box_digest(votes) == digest
    for code, choice in votes:
        other = REFUSE if choice != REFUSE else GRANT
        assert box_digest((box | {code: other}).items()) != digest


@given(BOXES)
def test_a_tie_never_accepts(box: dict[str, Any]) -> None:
    votes = list(box.values())
    cast = len(votes) - votes.count(ABSTAIN)
    accepted = tally(box).kind == "grant"
    assert accepted == (votes.count(GRANT) * 2 > cast)


@given(st.sets(st.sampled_from("abcde")), st.integers(0, 5), st.integers(-5, 5))
def test_a_procedure_is_over_with_its_time_or_the_last_answer(
    answered: set[str], seats: int, days: int
) -> None:
    over = in_writing(answered=answered, seats=seats, ends=T0, at=T0 + timedelta(days=days))
    assert over == (days >= 0 or (seats > 0 and len(answered) >= seats))


@pytest.fixture
def world(db: Any) -> World:
    return make_world(until="reported", criteria=FEW)


def circulate(world: World, days: int = 14) -> Meeting:
    """Circulate a procedure in writing; everybody declares no tie."""
    world.meeting = acts.plan_meeting(
        mechanism=world.mechanism, title="In writing", starts_at=world.now, where="",
        answer_by=world.now + timedelta(days=days), by=world.secretary, at=world.later(),
    )  # fmt: skip
    world.item = acts.schedule_case(
        meeting=world.meeting, case=world.case, by=world.secretary, at=world.later()
    )
    world.meeting = acts.convene_meeting(meeting=world.meeting, by=world.chair, at=world.later())
    for member in world.members:
        acts.declare_on_item(item=world.item, conflict=False, by=member, at=world.later())
    return world.meeting


def secretly(world: World) -> None:
    set_composition(
        body=world.mechanism.committee, composition=Composition(secret=True), by=None,
        at=world.later(),
    )  # fmt: skip
    world.mechanism.committee.refresh_from_db()


def vote(world: World, who: Any, choice: BallotChoice = GRANT) -> Ballot:
    assert world.item is not None
    return acts.cast_ballot(
        item=world.item, choice=choice, reason="Because.", by=who, at=world.later()
    )


def refused(world: World) -> list[str]:
    with pytest.raises(Refused) as info:
        world.decide()
    return [reason.key for reason in info.value.reasons]


def test_answers_make_the_quorum_and_the_chair_waits_for_them(world: World) -> None:
    chair, second, third = world.members
    circulate(world)
    assert set(refused(world)) >= {"decision.not_quorate", "written.running"}
    vote(world, chair)
    vote(world, second, ABSTAIN)
    assert refused(world) == ["written.running"], "there is a quorum, and one can still answer"
    vote(world, third, REFUSE)
    decision = world.decide()
    assert decision.kind == "defer", "one for, one against: a tie accepts nothing"
    assert decision.quorum == {"seats": 3, "present": 3, "percent": 50}


def test_after_its_time_nobody_answers_and_what_is_there_counts(world: World) -> None:
    chair, second, third = world.members
    circulate(world)
    vote(world, chair)
    world.later(days=15)
    with pytest.raises(NotIndependent) as info:
        vote(world, third)
    assert [reason.key for reason in info.value.reasons] == ["written.over"]
    assert refused(world) == ["decision.not_quorate"], "one answer of three is no quorum"
    assert second


def test_two_answers_of_three_decide_after_the_time(world: World) -> None:
    circulate(world)
    for member in world.members[:2]:
        vote(world, member)
    world.later(days=15)
    assert world.decide().kind == "grant"


def test_any_member_can_ask_for_a_meeting(world: World) -> None:
    meeting = circulate(world)
    vote(world, world.chair)
    asks: dict[str, Any] = {"meeting": meeting, "at": world.later()}
    observer = factories.make_seat(world.mechanism.committee, SeatRole.OBSERVER)
    for user in (world.secretary, world.lead, observer):
        with pytest.raises(NotPermitted):
            acts.ask_for_meeting(reason="x", by=user, **asks)
    with pytest.raises(Refused, match="meeting.no_reason"):
        acts.ask_for_meeting(reason="", by=world.members[2], **asks)
    acts.ask_for_meeting(reason="We have to talk.", by=world.members[2], **asks)
    meeting.refresh_from_db()
    assert world.case is not None
    world.case.refresh_from_db()
    assert (meeting.state, world.case.state) == ("adjourned", "reported")
    run_due(datetime.now(UTC))
    told = set(Notice.objects.filter(kind="meeting.asked").values_list("user", flat=True))
    assert told == {one.pk for one in (world.chair, world.members[1], world.secretary, observer)}
    with pytest.raises(NotIndependent):
        vote(world, world.members[1])


def test_a_meeting_in_a_room_is_not_ended_by_one_member(world: World) -> None:
    world.convene()
    with pytest.raises(Refused, match="written.not_yours"):
        acts.ask_for_meeting(
            meeting=world.meeting, reason="x", by=world.members[1], at=world.later()
        )


def test_in_writing_a_deputy_answers_only_for_who_is_recused(world: World) -> None:
    _chair, second, third = world.members
    held = Seat.objects.get(user=third)
    deputy = factories.make_seat(world.mechanism.committee, SeatRole.DEPUTY, deputy_for=held)
    circulate(world)
    acts.declare_on_item(item=world.item, conflict=False, by=deputy, at=world.later())
    with pytest.raises(NotIndependent):
        vote(world, deputy)
    acts.declare_on_item(item=world.item, conflict=True, by=third, at=world.later())
    assert vote(world, deputy).seat_of_id == third.pk
    assert second


def test_who_acts_on_nothing_that_is_open_ends_no_procedure(world: World) -> None:
    third = world.members[2]
    held = Seat.objects.get(user=third)
    deputy = factories.make_seat(world.mechanism.committee, SeatRole.DEPUTY, deputy_for=held)
    ask: dict[str, Any] = {"meeting": circulate(world), "reason": "We have to talk."}
    with pytest.raises(Refused, match=r"written\.not_yours"):
        acts.ask_for_meeting(by=deputy, at=world.later(), **ask)
    acts.declare_on_item(item=world.item, conflict=True, by=third, at=world.later())
    with pytest.raises(Refused, match=r"written\.not_yours"):
        acts.ask_for_meeting(by=third, at=world.later(), **ask)
    ended = acts.ask_for_meeting(by=deputy, at=world.later(), **ask)
    assert ended.state == "adjourned", "she acts for the member who is recused"


@pytest.mark.parametrize("way", ["asked", "broken off"])
def test_what_was_decided_is_published_though_the_rest_waits(world: World, way: str) -> None:
    other = neighbour(world, until="reported")
    world.meeting = acts.plan_meeting(
        mechanism=world.mechanism, title="Two cities", starts_at=world.now, where="",
        answer_by=world.now + timedelta(days=14), by=world.secretary, at=world.later(),
    )  # fmt: skip
    world.item, waiting = (
        acts.schedule_case(meeting=world.meeting, case=one, by=world.secretary, at=world.later())
        for one in (world.case, other.case)
    )
    acts.convene_meeting(meeting=world.meeting, by=world.chair, at=world.later())
    for member in world.members:
        acts.declare_on_item(item=world.item, conflict=False, by=member, at=world.later())
        vote(world, member)
    world.decide()
    end: dict[str, Any] = {"meeting": world.meeting, "by": world.chair, "at": world.later()}
    if way == "asked":
        acts.ask_for_meeting(reason="The other one has to be talked about.", **end)
    else:
        acts.adjourn_meeting(**end)
    waiting.refresh_from_db()
    assert waiting.removed_at is not None
    world.publish()
    assert other.case is not None
    other.case.refresh_from_db()
    assert world.case is not None
    assert (world.case.state, other.case.state) == ("closed", "reported")
    assert world.award.number
    told = set(Notice.objects.filter(kind="case.unscheduled").values_list("user", flat=True))
    assert told == {other.lead.pk, other.signatory.pk}


def test_who_is_tied_to_a_city_does_not_take_it_off_the_agenda(world: World) -> None:
    world.meeting = acts.plan_meeting(
        mechanism=world.mechanism, title="T", starts_at=world.now, where="", by=world.secretary,
        at=world.later(),
    )  # fmt: skip
    item = acts.schedule_case(
        meeting=world.meeting, case=world.case, by=world.secretary, at=world.later()
    )
    other = factories.make_seat(world.mechanism.secretariat)
    factories.make_member(world.place, "viewer", user=other)
    with pytest.raises(Refused, match=r"meeting\.item_tied"):
        acts.unschedule_case(item=item, by=other, at=world.later())
    acts.unschedule_case(item=item, by=world.secretary, at=world.later())


def test_a_procedure_is_not_moved_beyond_its_end(world: World) -> None:
    meeting = acts.plan_meeting(
        mechanism=world.mechanism, title="T", starts_at=world.now, where="",
        answer_by=world.now + timedelta(days=14), by=world.secretary, at=world.later(),
    )  # fmt: skip
    move: dict[str, Any] = {"meeting": meeting, "where": "", "reason": "Later.",
                            "by": world.secretary}  # fmt: skip
    with pytest.raises(Refused, match=r"written\.no_time"):
        acts.move_meeting(starts_at=world.now + timedelta(days=14), at=world.later(), **move)
    acts.move_meeting(starts_at=world.now + timedelta(days=13), at=world.later(), **move)


def test_who_has_not_answered_is_reminded_once(world: World) -> None:
    meeting = circulate(world)
    vote(world, world.chair)
    assert meeting.answer_by is not None
    assert remind_who_has_not_answered(meeting.answer_by - timedelta(days=4)) == 0
    assert remind_who_has_not_answered(meeting.answer_by - timedelta(days=3)) == 2
    assert remind_who_has_not_answered(meeting.answer_by - timedelta(days=2)) == 0
    assert not Notice.objects.filter(kind="written.soon", user=world.chair).exists()


def test_a_procedure_needs_time(world: World) -> None:
    common: dict[str, Any] = {"mechanism": world.mechanism, "title": "T", "where": ""}
    with pytest.raises(BadAnswer):
        acts.plan_meeting(
            starts_at=world.now, answer_by=world.now, by=world.secretary, at=world.now, **common
        )


def everything_stored() -> str:
    """Every row of every table but the box, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table in {BoxedVote._meta.db_table, *INDEXES}:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.mark.parametrize("secret", [True, False])
def test_how_somebody_voted_is_stored_nowhere_beside_her(world: World, secret: bool) -> None:
    if secret:
        secretly(world)
    circulate(world)
    before = set(everything_stored().splitlines())
    vote(world, world.members[1], ABSTAIN)
    run_due(datetime.now(UTC))
    new = "\n".join(set(everything_stored().splitlines()) - before)
    assert world.members[1].pk in new, "that she voted is kept"
    assert ("abstain" in new) is not secret, "and how only where ballots are not secret"
    assert ("Because." in new) is not secret
    facts = json.loads(Record.objects.filter(verb="ballot.cast").get().body)["facts"]
    assert (facts == {"secret": True}) is secret


def test_the_box_lies_in_no_order_of_time(world: World) -> None:
    secretly(world)
    circulate(world)
    codes = [vote(world, member).code for member in world.members]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT code FROM assessments_boxedvote ORDER BY rowid")
            assert [row[0] for row in cursor.fetchall()] == sorted(codes)
    assert {field.name for field in BoxedVote._meta.fields} == {"code", "item", "choice"}


def test_a_secret_tally_can_be_worked_out_again_and_a_changed_vote_is_seen(world: World) -> None:
    secretly(world)
    circulate(world)
    codes = {vote(world, one, choice).code: choice for one, choice in zip(
        world.members, (GRANT, GRANT, REFUSE), strict=True
    )}  # fmt: skip
    decision = world.decide()
    assert decision.kind == "grant"
    assert (decision.votes["grant"], decision.votes["refuse"]) == (2, 1)
    assert decision.quorum["box"] == box_digest(codes.items())
    assert json.loads(decision.document)["quorum"]["box"] == decision.quorum["box"]
    code = next(iter(codes))
    BoxedVote.objects.filter(code=code).update(choice=REFUSE)
    assert world.item is not None
    assert box_digest(world.item.box.values_list("code", "choice")) != decision.quorum["box"]


def test_a_box_with_a_vote_too_many_decides_nothing(world: World) -> None:
    secretly(world)
    circulate(world)
    for member in world.members:
        vote(world, member)
    BoxedVote.objects.create(code="f" * 26, item=world.item, choice=GRANT)
    assert refused(world) == ["ballot.box"]


def test_secret_and_in_writing_by_plain_forms(world: World) -> None:
    secretly(world)
    desk = factories.log_in(Client(), world.secretary)
    now = datetime.now(UTC)
    plan = {
        "mechanism": world.mechanism.pk, "title": "Between meetings", "where": "",
        "starts_at": f"{now:%Y-%m-%dT%H:%M}",
        "answer_by": f"{now + timedelta(days=9):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    wrong = desk.post(reverse("assessments:meeting_plan"), plan | {"answer_by": plan["starts_at"]})
    assert wrong.status_code == 422
    assert "has to end after it begins" in wrong.content.decode()
    assert desk.post(reverse("assessments:meeting_plan"), plan).status_code == 302
    meeting = Meeting.objects.get()
    page = reverse("assessments:meeting", args=[meeting.pk])
    desk.post(reverse("assessments:meeting_schedule_ready", args=[meeting.pk]))
    assert "Circulate" in desk.get(page).content.decode()
    assert "Who is present" not in desk.get(page).content.decode()
    desk.post(reverse("assessments:meeting_convene", args=[meeting.pk]))
    item = AgendaItem.objects.get()
    url = reverse("assessments:item", args=[meeting.pk, item.pk])
    codes = []
    for member in world.members:
        client = factories.log_in(Client(), member)
        client.post(f"{url}declare/", {"conflict": "no", "note": ""})
        assert "This ballot is secret" in client.get(url).content.decode()
        answer = client.post(f"{url}vote/", {"choice": "grant", "reason": ""})
        assert answer.status_code == 200
        (code,) = [one for one in BoxedVote.objects.values_list("code", flat=True)
                   if one in answer.content.decode()]  # fmt: skip
        codes.append(code)
        again = client.get(url).content.decode()
        assert code not in again, "a code is shown once"
        assert f"{len(codes)} of 3 members have answered." in again
        assert "Not present" not in again, "nobody is present in writing"
    assert len(set(codes)) == 3
    member = factories.log_in(Client(), world.members[1])
    assert "Ask for a meeting" in member.get(page).content.decode()
    assert (
        member.post(
            reverse("assessments:meeting_ask", args=[meeting.pk]), {"reason": ""}
        ).status_code
        == 422
    )
    decisions.decide_item(
        item=item, expected=item.report_sha256, reasons="All is met.", by=world.chair, at=now
    )
    after = member.get(url).content.decode()
    assert all(code in after for code in codes)
    assert all(code not in desk.get(url).content.decode() for code in codes)
