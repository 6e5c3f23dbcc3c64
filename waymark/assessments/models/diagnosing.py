"""Diagnostics that a city fills in for itself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.base.fields import Entity
from waymark.places.models import Place

USER = settings.AUTH_USER_MODEL


class DiagnosticRun(Entity):
    """One filling in of a diagnostic; what it says stays once it is finished.

    `sha256` is the hash of its questions, as the shipped file of that version has them.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="diagnostics")
    diagnostic = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    started_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "diagnostic"],
                condition=Q(finished_at__isnull=True),
                name="assessments_diagnosticrun_open",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, finished_by__isnull=True)
                | Q(finished_at__isnull=False, finished_by__isnull=False),
                name="assessments_diagnosticrun_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.diagnostic}"


class DiagnosticAnswer(models.Model):
    """What a city says on one question of a run."""

    run = models.ForeignKey(DiagnosticRun, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=80)
    level = models.CharField(max_length=2, blank=True)  # rules.diagnosing.LEVELS or ELSEWHERE
    note = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    final = models.BooleanField(default=False)  # its run is finished: the row never changes again

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "question"], name="assessments_diagnosticanswer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.question}"
