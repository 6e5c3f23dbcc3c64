"""Diagnostics that a city fills in: its people alone, and no step of them on a case."""

from __future__ import annotations

from tests.security.doors import CITY, EDITORS, Door
from tests.security.doors_city import here, said
from tests.security.story import Everything

NAME = "assessments:"


def begun(world: Everything) -> str:
    return world.here.diagnostic


def done(world: Everything) -> str:
    return world.here.diagnosed


DOORS = [
    Door(f"{NAME}diagnostics", CITY, args=here()),
    Door(f"{NAME}diagnostic_start", do=EDITORS, args=here("finance")),
    Door(f"{NAME}diagnostic", CITY, EDITORS, here(begun)),
    Door(f"{NAME}diagnostic", CITY, EDITORS, here(done), unready=True, label=" finished"),
    Door(
        f"{NAME}diagnostic_topic",
        CITY,
        EDITORS,
        here(begun, "open"),
        said(**{"level-G4": "2", "note-G4": "On the board.", "level-G5": "0", "note-G5": "None."}),
    ),
    Door(f"{NAME}diagnostic_csv", CITY, args=here(done)),
]
