"""What the people of a place have said about files of one shape."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from waymark.base.fields import Entity
from waymark.places.models import Place


class Mapping(Entity):
    """The answers about files whose columns are alike, as they were last given."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="mappings")
    shape = models.CharField(max_length=64)  # rules.columns.shape_of
    header = models.JSONField(default=list)  # of the file from which it was learned
    said = models.JSONField(default=dict)  # as `Choices.as_json`, without what is about one file
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "shape"], name="indicators_mapping_once")
        ]

    def __str__(self) -> str:
        return ", ".join(map(str, self.header))
