"""Roles on courses."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from waymark.base import permits
from waymark.learning.models.courses import Course
from waymark.learning.rules.courses import TABLE
from waymark.people.queries import held_by, is_secretary
from waymark.people.rules import BodyKind, Role

permits.register("learning", TABLE)


@permits.roles_on(Course)
def on_course(viewer: Any, course: Course) -> frozenset[str]:
    """The publisher's people, and the secretariat's seat."""
    found = {Role.SECRETARIAT} if is_secretary(viewer) else set()
    if course.body_id and course.body_id in held_by(viewer, timezone.now()).bodies(
        BodyKind.PARTNER
    ):
        found.add(Role.PARTNER)
    return frozenset(found)
