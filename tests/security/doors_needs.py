"""What cities need, and whom they ask for support."""

from __future__ import annotations

from tests.security.doors import CITY, EDITORS, HOLDER, Door
from tests.security.doors_city import OPENERS, said
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.doors_watch import ADVISER
from tests.security.story import Everything
from tests.security.watching import OFFER

TOLD = said(
    title="A plan for water",
    why="The pipes leak.",
    topics="water",
    by_when="2099-01-01",
    languages="en",
    budget_least="10",
    budget_most="20",
    currency="KES",
    goals="6",
    criteria="A01",
    visible="private",
    counted="on",
    seen="1",
)


def need(world: Everything) -> str:
    return world.watching.need.pk


def city(world: Everything) -> str:
    return world.here.slug


def request(world: Everything) -> str:
    return world.watching.request.pk


def letter(world: Everything) -> str:
    return world.watching.letter.pk


def offer(world: Everything) -> str:
    return OFFER


def granted(world: Everything) -> str:
    return world.granted.place.slug


DOORS = [
    Door("city_needs", CITY, args=of(city)),
    Door("need_add", EDITORS, EDITORS, of(city), TOLD),
    Door("need", HOLDER | ADVISER, args=of(need), private=False),
    Door("need_edit", HOLDER, HOLDER, of(need), TOLD),
    public("needs"),
    public("needs_csv"),
    Door("city_requests", CITY, args=of(city)),
    Door(
        "request_add",
        OPENERS,
        OPENERS,
        of(city),
        said(subject="Help", text="Please.", offers=offer),
    ),
    Door(
        "support_request",
        HOLDER | ADVISER,
        HOLDER | ADVISER,
        of(request),
        said(step="say", text="When?"),
    ),
    Door("request_letter", HOLDER, args=of(letter)),
    Door("support", ADVISER),
    Door("support_around", ADVISER, args=of(granted)),
    Door("need_close", HOLDER, HOLDER, of(need), said(step="meet", note="The pipes lie.")),
]
