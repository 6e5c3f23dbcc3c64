"""The addresses of recognised schemes."""

from __future__ import annotations

from tests.security.crossing import sent
from tests.security.doors import CHAIR, COMMITTEE, EVERYBODY, SECRETARY, Door
from tests.security.doors_city import said
from tests.security.doors_office import of
from tests.security.story import Everything


def draft(world: Everything) -> str:
    return world.crossing.draft.pk


def proposed(world: Everything) -> str:
    return world.crossing.proposed.pk


def in_force(world: Everything) -> str:
    return world.crossing.in_force.pk


def seen(world: Everything) -> str:
    return world.crossing.draft.sha256


def read(world: Everything) -> str:
    return world.crossing.proposed.sha256


def pasted(world: Everything) -> str:
    return sent("first")


READERS = SECRETARY | COMMITTEE
DOORS = [
    Door("crosswalks", EVERYBODY, private=False),
    Door("crosswalk", READERS, args=of(draft), private=False, label=" draft"),
    Door("crosswalk", EVERYBODY, args=of(in_force), private=False, label=" in force"),
    Door("crosswalk_document", EVERYBODY, args=of(in_force), private=False),
    Door("crosswalk_table", EVERYBODY, args=of(in_force), private=False),
    Door("crosswalk_template", EVERYBODY, private=False),
    Door("crosswalk_begin", SECRETARY, SECRETARY, words=said(text=pasted)),
    Door("crosswalk_whole", SECRETARY, SECRETARY, of(draft), said(seen=seen, text=pasted)),
    Door("crosswalk_step", None, SECRETARY, of(draft, "propose")),
    Door(
        "crosswalk_decide",
        None,
        CHAIR,
        of(proposed),
        said(kind="return", reasons="One reason.", seen=read),
    ),
]
