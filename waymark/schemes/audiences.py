"""To which mechanisms' people somebody belongs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.base import audiences
from waymark.people.queries import seats_of
from waymark.schemes.models import Mechanism

_BODIES = ("secretariat", "technical_team", "committee", "appeal_panel")


@audiences.belonging
def mechanisms(viewer: Any) -> Iterable[audiences.Names]:
    """Those in whose secretariat, technical team, committee or panel she has a seat now.

    A part of a technical team belongs to the team.
    """
    seats = seats_of(viewer, timezone.now())
    here = Q(technical_team__in=seats.values("body__part_of"))
    for body in _BODIES:
        here |= Q(**{f"{body}__in": seats.values("body")})
    yield audiences.named("mechanism", Mechanism.objects.filter(here), "slug")


@audiences.known
def known_mechanisms() -> audiences.Group:
    """All mechanisms."""
    rows = Mechanism.objects.order_by("kind", "slug")
    return audiences.Group(
        _("People of a mechanism"), tuple((f"mechanism:{row.slug}", str(row)) for row in rows)
    )
