"""Roles on spaces, on what hangs on them, and on offers to join one."""

from __future__ import annotations

from typing import Any

from waymark.base import permits
from waymark.community.models import Offer, Party, Space
from waymark.community.queries import spaces
from waymark.community.rules.spaces import TABLE

permits.register("community", TABLE)


@permits.roles_on(Space)
def on_space(viewer: Any, space: Space) -> frozenset[str]:
    """Members who write, and facilitators."""
    return spaces.roles(viewer, space)


@permits.roles_on(Offer)
def on_offer(viewer: Any, offer: Offer) -> frozenset[str]:
    """What she is in the city or the body that is asked."""
    return spaces.role_in(viewer, offer.place_id, offer.body_id)


@permits.roles_on(Party)
def on_party(viewer: Any, party: Party) -> frozenset[str]:
    """What she is in the city or the body that takes part, or would."""
    return spaces.role_in(viewer, party.place_id, party.body_id)
