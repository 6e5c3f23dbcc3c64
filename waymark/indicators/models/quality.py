"""What a city says of a finding of the checks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.indicators.models.values import Series


class Acceptance(Entity):
    """Somebody looked at a finding and says why it is right as it is.

    `mark` names the finding about the very values that it saw: when one of them changes, the
    acceptance speaks of something that is no more, and the finding is open again.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="acceptances")
    kind = models.CharField(max_length=20)  # name of the check
    key = models.CharField(max_length=60)  # of its sentence
    period = models.CharField(max_length=40, blank=True)
    mark = models.CharField(max_length=64)
    note = models.TextField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "mark"],
                condition=Q(withdrawn_at__isnull=True),
                name="indicators_accepted_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="indicators_accepted_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.series_id} {self.period}"
