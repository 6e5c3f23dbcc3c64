"""The addresses of the watch over national mechanisms."""

from __future__ import annotations

from tests.security.doors import (
    CHAIR,
    CITY,
    COMMITTEE,
    CONVENERS,
    HOLDER,
    MEETING,
    NATIONAL,
    Door,
)
from tests.security.doors_city import OPENERS, case, said
from tests.security.doors_office import of
from tests.security.story import Everything

NAME = "assessments:"
READERS = MEETING | NATIONAL


def decision(world: Everything) -> str:
    return world.watching.decision.pk


def quarter(world: Everything) -> str:
    return world.watching.quarter


def consultation(world: Everything) -> str:
    return world.watching.consultation.pk


ADVISER = frozenset({"invited"})
DOORS = [
    Door(
        f"{NAME}arrangement",
        CONVENERS,
        CONVENERS,
        of("global"),
        said(host="", funding="The country.", reason="So it is."),
    ),
    Door(
        f"{NAME}consult",
        CITY,
        OPENERS,
        case(),
        said(partner="", criteria="A01", question="What now?"),
        unready=True,
    ),
    Door(f"{NAME}consultations", ADVISER),
    Door(
        f"{NAME}consultation",
        ADVISER | HOLDER,
        ADVISER | HOLDER,
        of(consultation),
        said(text="This."),
    ),
    Door(f"{NAME}quarterly", READERS, args=of("np", quarter)),
    Door(f"{NAME}quarterly_pdf", READERS, args=of("np", quarter), slow=True),
    Door(f"{NAME}quarterly_json", READERS, args=of("np", quarter)),
    Door(f"{NAME}oversight", READERS),
    Door(f"{NAME}oversight_of", READERS, args=of("np")),
    Door(
        f"{NAME}oversight_rule",
        CONVENERS,
        CONVENERS,
        of("np"),
        said(way="silence", days="30", opens="check", reason="As ever."),
    ),
    Door(
        f"{NAME}oversight_decision",
        READERS,
        CHAIR,
        of("np", decision),
        said(word="endorse", reasons="We looked."),
        reach=COMMITTEE,
    ),
]
