"""Where somebody who knows a case from another side finds it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from waymark.assessments.models import Assignment
from waymark.assessments.queries.access import rights_of, visible


def elsewhere(viewer: Any, case: str, at: datetime) -> str:
    """Return the address of the viewer's own page of a case, or "" where she may not know it."""
    mine = Assignment.objects.filter(case=case, reviewer=viewer, ended_at__isnull=True).first()
    if mine is not None:
        return reverse("assessments:review", args=[mine.pk])
    found = visible(viewer, at).filter(pk=case).select_related("place").first()
    if found is None:
        return ""
    if found.place_id in rights_of(viewer, at).places:
        return reverse("assessments:journey_of", args=[found.place.slug, f"case-{found.pk}"])
    report = found.reports.order_by("-seq").values_list("pk", flat=True).first()
    return reverse("assessments:report", args=[report]) if report else ""
