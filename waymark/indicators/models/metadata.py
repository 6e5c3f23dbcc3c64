"""What a city says of an indicator, concept by concept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from waymark.indicators.models.lists import Indicator
from waymark.indicators.models.values import ImportBatch
from waymark.places.models import Place


class MetadataText(models.Model):
    """A text of a concept in a language, as it stood from one moment until another.

    Nothing is overwritten: a new text is a new row, and an emptied one a row with an empty text.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="metadata_texts")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="metadata_texts"
    )
    concept = models.CharField(max_length=60)  # of the SDG metadata structure, or a file's field
    language = models.CharField(max_length=20)
    text = models.TextField(blank=True)  # Markdown
    batch = models.ForeignKey(ImportBatch, null=True, blank=True, on_delete=models.PROTECT)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # empty: at the operator's console
    entered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)  # replaced or undone then
    retired_by_batch = models.ForeignKey(
        ImportBatch,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="retired_metadata",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "indicator", "concept", "language"],
                condition=Q(retired_at__isnull=True),
                name="indicators_metadata_current",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | Q(retired_at__gte=F("entered_at")),
                name="indicators_metadata_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.concept} ({self.language})"
