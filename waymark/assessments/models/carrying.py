"""What the case of a city took over from a case of a city that ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from waymark.assessments.models.case import Case
from waymark.base.fields import Entity

USER = settings.AUTH_USER_MODEL


class Carrying(Entity):
    """One taking over, at most once from one case into another; the database keeps it as it is."""

    source = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="carried_on")
    target = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="carried_from")
    answers = models.JSONField(default=list)  # criteria of the target
    tables = models.JSONField(default=list)  # registers of the target
    evidence = models.PositiveIntegerField()  # items
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="assessments_carrying_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} to {self.target_id}"
