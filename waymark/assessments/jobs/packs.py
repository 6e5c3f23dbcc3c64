"""Forgetting the dossiers of meetings that were drawn some hours ago."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from waymark.assessments.reporting.kept import forget_packs
from waymark.base.jobs import every


@every(3600)
@task(priority=-50)
def forget_old_packs() -> None:
    """Look every hour."""
    forget_packs(timezone.now())
