"""Makes known which roles allow which acts here, and how a person comes to hold them."""

from __future__ import annotations

from typing import Any

from waymark.base import permits
from waymark.hubs.models import Call, Hub
from waymark.hubs.rules.permits import TABLE
from waymark.people.queries import is_secretary
from waymark.people.rules import Role

permits.register("hubs", TABLE)


@permits.roles_on(Call)
def on_call(viewer: Any, call: Call) -> frozenset[str]:
    """The global secretariat."""
    return frozenset({Role.SECRETARIAT}) if is_secretary(viewer) else frozenset()


@permits.roles_on(Hub)
def on_hub(viewer: Any, hub: Hub) -> frozenset[str]:
    """The global secretariat, and who works for the place that leads."""
    from django.utils import timezone  # few acts ask

    from waymark.assessments.queries.access import CITY_ROLES, rights_of

    held = {Role.SECRETARIAT} if is_secretary(viewer) else set()
    if getattr(viewer, "is_authenticated", False):
        role = rights_of(viewer, timezone.now()).places.get(hub.place_id)
        held |= {CITY_ROLES[role]} if role else set()
    return frozenset(held)
