"""A case that goes to another mechanism: who began it, who agreed, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.assessments.models.case import Case
from waymark.assessments.rules.transfer import Cause, End, Party
from waymark.base.fields import Entity
from waymark.schemes.models import Mechanism

USER = settings.AUTH_USER_MODEL


class Transfer(Entity):
    """That a case is to go to another mechanism, or has gone there."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    source = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+")
    edition_sha256 = models.CharField(max_length=64)  # of the edition that was previewed
    cause = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Cause])
    reason = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(
        max_length=10, blank=True, default="", choices=[(one.value, one.value) for one in End]
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    made = models.OneToOneField(  # the case that goes on in its place
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="transferred_from"
    )

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True),
                name="assessments_transfer_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} to {self.target_id}"


class TransferWord(models.Model):
    """What one of those concerned has said to a transfer."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="words")
    party = models.CharField(max_length=5, choices=[(one.value, one.value) for one in Party])
    agrees = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["transfer", "party"], name="assessments_transferword_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.party}"
