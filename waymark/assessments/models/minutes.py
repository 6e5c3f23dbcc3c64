"""The minutes of a meeting: each wording, and what the members said of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from waymark.assessments.models.committee import Meeting
from waymark.base.fields import Entity

USER = settings.AUTH_USER_MODEL


class MinutesRevision(Entity):
    """One wording of the minutes; a later one takes its place and never changes it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="wordings")
    seq = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-seq"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seq"], name="assessments_minutes_seq")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.seq}"


class MinutesOpinion(models.Model):
    """A member's word on one wording: she approves it, or says what is wrong with it; once."""

    revision = models.ForeignKey(MinutesRevision, on_delete=models.PROTECT, related_name="opinions")
    member = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    approves = models.BooleanField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "member"], name="assessments_minutes_opinion_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.member_id}"
