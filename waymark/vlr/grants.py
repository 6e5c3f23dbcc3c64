"""Makes this room's permits known, and how a person comes to hold roles on a voluntary review."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from waymark.base import permits
from waymark.vlr.models import VoluntaryReview
from waymark.vlr.rules.reviews import TABLE

permits.register("vlr", TABLE)


@permits.roles_on(VoluntaryReview)
def on_review(viewer: Any, row: VoluntaryReview) -> frozenset[str]:
    """The keeper's people, and those of who writes with it."""
    from waymark.vlr.queries.reviews import roles  # few pages ask

    return roles(viewer, row, timezone.now())
