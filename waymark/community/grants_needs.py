"""Makes known which roles allow which acts here, and how a person comes to hold them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from waymark.base import permits
from waymark.community.models import Need
from waymark.community.rules.permits import TABLE

permits.register("community", TABLE)


@permits.roles_on(Need)
def on_need(viewer: Any, need: Need) -> frozenset[str]:
    """The city's people, and the partners that it shares the need with."""
    from waymark.community.queries import needs  # with schemes and reports, for few

    return needs.roles(viewer, need, timezone.now())
