"""Global stewards: what a seat gives in spot checks, what it opens, and what stays closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.schemes.national import AT, TIGHTER, make_nation
from tests.spot import Spot, make_spot
from tests.world import World
from waymark.assessments.actions import review, spot
from waymark.assessments.actions.desk import NotIndependent
from waymark.assessments.actions.inviting import NoSuchSlot, be_seated
from waymark.assessments.models import Assignment, Declaration, SpotCheck
from waymark.assessments.queries.access import case_roles, visible
from waymark.assessments.queries.report import internal_reports
from waymark.assessments.queries.spot.steward import steward_checks
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.actions import create_body, end_seat
from waymark.people.models import Body, Interest, Seat, User
from waymark.people.rules import BodyKind, Role
from waymark.schemes import actions
from waymark.schemes.models import EndorsementProposal

pytestmark = pytest.mark.django_db


def seated(**extra: Any) -> User:
    body = Body.objects.filter(kind=BodyKind.STEWARDS).first()
    return factories.make_seat(body or factories.make_body(BodyKind.STEWARDS), **extra)


def reads(person: User, world: World, at: datetime) -> bool:
    assert world.case is not None
    seen = visible(person, at).filter(pk=world.case.pk).exists()
    assert seen == bool(case_roles(person, world.case, at)), "list and permit differ"
    return seen


def city_of(story: Spot, check: SpotCheck) -> World:
    return next(one for one in story.cities if one.case and one.case.pk == check.case_id)


def declare(story: Spot, check: SpotCheck, person: User, *, tie: bool = False) -> bool:
    return spot.declare_as_steward(check=check, conflict=tie, by=person, at=story.later())


def test_a_steward_reads_a_case_after_its_check_and_no_other() -> None:
    story = make_spot(cities=2)
    looks, judges, knows = seated(), seated(), seated()
    first, second = story.drawn()
    city, other = city_of(story, first), city_of(story, second)
    Interest.objects.create(user=knows, place=city.place, kind="family", declared_at=story.now)
    for person in (looks, judges, knows):
        assert not reads(person, city, story.now), "a check that runs opens nothing"
        assert not steward_checks(person, story.now)
    with pytest.raises(NotPermitted):
        declare(story, first, looks)

    # one of them judges anew, blind
    facts: Any = {"due": (story.now + timedelta(days=30)).date(), "by": story.world.secretary}
    made = spot.assign_checker(check=first, reviewer=judges, slot=1, at=story.later(), **facts)
    assert not reads(judges, city, story.now), "she has not declared"
    review.declare_interest(assignment=made, conflict=False, by=judges, at=story.later())
    assert reads(judges, city, story.now)
    assert not internal_reports(judges, story.now), "nothing of what others found"
    other_slot = spot.assign_checker(
        check=first, reviewer=story.checkers[0], slot=2, at=story.later(), **facts
    )
    review.declare_interest(
        assignment=other_slot, conflict=False, by=story.checkers[0], at=story.later()
    )
    story.judge(first)
    story.conclude(first)

    # now the others may read, once they have declared
    run_due(story.later())
    told = Notice.objects.filter(kind="steward.checked").values_list("user", flat=True)
    assert set(told) == {looks.pk, judges.pk}
    assert [one.pk for one in steward_checks(looks, story.now)] == [first.pk]
    assert not steward_checks(knows, story.now), "her tie is known"
    with pytest.raises(NotPermitted):
        declare(story, first, knows)
    assert not reads(looks, city, story.now)
    assert declare(story, first, looks)
    assert reads(looks, city, story.now)
    assert case_roles(looks, city.case, story.now) == {Role.STEWARD}  # type: ignore[arg-type]
    assert [row.case_id for row in internal_reports(looks, story.now)] == [first.case_id]
    assert not reads(looks, other, story.now), "its check still runs"
    with pytest.raises(Refused):
        declare(story, first, looks)

    # who has read it judges nothing in a second check of it
    again = spot.ask_check(case=city.case, reason="A doubt.", by=city.chair, at=story.later())  # type: ignore[arg-type]
    with pytest.raises(NotIndependent):
        spot.assign_checker(check=again, reviewer=looks, slot=1, at=story.later(), **facts)

    assert not declare(story, first, looks, tie=True), "a tie that came up later"
    assert not reads(looks, city, story.now)
    assert reads(judges, city, story.now)
    seat = Seat.objects.get(user=judges)
    end_seat(seat=seat, by=None, at=story.later())
    assert not reads(judges, city, story.now), "her term is over"


def test_a_stewards_seat_carries_no_first_review() -> None:
    story = make_spot()
    world, steward = story.world, seated()
    assert world.case is not None
    with pytest.raises(NoSuchSlot):
        be_seated(world.case, steward, story.now.date(), story.later())
    Declaration.objects.create(case=world.case, user=steward, conflict=False, at=story.now)
    old = Assignment.objects.create(  # as of a seat in the team that she had before
        case=world.case, reviewer=steward, slot=9, state="accepted", due=story.now.date(),
        invited_by=world.secretary, invited_at=story.now,
    )  # fmt: skip
    assert not reads(steward, world, story.now)
    factories.make_seat(world.mechanism.technical_team, user=steward)
    assert reads(steward, world, story.now), "the same rows count with a seat in the team"
    assert old.spot_check is None


def test_stewards_are_global() -> None:
    with pytest.raises(Refused) as refused:
        create_body(
            kind=BodyKind.STEWARDS,
            name={"en": "Ours"},
            country=factories.make_country("KE"),
            by=None,
            at=AT,
        )
    assert refused.value.reasons[0].key == "body.global_only"


def test_the_pages_of_a_steward() -> None:
    story = make_spot(cities=3)
    person = seated()
    checks = story.drawn()
    story.check(checks[0])
    page, one = reverse("assessments:stewards"), reverse("assessments:steward", args=[checks[0].pk])
    tie = reverse("assessments:steward_tie", args=[checks[0].pk])
    report = reverse("assessments:report", args=[checks[0].report_id])
    with time_machine.travel(story.now, tick=False):
        steward = factories.log_in(Client(), person)
        assert factories.log_in(Client(), factories.make_user()).get(page).status_code == 404
        assert b"Declare ties first" in steward.get(page).content
        before = steward.get(one).content.decode()
        assert "The second look beside the first" not in before
        assert "Read the report" not in before
        assert steward.post(tie, {"conflict": ""}).status_code == 422
        assert steward.post(tie, {"conflict": "no", "note": ""}, follow=True).status_code == 200
        assert "The second look beside the first" in steward.get(one).content.decode()
        assert steward.get(report).context["public"] is False
        open_check = reverse("assessments:steward", args=[checks[1].pk])
        assert steward.get(open_check).status_code == 404
        with CaptureQueriesContext(connection) as few:
            assert steward.get(page).status_code == 200
    for check in checks[1:]:
        story.check(check)
    with time_machine.travel(story.now, tick=False):
        steward.get(page)  # notes in the session that she is still there
        with CaptureQueriesContext(connection) as many:
            assert steward.get(page).status_code == 200
    assert len(many) == len(few), "as many for three as for one"


def test_a_steward_proposes_and_the_chair_decides() -> None:
    nation, steward = make_nation(), seated()
    row = nation.begun(TIGHTER)
    client = factories.log_in(Client(), steward)
    with time_machine.travel(AT, tick=False) as clock:
        row = actions.open_comments(adaptation=row, by=nation.desk, at=AT)
        clock.shift(timedelta(days=29))
        later = AT + timedelta(days=29)
        row = actions.submit_adaptation(adaptation=row, by=nation.desk, at=later)
        run_due(later)
        assert Notice.objects.filter(kind="steward.asked", user=steward).exists()
        client = factories.log_in(Client(), steward)
        assert b"Waits for your proposal" in client.get(reverse("assessments:stewards")).content
        sent = {"propose-kind": "endorse", "propose-reasons": "It asks for more.", "seen": "x"}
        address = reverse("adaptation_propose", args=[row.pk])
        assert client.post(address, sent).status_code == 422
        assert client.post(address, sent | {"seen": row.sha256}).status_code == 302
        run_due(later)
        assert Notice.objects.filter(kind="steward.proposed", user=nation.chair).exists()
        page = reverse("adaptation", args=[row.pk])
        for reader, sees in ((steward, True), (nation.chair, True), (nation.desk, False)):
            shown = factories.log_in(Client(), reader).get(page).content.decode()
            assert ("It asks for more." in shown) is sees
        assert "It asks for more." not in Client().get(page).content.decode()
        assert b"You have proposed" in client.get(reverse("assessments:stewards")).content
        desk = factories.make_seat(nation.mechanism.secretariat, user=steward)
        with pytest.raises(NotPermitted):
            actions.propose_endorsement(
                adaptation=row, kind="endorse", reasons="Ours.", seen=row.sha256, by=desk, at=later
            )
    row.refresh_from_db()
    assert row.state == "submitted", "a proposal decides nothing"
    assert EndorsementProposal.objects.count() == 1
