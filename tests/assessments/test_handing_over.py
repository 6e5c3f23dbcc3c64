"""A secretariat that is tied as a whole: by rule others do its acts on that city's case."""

from __future__ import annotations

from functools import partial
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.assessments.review_acts import browser, the_case
from tests.races import ROUNDS, race, split
from tests.world import FEW, World, make_world
from waymark.assessments.actions import desk
from waymark.assessments.actions.handing_over import settle_desk
from waymark.assessments.jobs.handing_over import settle_desks
from waymark.assessments.models import Handover
from waymark.assessments.queries.access import case_roles, visible
from waymark.assessments.rules.handing_over import Desk, DeskFacts, desk_for
from waymark.base.jobs import run_due
from waymark.base.models import Notice, Record
from waymark.base.permits import NotPermitted
from waymark.people.models import Membership
from waymark.people.rules import BodyKind, Role, SeatRole
from waymark.schemes.models import Mechanism

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("own", "free", "leads", "wide"), list(product((0, 1, 2), repeat=4)))
def test_the_first_who_is_free_has_the_desk(own: int, free: int, leads: int, wide: int) -> None:
    found = desk_for(DeskFacts(own, min(own, free), leads, wide))
    if own == 0 or min(own, free):
        assert found == Desk.OWN
    elif leads:
        assert found == Desk.LEAD
    else:
        assert found == (Desk.GLOBAL if wide else Desk.OWN)


@pytest.fixture
def world() -> World:
    """A case that was handed in, and a secretariat of one who works for the city now."""
    made = make_world(until="submitted", criteria=FEW)
    made.extra["lead"] = factories.make_seat(made.mechanism.technical_team, SeatRole.LEAD)
    return made


def tie(world: World, *users: object) -> None:
    for user in users:
        factories.make_member(world.place, "viewer", user=user)


def admit(world: World, by: object) -> None:
    desk.admit_case(case=the_case(world), by=by, at=timezone.now())


def test_a_secretary_who_is_tied_leaves_the_desk_to_the_lead_and_it_is_recorded(
    world: World,
) -> None:
    lead = world.extra["lead"]
    assert settle_desks(timezone.now()) == 0, "the control: nobody is tied"
    with pytest.raises(NotPermitted):
        admit(world, lead)
    tie(world, world.secretary)
    with pytest.raises(NotPermitted):
        admit(world, world.secretary)
    assert settle_desks(timezone.now()) == 1
    assert settle_desks(timezone.now()) == 0
    row = Handover.objects.get()
    assert (row.to, row.body) == ("lead", world.mechanism.technical_team)
    assert Record.objects.filter(verb="case.desk_handed_over").count() == 1
    run_due(timezone.now())
    assert Notice.objects.filter(user=lead, kind="desk.handed_over").exists()
    page = browser(lead).get(f"/cases/{world.case.pk}/").content.decode()
    assert "By rule its acts on this case are yours" in page
    assert browser(lead).post(f"/cases/{world.case.pk}/admit/").status_code == 302
    assert the_case(world).state == "admissible"


def test_without_a_free_lead_the_global_secretariat_has_it_and_sees_the_case(world: World) -> None:
    bodies = {kind: factories.make_body(kind, name=f"wide {kind}") for kind in BodyKind}
    own = world.mechanism
    Mechanism.objects.filter(pk=own.pk).update(
        kind="national", slug="national", country=world.place.country
    )
    Mechanism.objects.create(
        slug="wide",
        kind="global",
        name={"en": "Wide"},
        secretariat=bodies[BodyKind.SECRETARIAT],
        technical_team=bodies[BodyKind.TECHNICAL_TEAM],
        committee=bodies[BodyKind.COMMITTEE],
        appeal_panel=bodies[BodyKind.APPEAL_PANEL],
        issuer=own.issuer,
        created_at=timezone.now(),
    )
    wide = factories.make_seat(bodies[BodyKind.SECRETARIAT])
    case = the_case(world)
    tie(world, world.secretary, world.extra["lead"])
    assert not visible(wide).filter(pk=case.pk).exists()
    assert browser(wide).get(f"/cases/{case.pk}/").status_code == 404
    settle_desks(timezone.now())
    assert Handover.objects.get().to == "global"
    assert visible(wide).filter(pk=case.pk).exists()
    assert case_roles(wide, case) == {Role.SECRETARIAT}
    assert case_roles(world.extra["lead"], case) == {Role.CITY_VIEWER}
    assert world.place.name["en"] in browser(wide).get("/secretariat/").content.decode()
    admit(world, wide)


def test_when_somebody_is_free_again_the_desk_goes_back(world: World) -> None:
    tie(world, world.secretary)
    settle_desks(timezone.now())
    second = factories.make_seat(world.mechanism.secretariat)
    assert settle_desks(timezone.now()) == 1
    assert Handover.objects.get().ended_at is not None
    with pytest.raises(NotPermitted):
        admit(world, world.extra["lead"])
    admit(world, second)
    assert Record.objects.filter(verb="case.desk_given_back").count() == 1


def test_who_is_tied_herself_is_not_given_it(world: World) -> None:
    tie(world, world.secretary, world.extra["lead"])
    assert settle_desks(timezone.now()) == 0, "nobody at all is free"
    Membership.objects.filter(user=world.secretary).delete()
    admit(world, world.secretary)


def test_a_case_that_comes_in_does_not_wait_for_the_clock() -> None:
    world = make_world(criteria=FEW)
    lead = factories.make_seat(world.mechanism.technical_team, SeatRole.LEAD)
    tie(world, world.secretary)
    world.answer_all()
    world.submit()
    run_due(timezone.now())
    assert Role.SECRETARIAT in case_roles(lead, the_case(world))


def test_looking_costs_nothing_per_case_where_nobody_is_tied(world: World) -> None:
    with CaptureQueriesContext(connection) as one:
        settle_desks(timezone.now())
    other = make_world_beside(world)
    with CaptureQueriesContext(connection) as two:
        settle_desks(timezone.now())
    assert other.case is not None
    assert len(one) == len(two)


def make_world_beside(world: World) -> World:
    from tests.world import neighbour

    return neighbour(world, until="submitted")


@pytest.mark.django_db(transaction=True)
def test_two_clocks_hand_it_over_once() -> None:
    world = make_world(until="submitted", criteria=FEW)
    factories.make_seat(world.mechanism.technical_team, SeatRole.LEAD)
    for _ in range(ROUNDS):
        Handover.objects.all().delete()
        Membership.objects.filter(user=world.secretary).delete()
        tie(world, world.secretary)
        act = partial(settle_desk, case=world.case, by=None, at=timezone.now())
        won, lost = split(race(act, act))
        assert not lost
        assert sorted(won) == [False, True]
        assert Handover.objects.count() == 1
