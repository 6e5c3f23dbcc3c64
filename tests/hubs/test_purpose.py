"""What is for a hub is offered nowhere among what certifies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.schemes.editing import bring_into_force
from tests.world import FEW, World, make_world
from waymark.assessments.actions.case import NotOnOffer, open_case
from waymark.assessments.queries.journey import offers
from waymark.assessments.queries.spot.policy import levels_of
from waymark.assessments.queries.workspace import here
from waymark.hubs import data
from waymark.kernel.flow import Refused
from waymark.schemes import actions as schemes
from waymark.schemes import queries
from waymark.schemes.models import Scheme
from waymark.schemes.queries.crosswalks import our_criteria
from waymark.schemes.rules import Column, Register, scheme_document

pytestmark = pytest.mark.django_db
HUB = "local4action-hub"


def _met(world: World) -> dict[str, bool]:
    """Where somebody meets the scheme of hubs."""
    place = here(world.lead, world.place.slug)
    assert place is not None
    desk = factories.log_in(Client(), factories.make_secretary())
    return {
        "offers": any(one.edition.scheme_id == HUB for one in offers(place)),
        "mechanism": any(
            one.scheme_id == HUB for one in queries.editions_of(None, world.mechanism)
        ),
        "schemes": queries.schemes(None).filter(pk=HUB).exists(),
        "crosswalks": HUB in our_criteria(),
        "spot": any(name.startswith(HUB) for name in levels_of(world.mechanism)),
        "list": HUB in Client().get(reverse("schemes")).content.decode(),
        "workbench": HUB in desk.get(reverse("editions")).content.decode(),
    }


def test_a_hub_edition_in_force_is_offered_to_nobody() -> None:
    world, rules, at = make_world(criteria=FEW), data.newest(), timezone.now()
    edition = bring_into_force(
        scheme_document(rules), desk=world.secretary, chair=world.chair, at=at
    )
    assert queries.current_edition(None, HUB) == edition
    assert not any(_met(world).values()), _met(world)
    opened = {
        "place": world.place,
        "mechanism": world.mechanism,
        "edition": edition,
        "target_level": "label",
        "language": "en",
        "by": world.lead,
        "at": at,
    }
    with pytest.raises(NotOnOffer):
        open_case(**opened)
    with pytest.raises(Refused, match=r"edition\.not_certifying"):
        schemes.begin_edition(base=edition, by=world.secretary, at=at)
    changed = scheme_document(rules) | {"version": "0.3.0"}
    del changed["purpose"]
    with pytest.raises(Refused, match=r"edition\.other_purpose"):
        schemes.draft_edition(document=changed, by=world.secretary, at=at)

    Scheme.objects.filter(pk=HUB).update(purpose="certificate")  # the control
    assert all(_met(world).values()), _met(world)
    edition.refresh_from_db()
    assert open_case(**opened | {"edition": edition}).scheme_id == HUB


def test_the_document_says_what_it_is_for_and_the_first_one_did_not() -> None:
    first, newest = data._read(data.EDITIONS[0]), data.newest()
    assert (first.purpose, newest.purpose) == ("certificate", "hub")
    assert "purpose" not in scheme_document(first), "the hash of what is published stays"
    assert first.criteria == newest.criteria
    assert [_asked(one) for one in first.registers] == [_asked(one) for one in newest.registers]


def _asked(register: Register) -> tuple[str, list[Column]]:
    """What a register asks, however long its fields are drawn."""
    return register.id, [replace(column, long=False) for column in register.columns]
