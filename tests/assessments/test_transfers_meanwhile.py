"""A transfer between mechanisms while the case, or the city, moves on."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.assessments.test_transfers import ask, nation
from tests.races import race, split
from tests.world import FEW, make_world
from waymark.assessments.actions.case import CaseAlreadyOpen, open_case
from waymark.assessments.actions.desk import return_case
from waymark.assessments.actions.transferring import _open_there
from waymark.assessments.models import Case
from waymark.assessments.queries.transfers import preview
from waymark.assessments.rules.transfer import Party
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
