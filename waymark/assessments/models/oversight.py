"""The global committee's word on national certificates, and whether one is needed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.assessments.models.committee import Decision
from waymark.assessments.rules.oversight.words import Word
from waymark.base.fields import Entity
from waymark.schemes.models import Mechanism

USER = settings.AUTH_USER_MODEL


class OversightRule(Entity):
    """Whether a mechanism's certificates need the global committee's word. The newest holds."""

    mechanism = models.ForeignKey(Mechanism, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    document = models.TextField()  # canonical JSON
    reason = models.TextField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["mechanism", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["mechanism", "version"], name="assessments_oversightrule_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.mechanism_id} v{self.version}"


class GlobalWord(Entity):
    """What the global committee said of a decision that gave a certificate, or left unsaid."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="global_words")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(word.value, word.value) for word in Word])
    rule = models.ForeignKey(OversightRule, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField(blank=True)
    opened = models.CharField(max_length=80, blank=True)  # "spotcheck:…" or "hearing:…"
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "seq"], name="assessments_globalword_seq"),
            models.CheckConstraint(
                condition=Q(kind="silence", by__isnull=True, reasons="")
                | (~Q(kind="silence") & Q(by__isnull=False) & ~Q(reasons="")),
                name="assessments_globalword_said_by",
            ),
            models.CheckConstraint(
                condition=Q(kind="object") ^ Q(opened=""),
                name="assessments_globalword_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.kind}"
