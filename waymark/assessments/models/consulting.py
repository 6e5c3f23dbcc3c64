"""What a city asks a partner of its mechanism, and what they say to each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from waymark.assessments.models.case import Case
from waymark.assessments.models.review import Report
from waymark.assessments.rules.consulting import Side
from waymark.base.fields import Entity
from waymark.people.models import Body

USER = settings.AUTH_USER_MODEL


class Consultation(Entity):
    """A question to a partner, with the gaps that the city chose to share, as they were then."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consultations")
    partner = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    shared = models.JSONField()  # gaps by criterion
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "partner"],
                condition=Q(closed_at__isnull=True),
                name="assessments_consultation_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.partner_id}"


class ConsultationWord(models.Model):
    """What one side says: the question first, the closing note last. It is never changed."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="words")
    side = models.CharField(max_length=7, choices=[(side.value, side.value) for side in Side])
    text = models.TextField()
    closing = models.BooleanField(default=False)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.side}"
