"""Makes this room's permit known: the global secretariat looks after the library."""

from __future__ import annotations

from typing import Any

from waymark.base import permits
from waymark.library.models import Item
from waymark.library.rules.vocabulary import TABLE
from waymark.people import queries
from waymark.people.rules import Role

permits.register("library", TABLE)


@permits.roles_on(Item)
def on_item(viewer: Any, item: Item) -> frozenset[str]:
    """The secretariat's seat."""
    return frozenset({Role.SECRETARIAT}) if queries.is_secretary(viewer) else frozenset()
