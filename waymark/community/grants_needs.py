"""Makes known which roles allow which acts here, and how a person comes to hold them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from waymark.base import permits
from waymark.community.models import Need, SupportRequest
from waymark.community.rules.permits import TABLE

permits.register("community", TABLE)


@permits.roles_on(Need)
def on_need(viewer: Any, need: Need) -> frozenset[str]:
    """The city's people, and the partners that it shares the need with."""
    from waymark.community.queries import needs  # with schemes and reports, for few

    return needs.roles(viewer, need, timezone.now())


@permits.roles_on(SupportRequest)
def on_request(viewer: Any, request: SupportRequest) -> frozenset[str]:
    """The city's people, and those of the partner that was asked."""
    from waymark.community.queries import requests  # with schemes and reports, for few

    return requests.roles(viewer, request, timezone.now())
