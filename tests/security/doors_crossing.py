"""The addresses of recognised schemes."""

from __future__ import annotations

from django.utils import timezone

from tests.security.crossing import sent
from tests.security.doors import (
    CHAIR,
    CITY,
    COMMITTEE,
    EDITORS,
    EVERYBODY,
    SECRETARY,
    STEWARD,
    Door,
)
from tests.security.doors_city import case, said
from tests.security.doors_office import of
from tests.security.story import Everything
from waymark.assessments.queries.recognised import preview

NAME = "assessments:"


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


def result(world: Everything) -> str:
    return world.crossing.result.pk


def chosen(world: Everything) -> str:
    return f"{world.crossing.in_force.pk}:full"


def shown(world: Everything) -> str:
    return world.here.item.pk


def looked_at(world: Everything) -> str:
    return preview(world.crossing.result, timezone.now()).fingerprint


NAMED = said(result=chosen, reference="HP-8", awarded_on="2025-01-05", evidence=shown)
READERS = SECRETARY | COMMITTEE | STEWARD
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
    Door(f"{NAME}recognised", CITY, args=case()),
    Door(f"{NAME}recognised_add", EDITORS, EDITORS, case(), NAMED),
    Door(
        f"{NAME}recognised_one",
        CITY,
        EDITORS,
        case(result),
        said(expected=looked_at, criteria=["A03", "A04"]),
    ),
    Door(f"{NAME}recognised_undo", None, EDITORS, case(result)),
    Door(f"{NAME}recognised_drop", None, EDITORS, case(result)),
]
