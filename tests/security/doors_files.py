"""The addresses of evidence files: one that was handed in, and one that was not."""

from __future__ import annotations

from tests.security.doors import CITY, DESK, Door
from tests.security.doors_office import of
from tests.security.story import Everything

READ = CITY | DESK | {"reviewer"}
NEXT_DOOR = frozenset({"neighbour"})


def item(world: Everything) -> str:
    return world.here.item.pk


def drafted(world: Everything) -> str:
    return world.next_door.item.pk


NAME = "assessments:evidence_"
DOORS = [
    Door(f"{NAME}file", READ, None, of(item, 1), private=False),
    Door(f"{NAME}preview", READ, None, of(item, 1), private=False),
    Door(f"{NAME}page", READ, None, of(item, 1, 1), private=False, unready=True),
    Door(f"{NAME}file", NEXT_DOOR, None, of(drafted, 1), private=False, label=" of a draft"),
    Door(f"{NAME}preview", NEXT_DOOR, None, of(drafted, 1), private=False, label=" of a draft"),
]
