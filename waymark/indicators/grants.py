"""Makes this room's permits known. Roles on a place are told by the room of people."""

from __future__ import annotations

from typing import Any

from waymark.base import permits
from waymark.indicators.models import Framework, ListImport, Structure
from waymark.indicators.rules.permits import TABLE
from waymark.people import queries
from waymark.people.rules import Role

permits.register("indicators", TABLE)


@permits.roles_on(Structure)
@permits.roles_on(ListImport)
@permits.roles_on(Framework)
def on_framework(viewer: Any, thing: Any) -> frozenset[str]:
    """The global secretariat looks after the shared lists, and after structures."""
    return frozenset({Role.SECRETARIAT}) if queries.is_secretary(viewer) else frozenset()
