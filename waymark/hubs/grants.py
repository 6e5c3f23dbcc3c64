"""Makes known which roles allow which acts here, and how a person comes to hold them."""

from __future__ import annotations

from typing import Any

from waymark.base import permits
from waymark.hubs.models import Call
from waymark.hubs.rules.permits import TABLE
from waymark.people.queries import is_secretary
from waymark.people.rules import Role

permits.register("hubs", TABLE)


@permits.roles_on(Call)
def on_call(viewer: Any, call: Call) -> frozenset[str]:
    """The global secretariat."""
    return frozenset({Role.SECRETARIAT}) if is_secretary(viewer) else frozenset()
