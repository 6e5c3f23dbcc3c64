"""Waivers that cities have asked for: their own, and those that wait at a desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from waymark.assessments.models import Case, FeeRequest
from waymark.assessments.queries.access import at_own_desk, rights_of, visible


def requests_of(cases: Iterable[Case]) -> dict[str, list[FeeRequest]]:
    """Return what was asked for cases, by case, the oldest first. One query."""
    found: dict[str, list[FeeRequest]] = {}
    rows = FeeRequest.objects.filter(case__in=[case.pk for case in cases])
    for row in rows.select_related("by", "answered_by"):
        found.setdefault(row.case_id, []).append(row)
    return found


def waiting_requests(viewer: Any, at: datetime) -> list[FeeRequest]:
    """Return what waits for an answer at the viewer's desks, the oldest first. One query."""
    cases = visible(viewer, at).filter(at_own_desk(rights_of(viewer, at)))
    rows = FeeRequest.objects.filter(answered_at=None, case__in=cases.values("pk"))
    return list(rows.select_related("case__place").defer("case__place__boundary")[:200])
