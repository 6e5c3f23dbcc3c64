"""Who is told of meetings, decisions and certificates, and who is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests import factories
from tests.hearing import hear
from tests.world import FEW, World, make_world
from waymark.assessments.actions import decision, meeting
from waymark.assessments.rules.case import BallotChoice, DecisionKind
from waymark.base.jobs import run_due
from waymark.base.models import Checkpoint, Leaf, Notice, Record
from waymark.base.notices import message
from waymark.base.record import receivers

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[str]:
    """The people who have a notice of a kind."""
    return set(Notice.objects.filter(kind=kind).values_list("user_id", flat=True))


def ids(*users: object) -> set[str]:
    return {user.pk for user in users}  # type: ignore[attr-defined]


def work() -> None:
    run_due(datetime.now(UTC))


@pytest.fixture
def world() -> World:
    return make_world(until="reported", criteria=FEW)


def test_members_hear_of_the_meeting_and_of_each_case_on_its_agenda(world: World) -> None:
    stranger = factories.make_seat(factories.make_body("committee"))
    former = factories.make_seat(world.mechanism.committee, until=world.now)
    world.convene()
    work()
    members = ids(*world.members)
    for kind in ("meeting.planned", "meeting.convened", "case.on_agenda"):
        expected = members - (ids(world.chair) if kind == "meeting.convened" else set())
        assert told(kind) == expected, "whoever acts needs no notice of her own act"
        assert not told(kind) & ids(stranger, former)
    assert told("case.scheduled") == ids(world.lead, world.signatory)
    notice = Notice.objects.filter(kind="case.on_agenda").first()
    assert notice.url == f"/meetings/{world.meeting.pk}/items/{world.item.pk}/"


def test_nothing_of_a_decision_is_told_before_it_is_published(world: World) -> None:
    world.convene()
    world.vote()
    work()
    before = set(Notice.objects.values_list("pk", flat=True))
    world.decide()
    work()
    assert set(Notice.objects.values_list("pk", flat=True)) == before
    world.publish()
    assert told("decision.reviewed") == ids(*world.reviewers)
    assert told("city.decided") >= ids(world.lead, world.signatory)
    assert told("award.signed") == ids(world.lead, world.signatory)
    assert told("meeting.to_publish") == ids(world.secretary)


def test_a_refused_case_leads_its_reviewers_to_a_page_that_they_may_open(world: World) -> None:
    world.convene()
    world.vote(BallotChoice.REFUSE)
    world.decide()
    world.publish()
    assert not told("award.signed")
    notice = Notice.objects.filter(kind="decision.reviewed").first()
    assert notice.url == "/reviews/"


def test_the_city_hears_of_an_item_taken_off_the_agenda(world: World) -> None:
    item = world.convene()
    meeting.unschedule_case(item=item, by=world.secretary, at=world.later())
    work()
    assert told("case.unscheduled") == ids(world.lead, world.signatory)


def test_what_becomes_of_a_certificate_is_told_with_its_reason() -> None:
    world = make_world(until="published", criteria=FEW)
    acts = [
        (DecisionKind.SUSPEND, "award.suspended"),
        (DecisionKind.LIFT_SUSPENSION, "award.reinstated"),
        (DecisionKind.REVOKE, "award.revoked"),
    ]
    hear(world.case, world.award, by=world.chair, at=datetime.now(UTC))
    for kind, told_as in acts:
        decision.decide_on_award(
            case=world.case,
            award=world.award,
            kind=kind,
            reasons=f"Reason of {kind}.",
            by=world.chair,
            at=datetime.now(UTC),
        )
        work()
        assert told(told_as) == ids(world.lead, world.signatory)
        notice = Notice.objects.filter(kind=told_as).first()
        assert f"Reason of {kind}." in message(notice).text
        assert notice.url == f"/certificates/{world.award.number}"


def test_a_receiver_that_is_called_twice_tells_once(world: World) -> None:
    world.convene()
    work()
    count = Notice.objects.count()
    for row in Record.objects.filter(verb__in=("meeting.planned", "case.scheduled")):
        for receiver in receivers[row.verb]:
            receiver(row)
    assert Notice.objects.count() == count


def test_publishing_places_every_record_and_signs_the_ledger() -> None:
    world = make_world(until="decided", criteria=FEW)
    assert not Checkpoint.objects.exists()
    world.publish()
    published = Record.objects.get(verb="meeting.published")
    assert Leaf.objects.filter(record=published).exists()
    assert Checkpoint.objects.get().size > Leaf.objects.get(record=published).index
