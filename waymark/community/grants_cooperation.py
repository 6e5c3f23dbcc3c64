"""Roles on cooperation records: what somebody is in the place or body that is a side."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from waymark.base import permits
from waymark.community.models import CooperationSide
from waymark.community.rules.cooperation import TABLE

permits.register("community", TABLE)


@permits.roles_on(CooperationSide)
def on_side(viewer: Any, side: CooperationSide) -> frozenset[str]:
    """The people of the place, or those who sit for the partner."""
    from waymark.community.queries import cooperation

    return cooperation.roles(viewer, side, timezone.now())
