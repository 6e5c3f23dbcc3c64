"""The addresses of places that merge, split or get another name."""

from __future__ import annotations

from tests.security.doors import NATIONAL, NOBODY, SECRETARY, Door
from tests.security.doors_city import said
from tests.security.doors_office import of
from tests.security.story import Everything
from waymark.kernel import canonical

NAME = "assessments:"
DAY = "2025-01-01"


def slug(world: Everything) -> str:
    return world.here.slug


def seen(world: Everything) -> str:
    place = world.here.story.place.pk
    return canonical.digest(["rename", [[place], [place]], DAY])


DOORS = [
    Door(f"{NAME}succession_places", SECRETARY | NATIONAL),
    Door(f"{NAME}succession_place", SECRETARY, args=of(slug)),
    Door(
        f"{NAME}succession_enter",
        SECRETARY,
        SECRETARY,
        of(slug, "rename"),
        said(
            new_name="New Town",
            language="en",
            second_language="",
            effective_on=DAY,
            act="Law 7 of 2024",
            seen=seen,
        ),
    ),
    Door(f"{NAME}succession_people", None, NOBODY, of(slug), unready=True),
    Door(f"{NAME}succession_undo", None, NOBODY, of(slug, "0" * 26), unready=True),
]
