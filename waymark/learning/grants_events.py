"""Roles on announced events."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from waymark.base import permits
from waymark.learning.models.events import Announcement
from waymark.learning.rules.events import TABLE
from waymark.people.queries import held_by, is_secretary
from waymark.people.rules import BodyKind, Role

permits.register("learning", TABLE)


@permits.roles_on(Announcement)
def on_announcement(viewer: Any, row: Announcement) -> frozenset[str]:
    """Its body's people, and the secretariat's seat."""
    found = {Role.SECRETARIAT} if is_secretary(viewer) else set()
    if row.body_id and row.body_id in held_by(viewer, timezone.now()).bodies(BodyKind.PARTNER):
        found.add(Role.PARTNER)
    return frozenset(found)
