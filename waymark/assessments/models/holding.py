"""Cases that are held because the endorsement of their adaptation is gone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.assessments.models.case import Case
from waymark.assessments.rules.holding import Choice, Ended
from waymark.base.fields import Entity
from waymark.schemes.models import Endorsement


class Hold(Entity):
    """A case on which nobody judges or decides. A row never changes but for its end, set once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    word = models.ForeignKey(  # that suspended or withdrew the endorsement
        Endorsement, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(
        max_length=5, blank=True, choices=[(one.value, one.value) for one in Ended]
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="assessments_hold_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.end or 'held'}"


class HoldChoice(Entity):
    """What a committee chose, and why. The last one holds."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="chosen")
    seq = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=4, choices=[(one.value, one.value) for one in Choice])
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["hold", "seq"], name="assessments_holdchoice_seq")
        ]

    def __str__(self) -> str:
        return f"{self.hold_id} {self.choice}"
