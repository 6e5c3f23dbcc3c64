"""What cities need, and whom they ask for support."""

from __future__ import annotations

from tests.security.doors import CITY, EDITORS, HOLDER, Door
from tests.security.doors_city import said
from tests.security.doors_office import of
from tests.security.doors_watch import ADVISER
from tests.security.story import Everything

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


DOORS = [
    Door("city_needs", CITY, args=of(city)),
    Door("need_add", EDITORS, EDITORS, of(city), TOLD),
    Door("need", HOLDER | ADVISER, args=of(need), private=False),
    Door("need_edit", HOLDER, HOLDER, of(need), TOLD),
    Door("need_close", HOLDER, HOLDER, of(need), said(step="meet", note="The pipes lie.")),
]
