"""Cities, a partner and the groups that they learn in, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from tests import factories
from waymark.community.actions import groups, spaces
from waymark.community.models import Offer, Space
from waymark.community.rules import groups as rules
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind
from waymark.places.models import Place

NOW = datetime.now(UTC)
TITLE = {"en": "Plan for clean water", "ar": "خطة للمياه النظيفة"}
SECRET = "Clean water, and nobody else’s business"


def city(name: str = "") -> tuple[Place, User]:
    """A city with its lead."""
    place = factories.make_place(name)
    return place, factories.make_member(place, "lead")


def proposal(*places: Place) -> Space:
    """A group that the platform proposes to some cities."""
    about = rules.Proposal(
        rules.Subject("gap", "sdg-cities/A01"), "en", "", tuple(place.pk for place in places)
    )
    return groups.propose_group(proposal=about, title=TITLE, by=None, at=NOW)


def say_yes(space: Space, place: Place, by: User) -> Offer:
    """A city takes part."""
    offer = space.offers.get(place=place)
    return groups.answer_offer(offer=offer, joins=True, by=by, at=later())


def later(**step: float) -> datetime:
    """A moment after all that was."""
    return datetime.now(UTC) + timedelta(**step)


@dataclass
class Circle:
    """A closed space of a partner with one city, and people who are not in it."""

    space: Space
    partner: Body
    adviser: User  # the partner's, facilitates
    place: Place
    lead: User
    viewer: User
    stranger: User  # leads another city
    elsewhere: Place


def make_circle(access: str = "closed", title: str = SECRET) -> Circle:
    """Make one."""
    partner = factories.make_body(BodyKind.PARTNER, name="Water partner")
    adviser = factories.make_seat(partner)
    place, lead = city("Insideville")
    elsewhere, stranger = city("Outsideville")
    about = spaces.About(title, "What it is for.", access=access, languages=("en",))
    space = spaces.open_space(host=partner, about=about, by=adviser, at=later())
    offer = spaces.invite(space=space, side=place, by=adviser, at=later())
    groups.answer_offer(offer=offer, joins=True, by=lead, at=later())
    viewer = factories.make_member(place, "viewer")
    return Circle(space, partner, adviser, place, lead, viewer, stranger, elsewhere)


def page(who: User | None, path: str) -> Any:
    """What somebody gets at an address."""
    client = Client()
    return (factories.log_in(client, who) if who else client).get(path)
