"""To which audiences a person belongs: the places she works for, the organisations she sits for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.base import audiences
from waymark.people.models import Membership, Organisation, Seat
from waymark.people.queries.terms import open_at
from waymark.people.rules import WorkspaceRole
from waymark.places.models import Place


@audiences.belonging
def places(viewer: Any) -> Iterable[audiences.Names]:
    """The places in whose workspaces she works; who only contributes from outside is no member."""
    held = Membership.objects.filter(open_at(timezone.now()), user=viewer)
    yield audiences.named("place", held.exclude(role=WorkspaceRole.CONTRIBUTOR), "place_id")


@audiences.belonging
def organisations(viewer: Any) -> Iterable[audiences.Names]:
    """The partners that have seconded her, and those whose people sit where she sits."""
    held = Seat.objects.filter(open_at(timezone.now()), user=viewer)
    seconded = held.exclude(seconded_by=None)
    yield audiences.named("organisation", seconded, "seconded_by_id")
    sitting = held.exclude(body__organisation=None)
    yield audiences.named("organisation", sitting, "body__organisation_id")


@audiences.known
def known_organisations() -> audiences.Group:
    """Partners."""
    rows = sorted((str(row), row.pk) for row in Organisation.objects.all())
    return audiences.Group(
        _("People of a partner"), tuple((f"organisation:{pk}", name) for name, pk in rows)
    )


@audiences.known
def known_places() -> audiences.Group:
    """Places with a workspace."""
    held = Membership.objects.filter(open_at(timezone.now())).values("place")
    rows = sorted((str(row), row.pk) for row in Place.objects.filter(pk__in=held))
    return audiences.Group(
        _("Members of a place"), tuple((f"place:{pk}", name) for name, pk in rows)
    )
