"""Where ties leave a national committee too few members, the global one decides by rule."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.assessments.review_acts import browser, the_case
from tests.races import race
from tests.world import FEW, World, make_world
from waymark.assessments.actions import decision
from waymark.assessments.actions import meeting as acts
from waymark.assessments.actions.delegating import give_back, settle_committee
from waymark.assessments.actions.publication import publish_meeting
from waymark.assessments.jobs.delegating import settle_committees
from waymark.assessments.models import AgendaItem, Decision, Delegation, Meeting
from waymark.assessments.queries.access import case_roles, visible
from waymark.assessments.rules.case import BallotChoice
from waymark.assessments.rules.delegating import Decider, decider
from waymark.assessments.rules.voting import Quorum
from waymark.awards.models import Award
from waymark.base.jobs import run_due
from waymark.base.models import Notice, Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.rules import BodyKind, Role, SeatRole
from waymark.schemes.models import Mechanism

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize(("seats", "able"), [(0, 0), (3, 0), (3, 1), (3, 2), (4, 2), (4, 3)])
def test_the_rule_looks_at_seats_that_can_act_and_at_nothing_else(
    seats: int, able: int, above: bool
) -> None:
    found = decider(Quorum(seats, able, 50), above=above)
    if seats == 0 or able * 2 > seats:
        assert found == Decider.OWN
    else:
        assert found == (Decider.GLOBAL if above else Decider.NOBODY)


def make_national(until: str = "reported") -> World:
    """A reported case of a country with a committee of three, and a global mechanism above."""
    world = make_world(until=until, criteria=FEW)
    Mechanism.objects.filter(pk=world.mechanism.pk).update(
        kind="national", slug="national", country=world.place.country, name={"en": "Kenya"}
    )
    world.mechanism.refresh_from_db()
    bodies = {kind: factories.make_body(kind, name=f"wide {kind}") for kind in BodyKind}
    world.extra["wide"] = Mechanism.objects.create(
        slug="global",
        kind="global",
        name={"en": "Global mechanism"},
        languages=["en"],
        secretariat=bodies[BodyKind.SECRETARIAT],
        technical_team=bodies[BodyKind.TECHNICAL_TEAM],
        committee=bodies[BodyKind.COMMITTEE],
        appeal_panel=bodies[BodyKind.APPEAL_PANEL],
        issuer=world.mechanism.issuer,
        created_at=world.now,
    )
    committee = bodies[BodyKind.COMMITTEE]
    world.extra["chair"] = factories.make_seat(committee, SeatRole.CHAIR)
    world.extra["others"] = [factories.make_seat(committee) for _ in range(2)]
    world.extra["desk"] = factories.make_seat(bodies[BodyKind.SECRETARIAT])
    return world


@pytest.fixture
def world() -> World:
    """The same, its case on the agenda of the national committee."""
    made = make_national()
    schedule(made, made.mechanism, made.secretary)
    return made


def schedule(world: World, mechanism: Mechanism, desk: Any) -> AgendaItem:
    """Plan a meeting of a committee and put on its agenda what is ready."""
    world.meeting = acts.plan_meeting(
        mechanism=mechanism,
        title="Session",
        starts_at=world.now,
        where="Online",
        by=desk,
        at=world.later(),
    )
    added = acts.schedule_ready(meeting=world.meeting, by=desk, at=world.later())
    assert len(added) == 1
    world.item = added[0]
    return added[0]


def recuse(world: World, *members: Any) -> None:
    """Members say that they have a tie to the city."""
    for member in members:
        assert world.item is not None
        acts.declare_on_item(item=world.item, conflict=True, by=member, at=world.later())


def test_edge_too_few_unconflicted_members_delegates_a_national_case_to_the_global_committee(
    world: World,
) -> None:
    edition = the_case(world).edition_id
    recuse(world, world.members[1])
    assert not Delegation.objects.exists(), "the control: two of three are a quorum"
    recuse(world, world.members[2])
    row = Delegation.objects.get()
    assert (row.to, row.seats, row.able, row.percent) == (world.extra["wide"], 3, 1, 50)
    assert the_case(world).state == "reported"
    assert not AgendaItem.objects.filter(removed_at=None).exists()
    assert Record.objects.filter(verb="case.delegated").count() == 1
    run_due(timezone.now())
    told = set(Notice.objects.filter(kind="case.delegated").values_list("user", flat=True))
    assert {world.chair.pk, world.signatory.pk, world.extra["chair"].pk, world.secretary.pk} <= told
    assert not told & {world.members[1].pk, world.members[2].pk}
    wide, chair = world.extra["wide"], world.extra["chair"]
    with pytest.raises(Refused):  # no longer theirs
        acts.schedule_case(
            meeting=world.meeting, case=the_case(world), by=world.secretary, at=world.later()
        )
    item = schedule(world, wide, world.extra["desk"])
    decided = decide_there(world, item)
    assert decided.quorum["decided_by"] == "global"
    assert decided.quorum["in_place_of"] == "national"
    assert the_case(world).edition_id == edition
    publish(world)
    award = Award.objects.get()
    assert "Decided by the committee of Global mechanism in place of that of Kenya" in str(
        award.claim
    )
    assert award.issuer == world.mechanism.issuer
    session = browser(factories.make_user()).get(
        reverse("assessments:session", args=[item.meeting_id])
    )
    assert "Decided in place of a national committee" in session.content.decode()
    report = browser(chair).get(reverse("assessments:report", args=[item.report_id]))
    assert "The committee of Global mechanism decides" in report.content.decode()


def decide_there(world: World, item: AgendaItem) -> Decision:
    """The global committee declares, votes and decides."""
    chair, others, desk = (world.extra[name] for name in ("chair", "others", "desk"))
    people = [chair, *others]
    meeting = item.meeting
    for member in people:
        assert not visible(member, world.now).exists(), "before she declares"
        acts.declare_on_item(item=item, conflict=False, by=member, at=world.later())
        assert visible(member, world.now).get() == the_case(world)
    acts.note_attendance(
        meeting=meeting, present=[one.pk for one in people], by=desk, at=world.later()
    )
    acts.convene_meeting(meeting=meeting, by=chair, at=world.later())
    item = AgendaItem.objects.get(pk=item.pk)
    for member in people:
        acts.cast_ballot(item=item, choice=BallotChoice.GRANT, by=member, at=world.later())
    return decision.decide_item(
        item=item, expected=item.report_sha256, reasons="All is met.", by=chair, at=world.later()
    )


def publish(world: World) -> None:
    """Close the meeting, publish, and sign."""
    chair, desk = world.extra["chair"], world.extra["desk"]
    meeting = Meeting.objects.get(pk=world.meeting.pk)  # type: ignore[union-attr]
    acts.close_meeting(meeting=meeting, minutes="One case.", by=chair, at=world.later())
    publish_meeting(meeting=meeting, by=desk, at=world.later())
    run_due(timezone.now())


def test_edge_too_few_unconflicted_members_invariant_13_who_sees_the_case_moves_with_it(
    world: World,
) -> None:
    chair, wide_chair = world.chair, world.extra["chair"]
    acts.declare_on_item(item=world.item, conflict=False, by=chair, at=world.later())
    assert Role.CHAIR in case_roles(chair, the_case(world), world.now)
    recuse(world, *world.members[1:])
    item = schedule(world, world.extra["wide"], world.extra["desk"])
    acts.declare_on_item(item=item, conflict=False, by=wide_chair, at=world.later())
    assert case_roles(chair, the_case(world), world.now) == frozenset()
    assert not visible(chair, world.now).exists()
    assert case_roles(wide_chair, the_case(world), world.now) == {Role.CHAIR}
    with pytest.raises(NotPermitted):
        acts.cast_ballot(item=item, choice=BallotChoice.GRANT, by=chair, at=world.later())
    assert not visible(world.extra["desk"], world.now).exists(), "its secretariat learns the city"
    page = browser(world.extra["desk"]).get(reverse("assessments:meeting", args=[item.meeting_id]))
    assert page.status_code == 200


def test_edge_too_few_unconflicted_members_a_quorum_that_returns_takes_the_case_back(
    world: World,
) -> None:
    recuse(world, *world.members[1:])
    item = schedule(world, world.extra["wide"], world.extra["desk"])
    assert settle_committees(world.later()) == 0, "the control: nothing has changed"
    for holder in world.members[1:]:
        factories.make_seat(
            world.mechanism.committee, SeatRole.DEPUTY,
            deputy_for=holder.seats.get(body=world.mechanism.committee),
        )  # fmt: skip
    assert settle_committees(world.later()) == 1
    assert Delegation.objects.get().ended_at is not None
    item.refresh_from_db()
    assert (item.removed_at is not None, the_case(world).state) == (True, "reported")
    assert schedule(world, world.mechanism, world.secretary).case == world.case


def test_edge_too_few_unconflicted_members_what_is_taken_up_stays(world: World) -> None:
    recuse(world, *world.members[1:])
    item = schedule(world, world.extra["wide"], world.extra["desk"])
    decide_there(world, item)
    for _ in range(4):
        factories.make_seat(world.mechanism.committee)
    assert not give_back(case=the_case(world), by=None, at=world.later())
    assert Delegation.objects.get().ended_at is None


def test_edge_too_few_unconflicted_members_above_the_global_committee_is_nobody() -> None:
    world = make_world(until="reported", criteria=FEW)
    item = schedule(world, world.mechanism, world.secretary)
    recuse(world, *world.members[1:])
    assert not Delegation.objects.exists()
    assert the_case(world).state == "scheduled"
    assert settle_committee(item=item, by=None, at=world.later()) == Decider.NOBODY
    assert Record.objects.filter(verb="item.nobody_decides").count() == 1, "said once"
    run_due(timezone.now())
    told = set(Notice.objects.filter(kind="item.nobody_decides").values_list("user", flat=True))
    assert told == {world.chair.pk, world.secretary.pk}
    url = reverse("assessments:item", args=[item.meeting_id, item.pk])
    assert "Above this committee there is nobody." in browser(world.chair).get(url).content.decode()


def test_a_delegation_is_never_changed_and_its_end_is_set_once(world: World) -> None:
    recuse(world, *world.members[1:])
    row = Delegation.objects.get()
    for columns in ({"able": 3}, {"at": world.later()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Delegation.objects.update(**columns)
    Delegation.objects.update(ended_at=world.later())
    for change in (row.delete, partial(Delegation.objects.update, ended_at=None)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert connection.vendor in {"sqlite", "postgresql"}


@pytest.mark.django_db(transaction=True)
def test_two_last_members_who_recuse_themselves_at_once_make_one_delegation() -> None:
    world = make_national()
    item = schedule(world, world.mechanism, world.secretary)
    act = partial(acts.declare_on_item, item=item, conflict=True, at=world.later())
    race(*(partial(act, by=member) for member in world.members[1:]))
    assert Delegation.objects.filter(case=world.case).count() == 1
    assert the_case(world).state == "reported"
