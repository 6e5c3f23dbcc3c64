"""Structure definitions that are kept."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from waymark.base.permits import may
from waymark.indicators.models import Structure
from waymark.indicators.rules.permits import Permit
from waymark.places.models import Place


def may_keep(viewer: Any) -> bool:
    """Tell whether somebody may keep structures for all."""
    return may(viewer, Permit.KEEP_STRUCTURES, on=Structure())


def structures(viewer: Any) -> QuerySet[Structure]:
    """Return the structures that are kept for all, the newest first. They are public standards."""
    rows = Structure.objects.filter(place=None, retired_at=None)
    return rows.select_related("made_by").order_by("-made_at", "-pk")


def structure(viewer: Any, pk: str) -> Structure | None:
    """Return one of them, or None."""
    return structures(viewer).filter(pk=pk).first()


def for_place(place: Place) -> list[Structure]:
    """Return the structures by which files of a place are read, its own last, as they count more.

    Who may bring in a file has been asked already.
    """
    rows = Structure.objects.filter(Q(place=None) | Q(place=place), retired_at=None)
    found = rows.select_related("blob").order_by("made_at", "pk")
    return sorted(found, key=lambda row: row.place_id is not None)


def named(place: Place | None, name: str) -> Structure | None:
    """Return a structure by its id, reference or file name; of several the newest."""
    rows = Structure.objects.filter(Q(place=None) | Q(place=place), retired_at=None)
    for row in rows.order_by("-made_at", "-pk"):
        if name in (row.pk, row.file_name) or any(
            name in (ref, ref.partition("(")[0]) for ref in row.refs
        ):
            return row
    return None
