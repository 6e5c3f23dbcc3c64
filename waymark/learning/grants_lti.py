"""Roles on platforms and on the courses that live there."""

from __future__ import annotations

from typing import Any

from waymark.base import permits
from waymark.learning.models.lti import OutsidePlatform
from waymark.learning.rules.lti import TABLE
from waymark.people.queries import is_secretary
from waymark.people.rules import Role

permits.register("learning", TABLE)


@permits.roles_on(OutsidePlatform)
def on_platform(viewer: Any, platform: OutsidePlatform) -> frozenset[str]:
    """The secretariat's seat."""
    return frozenset({Role.SECRETARIAT}) if is_secretary(viewer) else frozenset()
