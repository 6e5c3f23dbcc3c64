"""Makes this room's permits known. Roles on a place are told by the room of people."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from waymark.base import permits
from waymark.indicators.models import Framework, ListImport, Proposal, Structure
from waymark.indicators.rules.permits import EDITORS, TABLE
from waymark.indicators.rules.places import Together
from waymark.people import queries
from waymark.people.rules import Role

permits.register("indicators", TABLE)


@permits.roles_on(Structure)
@permits.roles_on(ListImport)
@permits.roles_on(Framework)
def on_framework(viewer: Any, thing: Any) -> frozenset[str]:
    """The global secretariat looks after the shared lists, and after structures."""
    return frozenset({Role.SECRETARIAT}) if queries.is_secretary(viewer) else frozenset()


@permits.roles_on(Proposal)
def on_proposal(viewer: Any, proposal: Proposal) -> frozenset[str]:
    """The roles on its place; a contributor's only where she made it herself."""
    held = queries.roles_on_place(viewer, proposal.place_id, timezone.now())
    return held if proposal.proposed_by_id == viewer.pk else held - {Role.CITY_CONTRIBUTOR}


@permits.roles_on(Together)
def on_several(viewer: Any, together: Together) -> frozenset[str]:
    """The roles that she holds on each of the places.

    Who leads one and enters values in another may enter values in both: an editor's acts are those
    of leads and signatories too.
    """
    held = [permits.roles(viewer, place) for place in together.places]
    found = frozenset.intersection(*held) if held else frozenset()
    return found | {Role.CITY_EDITOR} if held and all(one & EDITORS for one in held) else found
