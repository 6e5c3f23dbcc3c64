"""Makes this room's permits known: the global secretariat looks after the library, cities tell."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from waymark.base import permits
from waymark.library.models import Item, Study
from waymark.library.rules.vocabulary import TABLE
from waymark.people import queries
from waymark.people.rules import Role

permits.register("library", TABLE)


@permits.roles_on(Item)
def on_item(viewer: Any, item: Item) -> frozenset[str]:
    """The secretariat's seat."""
    return frozenset({Role.SECRETARIAT}) if queries.is_secretary(viewer) else frozenset()


@permits.roles_on(Study)
def on_study(viewer: Any, study: Study) -> frozenset[str]:
    """The roles on the city that tells it."""
    return queries.roles_on_place(viewer, study.place_id, timezone.now())
