"""The time in which applications are taken, where a case answers a call."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity
from waymark.schemes.models import Edition, Mechanism


class Intake(Entity):
    """From when to when cases by one edition are handed in, because something called for them.

    `about` refers to what called. Times never change: cases were promised them.
    """

    about = models.CharField(max_length=60, unique=True)
    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="intakes")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="intakes")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()  # its last second
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-closes_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="assessments_intake_forwards"
            )
        ]

    def __str__(self) -> str:
        return self.about
