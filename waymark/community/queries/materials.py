"""Files and links of spaces, for whoever reads there: all of it starts from `spaces.readable`."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from waymark.community.models import Event, Material, Space, Thread
from waymark.community.queries.spaces import readable
from waymark.library.rules.catalogue import folded

MOST_WORDS = 8


def materials(viewer: Any) -> QuerySet[Material]:
    """Return what is in the spaces that she reads and was not taken back, the latest first."""
    there = Material.objects.filter(space__in=readable(viewer), taken_at=None)
    found = there.select_related(
        "space", "blob", "by", "party__place", "party__body", "thread", "event"
    )
    return found.defer("party__place__boundary").order_by("-at", "-pk")


def found(viewer: Any, row: Space, words: str = "") -> QuerySet[Material]:
    """Return a space's files and links that hold all words in name or description."""
    rows = materials(viewer).filter(space=row)
    for word in folded(words).split()[:MOST_WORDS]:
        rows = rows.filter(search__contains=word)
    return rows


def of_thread(viewer: Any, row: Thread) -> QuerySet[Material]:
    """Return what was put with a thread."""
    return materials(viewer).filter(thread=row)


def of_event(viewer: Any, row: Event) -> QuerySet[Material]:
    """Return what was put with an event."""
    return materials(viewer).filter(event=row)


def material(viewer: Any, row: Space, pk: str) -> Material | None:
    """Return one file or link of a space, or None."""
    return materials(viewer).filter(space=row, pk=pk).first()
