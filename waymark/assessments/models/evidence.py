"""Evidence: a stable identity, revisions of its content, and links to criteria."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.assessments.models.case import Case
from waymark.assessments.rules.case import EvidenceState, Visibility
from waymark.base.fields import Entity
from waymark.base.models import Blob

USER = settings.AUTH_USER_MODEL


class EvidenceItem(Entity):
    """A document, dataset, picture or link that the city puts behind its claims."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)  # one of the scheme's evidence kinds
    language = models.CharField(max_length=5, blank=True)
    covered_from = models.DateField(null=True, blank=True)
    covered_to = models.DateField(null=True, blank=True)
    effective_on = models.DateField()
    received_at = models.DateTimeField()
    visibility = models.CharField(
        max_length=10,
        choices=[(item.value, item.value) for item in Visibility],
        default=Visibility.REVIEWERS,
    )
    licence = models.CharField(max_length=80, blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in EvidenceState],
        default=EvidenceState.ACTIVE,
    )
    state_reason = models.TextField(blank=True)
    state_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT)
    state_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(covered_to__isnull=True)
                | Q(covered_from__isnull=True)
                | Q(covered_to__gte=F("covered_from")),
                name="assessments_evidence_period",
            ),
            models.CheckConstraint(
                condition=Q(state="active") | ~Q(state_reason=""),
                name="assessments_evidence_withdrawn_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceRevision(models.Model):
    """One content of an evidence item: stored bytes, or an address."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="revisions")
    seq = models.PositiveIntegerField()
    blob = models.ForeignKey(Blob, null=True, blank=True, on_delete=models.PROTECT)
    name = models.CharField(max_length=255, blank=True)
    url = models.URLField(max_length=500, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["item", "seq"], name="assessments_evidence_seq"),
            models.CheckConstraint(
                condition=(Q(blob__isnull=False) & Q(url="")) | (Q(blob__isnull=True) & ~Q(url="")),
                name="assessments_evidence_file_or_link",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.url


class EvidenceLink(models.Model):
    """Which criterion an item is for, and where in it to look."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="links")
    criterion = models.CharField(max_length=20)
    pointer = models.CharField(max_length=200, blank=True)  # "pages 4 to 7"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "criterion"], name="assessments_evidencelink_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.criterion}"
