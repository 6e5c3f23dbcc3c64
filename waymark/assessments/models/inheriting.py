"""Whether a certificate of a city that ended stays with its legal successor."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from waymark.assessments.models.case import Case
from waymark.base.fields import Entity
from waymark.places.models import Place, Succession

USER = settings.AUTH_USER_MODEL


class Inheritance(Entity):
    """The question that is put to a committee, with the successor that it is about."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inheritances")
    award = models.CharField(max_length=80, db_index=True)  # "award:…"
    succession = models.ForeignKey(Succession, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    grounds = models.TextField()  # why it is the legal successor, and goes on with the work
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)  # by a decision, or asked anew

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["award"],
                condition=models.Q(closed_at__isnull=True),
                name="assessments_inheritance_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.award} to {self.successor_id}"
