"""The exchange of hubs: a secretariat runs it, and hubs with the same goals are told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.hubs.test_reports import labelled
from tests.world import FEW, make_edition, neighbour
from waymark.community.actions import groups, spaces
from waymark.hubs.models import Hub
from waymark.hubs.queries import hubs as queries
from waymark.kernel.flow import Refused
from waymark.people.rules import BodyKind

pytestmark = pytest.mark.django_db
ABOUT: dict[str, Any] = {"title": "Hubs talk", "purpose": "Ask each other.", "languages": ("en",)}


def test_a_secretariat_runs_it_and_who_leads_a_hub_is_invited() -> None:
    world, hub = labelled()
    desk, at = world.mechanism.secretariat, world.later()
    about = spaces.About(**ABOUT, sort="hubs")
    space = spaces.open_space(host=desk, about=about, by=world.secretary, at=at)
    page = factories.log_in(Client(), world.secretary).get(reverse("group", args=[space.pk]))
    form = reverse("group_invite", args=[space.pk])
    assert f"{form}?city=" in page.content.decode()
    assert "Exchange of hubs" in page.content.decode()
    offer = spaces.invite(space=space, side=world.place, by=world.secretary, at=at)
    groups.answer_offer(offer=offer, joins=True, by=world.lead, at=at)
    lead = factories.log_in(Client(), world.lead)
    assert (
        reverse("group", args=[space.pk])
        in lead.get(reverse("hub", args=[hub.pk])).content.decode()
    )
    assert "Hubs talk" in Client().get(reverse("hubs")).content.decode()
    partner = factories.make_body(BodyKind.PARTNER)
    adviser = factories.make_seat(partner)
    with pytest.raises(Refused, match=r"space\.hubs_by_desk"):
        spaces.open_space(host=partner, about=about, by=adviser, at=at)


def test_hubs_with_the_same_goals_are_told_with_what_they_share() -> None:
    world, hub = labelled()
    other = Hub.objects.get(pk=hub.pk)
    there = neighbour(replace(world, edition=make_edition(criteria=FEW)))
    assert there.case is not None
    other.pk, other.id, other.case, other.place = None, "0" * 26, there.case, there.place
    other.title, other.starts = {"en": "Another one"}, hub.starts + timedelta(days=30)
    other.goals, other.axis, other._state.adding = ("6", "13"), "people", True
    other.save(force_insert=True)
    (found,) = queries.like(hub)
    assert (found.row, found.goals, found.axis) == (other, ("6",), False)
    assert queries.leading() == sorted(
        [world.place, there.place], key=lambda one: one.name_skeleton
    )
    page = Client().get(reverse("hub", args=[hub.pk])).content.decode()
    assert "Another one" in page
    assert "Both serve goals: 6." in page
    Hub.objects.filter(pk=other.pk).update(published_at=None)
    assert queries.like(hub) == []
