"""Requests for workspaces: the asker's own, and the secretariat's queue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from waymark.base.permits import may
from waymark.kernel import text as texts
from waymark.people.models import Membership, WorkspaceRequest
from waymark.people.queries.alike import names_alike, places_alike, rivals
from waymark.people.queries.bodies import is_secretary
from waymark.people.queries.terms import open_at
from waymark.people.rules import Permit, WorkspaceRole
from waymark.places.models import Place

PENDING = WorkspaceRequest.State.PENDING


def requests_of(viewer: Any) -> QuerySet[WorkspaceRequest]:
    """Return the viewer's own requests, newest first."""
    if not getattr(viewer, "is_authenticated", False):
        return WorkspaceRequest.objects.none()
    return (
        WorkspaceRequest.objects.filter(user=viewer)
        .select_related("place", "country")
        .order_by("-asked_at", "pk")
    )


def _all(viewer: Any) -> QuerySet[WorkspaceRequest]:
    if not is_secretary(viewer):
        return WorkspaceRequest.objects.none()
    return WorkspaceRequest.objects.select_related("user", "place__country", "country")


def requests_waiting(viewer: Any) -> int | None:
    """Return how many requests wait for the viewer, for the menu; None outside the secretariat."""
    if not is_secretary(viewer):
        return None
    return WorkspaceRequest.objects.filter(state=PENDING).count()


def requests_decided(viewer: Any) -> QuerySet[WorkspaceRequest]:
    """Return the decided requests, the latest decision first."""
    found = _all(viewer).exclude(state=PENDING).select_related("decided_by")
    return found.order_by("-decided_at", "pk")


@dataclass(frozen=True)
class QueueRow:
    """A request with what the secretariat should see before it decides.

    alike: places whose names could be taken for the proposed one.
    leads: people who already lead the workspace that is asked for.
    others: bodies, organisations and other requests whose names could be taken for it.
    """

    request: WorkspaceRequest
    alike: list[Place] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def request_queue(viewer: Any, at: datetime) -> list[QueueRow]:
    """Return the requests that wait for the secretariat, the oldest first."""
    return _rows(_all(viewer).filter(state=PENDING).order_by("asked_at", "pk"), at)


def request_for(viewer: Any, pk: str, at: datetime) -> QueueRow | None:
    """Return one request, decided or not, or None where the viewer may not decide it."""
    found = _all(viewer).filter(pk=pk).first()
    if found is None or not may(viewer, Permit.DECIDE_WORKSPACE, on=found):
        return None
    return _rows([found], at)[0]


def _rows(requests: Any, at: datetime) -> list[QueueRow]:
    waiting = list(requests)
    new = [request for request in waiting if request.place_id is None]
    names = [request.proposed_name for request in new]
    alike = places_alike(names, [request.country_id for request in new])
    others = names_alike(names)
    asked = rivals(WorkspaceRequest.objects.filter(state=PENDING, place=None)) if new else {}
    leads: dict[str, list[str]] = {}
    held = Membership.objects.filter(
        open_at(at),
        place__in=[r.place_id for r in waiting if r.place_id],
        role=WorkspaceRole.LEAD,
    )
    for membership in held.select_related("user"):
        leads.setdefault(membership.place_id, []).append(str(membership.user))
    rows = []
    for request in waiting:
        seen = texts.skeleton(request.proposed_name) if request.place_id is None else ""
        twins = [one.proposed_name for one in asked.get(seen, []) if one.pk != request.pk]
        rows.append(
            QueueRow(
                request,
                alike.get(seen, []),
                leads.get(request.place_id or "", []),
                [*others.get(seen, []), *twins],
            )
        )
    return rows
