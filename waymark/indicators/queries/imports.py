"""The files that a city has brought in."""

from __future__ import annotations

from django.db.models import QuerySet

from waymark.indicators import models
from waymark.indicators.queries.place import Here


def imports(here: Here) -> QuerySet[models.ImportBatch]:
    """Return the imports of the place, newest first, without their plans' details."""
    found = models.ImportBatch.objects.filter(place=here.place)
    return found.select_related("made_by", "framework").order_by("-made_at", "-pk")


def batch(here: Here, pk: str) -> models.ImportBatch | None:
    """Return an import of the place, or None."""
    found = models.ImportBatch.objects.filter(place=here.place, pk=pk)
    return found.select_related("made_by", "framework", "blob", "place", "group").first()


def may_have_file(here: Here, batch: models.ImportBatch) -> bool:
    """Whether the viewer may have the file itself.

    One with several places holds what others have not shown to this one: only she who brought it
    in may have it back.
    """
    return batch.group_id is None or batch.made_by_id == here.viewer.pk
