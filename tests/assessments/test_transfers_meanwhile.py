"""A transfer between mechanisms while the case, or the city, moves on."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.assessments.test_transfers import answer, ask, nation
from tests.races import race, split
from tests.world import FEW, make_world
from waymark.assessments.actions.case import CaseAlreadyOpen, open_case
from waymark.assessments.actions.desk import return_case
from waymark.assessments.actions.transferring import _open_there, withdraw_transfer
from waymark.assessments.models import Case
from waymark.assessments.queries.transfers import preview
from waymark.assessments.rules.transfer import Party
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db


def test_a_case_that_came_back_to_its_city_meanwhile_goes_when_the_city_says_so_again() -> None:
    world = make_world(until="submitted", criteria=FEW)
    row = ask(world, nation(world))
    city, desk = (factories.log_in(Client(), one) for one in (world.signatory, world.secretary))
    page = reverse("assessments:transfer", args=[row.pk])
    assert 'name="agrees"' not in city.get(page).content.decode(), "the control: others have to"
    return_case(case=world.case, reason="A page is missing.", by=world.secretary, at=world.later())
    assert 'name="agrees"' in city.get(page).content.decode()
    assert 'name="agrees"' not in desk.get(page).content.decode(), "it is the city's alone now"
    assert city.post(page, {"party": "city", "agrees": "yes"}).status_code == 302
    row.refresh_from_db()
    assert row.outcome == "done"
    assert row.words.get().party == Party.CITY, "her word was on record already"


@pytest.mark.django_db(transaction=True)
def test_a_case_that_is_opened_there_at_the_same_moment_keeps_the_transfer_out() -> None:
    world = make_world(criteria=FEW)
    target = nation(world)
    edition = preview(world.signatory, world.case, target).edition
    at = timezone.now()
    opened, moved = race(
        partial(
            open_case, place=world.place, mechanism=target, edition=edition,
            target_level="silver", language="en", by=world.lead, at=at,
        ),
        partial(ask, world, target),
    )  # fmt: skip
    _won, lost = split([opened, moved])
    assert len(lost) == 1
    assert isinstance(lost[0], CaseAlreadyOpen | Refused), repr(lost[0])
    assert Case.objects.filter(mechanism=target, closed_at=None).count() == 1


def test_what_was_opened_there_after_the_last_look_is_said_and_breaks_nothing() -> None:
    world = make_world(criteria=FEW)
    target = nation(world)
    edition = preview(world.signatory, world.case, target).edition
    act = {"by": world.lead, "at": world.later()}
    open_case(
        place=world.place, mechanism=target, edition=edition, target_level="silver",
        language="en", **act,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        _open_there(world.case, target, edition, **act)
    assert [reason.key for reason in refused.value.reasons] == ["transfer.open_there"]


def test_who_asked_takes_it_back_before_it_is_answered_and_asks_again() -> None:
    world = make_world(until="submitted", criteria=FEW)
    target = nation(world)
    row = ask(world, target)
    for by in (world.secretary, world.extra["desk"], world.editor):
        with pytest.raises((Refused, NotPermitted)):
            withdraw_transfer(transfer=row, by=by, at=world.later())
    withdraw_transfer(transfer=row, by=world.lead, at=world.later())
    row.refresh_from_db()
    assert (row.outcome, row.ended_at, row.made) == ("withdrawn", world.now, None)
    assert [word.party for word in row.words.all()] == [Party.CITY], "what was said stays"
    world.case.refresh_from_db()
    assert world.case.state == "submitted"
    for act in (
        partial(withdraw_transfer, transfer=row, by=world.lead, at=world.later()),
        partial(answer, world, row, Party.FROM, world.secretary),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert [reason.key for reason in refused.value.reasons] == ["transfer.over"]
    run_due(timezone.now())
    told = Notice.objects.filter(kind="transfer.withdrawn")
    assert set(told.values_list("user", flat=True)) == {
        world.signatory.pk, world.secretary.pk, world.extra["desk"].pk,
    }  # fmt: skip
    assert ask(world, target).pk != row.pk


def test_what_somebody_has_answered_is_not_taken_back() -> None:
    world = make_world(until="submitted", criteria=FEW)
    row = ask(world, nation(world))
    city, desk = (factories.log_in(Client(), one) for one in (world.signatory, world.secretary))
    page = reverse("assessments:transfer", args=[row.pk])
    back = reverse("assessments:transfer_withdraw", args=[row.pk])
    assert back in city.get(page).content.decode()
    assert back not in desk.get(page).content.decode()
    assert desk.post(back).status_code == 404
    answer(world, row, Party.TO, world.extra["desk"])
    assert back not in city.get(page).content.decode()
    late = city.post(back, follow=True)
    assert "Somebody has answered it already" in late.content.decode()
    row.refresh_from_db()
    assert row.ended_at is None


def test_it_is_taken_back_with_a_plain_form() -> None:
    world = make_world(until="submitted", criteria=FEW)
    row = ask(world, nation(world), party=Party.FROM, by=world.secretary)
    desk = factories.log_in(Client(), world.secretary)
    back = reverse("assessments:transfer_withdraw", args=[row.pk])
    assert desk.get(back).status_code == 405
    assert "Taken back" in desk.post(back, follow=True).content.decode()
    row.refresh_from_db()
    assert row.outcome == "withdrawn"
