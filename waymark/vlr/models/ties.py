"""Ties between voluntary reviews."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.base.fields import Entity
from waymark.library.models import choices
from waymark.vlr.models.reviews import VoluntaryReview
from waymark.vlr.rules.ties import TieKind

USER = settings.AUTH_USER_MODEL


class ReviewTie(Entity):
    """That one review cites another, is an annex of it, and so on; public once both say so."""

    first = models.ForeignKey(VoluntaryReview, on_delete=models.PROTECT, related_name="ties")
    second = models.ForeignKey(VoluntaryReview, on_delete=models.PROTECT, related_name="tied")
    kind = models.CharField(max_length=10, choices=choices(TieKind))
    words = models.TextField(blank=True)  # what it adds
    where = models.CharField(max_length=150, blank=True)
    goal = models.CharField(max_length=2, blank=True)
    said_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    by_second = models.BooleanField(default=False)  # the second review's keeper said it
    agreed_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(first=F("second")), name="vlr_tie_of_two"),
            models.UniqueConstraint(
                fields=["first", "second", "kind"],
                condition=Q(ended_at__isnull=True),
                name="vlr_tie_once",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="vlr_tie_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.kind} {self.second_id}"
