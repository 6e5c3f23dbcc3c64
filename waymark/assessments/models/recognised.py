"""Results of other schemes that a city names in its case."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.assessments.models.case import Case
from waymark.assessments.models.evidence import EvidenceItem
from waymark.base.fields import Entity
from waymark.schemes.models import Crosswalk

USER = settings.AUTH_USER_MODEL


class RecognisedResult(Entity):
    """A result that a city holds elsewhere, as it named it; what it filled in stands in answers.

    `linked` are the criteria to which taking over put its evidence.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recognised")
    crosswalk = models.ForeignKey(Crosswalk, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=40)  # of theirs
    reference = models.CharField(max_length=120)
    awarded_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    evidence = models.ForeignKey(
        EvidenceItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # none where it did not come along to another mechanism
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    linked = models.JSONField(default=list, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("awarded_on")),
                name="assessments_recognised_days",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_by__isnull=True)
                | Q(dropped_at__isnull=False, dropped_by__isnull=False),
                name="assessments_recognised_dropped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reference}"
