"""Roles on profiles of providers."""

from __future__ import annotations

from typing import Any

from waymark.base import permits
from waymark.community.models.providers import Provider
from waymark.community.rules.providers import TABLE
from waymark.people.queries import is_secretary
from waymark.people.rules import Role

permits.register("community", TABLE)


@permits.roles_on(Provider)
def on_provider(viewer: Any, provider: Provider) -> frozenset[str]:
    """The secretariat's seat; its own people act on their body."""
    return frozenset({Role.SECRETARIAT}) if is_secretary(viewer) else frozenset()
