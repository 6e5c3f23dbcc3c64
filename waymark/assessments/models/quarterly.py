"""Reports on what national mechanisms did in a quarter, and the meetings that read them."""

from __future__ import annotations

from django.db import models

from waymark.assessments.models.committee import Meeting
from waymark.base.fields import Entity
from waymark.schemes.models import Mechanism


class QuarterlyReport(Entity):
    """A report of the platform: to the global committee, or of a national one to its ministry."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7)  # 2027-q1
    document = models.TextField()  # canonical JSON
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-quarter", "mechanism"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "quarter"], name="assessments_quarterly_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mechanism_id} {self.quarter}"


class TabledReport(models.Model):
    """That a report is before a meeting."""

    report = models.ForeignKey(QuarterlyReport, on_delete=models.PROTECT, related_name="tabled")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="reports")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "meeting"], name="assessments_tabledreport_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.meeting_id}"
