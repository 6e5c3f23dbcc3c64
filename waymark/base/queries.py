"""What the plumbing shows: a person's own notices."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from waymark.base.models import Notice


def inbox(viewer: Any) -> QuerySet[Notice]:
    """Return the viewer's notices, newest first; a stranger has none."""
    if not getattr(viewer, "is_authenticated", False):
        return Notice.objects.none()
    return Notice.objects.filter(user=viewer).order_by("-made_at", "-id")


def unread_count(viewer: Any) -> int:
    """Return how many notices the viewer has not read; no query for strangers."""
    if not getattr(viewer, "is_authenticated", False):
        return 0
    return Notice.objects.filter(user=viewer, read_at__isnull=True).count()
