"""Doors of cooperation records, and of partners with the same work."""

from __future__ import annotations

from tests.security.doors import CITY, EDITORS, HOLDER, Door
from tests.security.doors_city import here, said
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.doors_watch import ADVISER
from tests.security.story import Everything


def body(world: Everything) -> str:
    return world.cooperations.body.pk


def draft(world: Everything) -> str:
    return world.cooperations.draft.pk


def asked(world: Everything) -> str:
    return world.cooperations.asked.pk


def dropped(world: Everything) -> str:
    return world.cooperations.side(world.cooperations.draft).pk


def agrees(world: Everything) -> str:
    return f"agree.{world.cooperations.side(world.cooperations.asked).pk}"


TOLD = said(
    seen="1",
    title="Twin cities",
    kind="partnership",
    topics="water",
    since="2024-03-01",
    until="2025-03-01",
    told="Engineers went both ways, and a plan is left.",
    url="https://example.org/twins",
)
DOORS = [
    Door("city_cooperation", CITY, args=here()),
    Door("city_cooperation_add", EDITORS, EDITORS, here(), TOLD),
    Door("partner_cooperation", ADVISER, args=of(body)),
    Door("partner_cooperation_add", ADVISER, ADVISER, of(body), TOLD),
    public("cooperations"),
    public("cooperations_csv"),
    Door(
        "cooperation",
        CITY | HOLDER | ADVISER,
        HOLDER,
        of(asked),
        said(turn=agrees, why="With joy."),
        reach=EDITORS | HOLDER | ADVISER,
        private=False,
    ),
    Door("cooperation_edit", EDITORS, EDITORS, of(draft), TOLD),
    Door("cooperation_sides", None, EDITORS, of(draft), said(city="", partner=body)),
    Door("cooperation_side_drop", None, EDITORS, of(draft, dropped)),
    Door("institutions", ADVISER, args=of(body)),
]
