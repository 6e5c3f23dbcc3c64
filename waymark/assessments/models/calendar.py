"""A committee's calendar, and what was changed about a meeting after it was called."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from waymark.assessments.models.committee import Meeting
from waymark.base.fields import Entity
from waymark.schemes.models import Mechanism

USER = settings.AUTH_USER_MODEL


class MeetingCalendar(Entity):
    """When a mechanism's committee meets. The newest row holds."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    document = models.TextField()  # canonical JSON
    reason = models.TextField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["mechanism", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "version"], name="assessments_calendar_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mechanism_id} v{self.version}"


class MeetingChange(models.Model):
    """A meeting was moved or called off, with the reason that its members read."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="changes")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)  # moved, cancelled
    before = models.DateTimeField()
    after = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)  # empty: nothing was ready, and the calendar says so
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seq"], name="assessments_meetingchange_seq")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.kind}"
