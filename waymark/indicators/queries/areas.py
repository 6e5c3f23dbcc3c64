"""The parts of a place as a map needs them, and names of areas in files that it does not have."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from waymark.indicators import models
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.layers import belongs
from waymark.places.models import Place
from waymark.places.rules.cells import size_of

MOST_FILES = 20
_UNKNOWN = ("area.unknown", "area.unknown_near", "area.none")


def boundaries(here: Here) -> dict[str, Any]:
    """Return the boundary of each part of the place by id, None where it has none."""
    rows = Place.objects.filter(pk__in=list(here.areas)).values_list("pk", "boundary")
    return dict(rows)


def layers_of(parts: QuerySet[Place]) -> dict[str, str]:
    """Return what each of these parts belongs to, as the rules about sums of areas take it."""
    return {
        pk: belongs("", cell=kind == Place.Kind.GRID_CELL, size=size_of(code))
        for pk, kind, code in parts.values_list("pk", "kind", "code")
    }


def unread_areas(here: Here) -> list[str]:
    """Return what the latest files called areas that the place does not have, in their order."""
    batches = models.ImportBatch.objects.filter(
        place=here.place, state=models.ImportBatch.State.COMMITTED
    ).order_by("-committed_at")
    found = (
        str(problem.get("params", {}).get("text", ""))
        for problems in batches.values_list("plan__problems", flat=True)[:MOST_FILES]
        for problem in problems or []
        if problem.get("key") in _UNKNOWN
    )
    return [name for name in dict.fromkeys(found) if name]
