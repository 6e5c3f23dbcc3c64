"""Catalogues of others and what waits of them: for curators alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from waymark.library.models import Item, OutsideRecord, Source
from waymark.library.queries.items import may_curate
from waymark.library.rules.outside.queue import WAITING, Known, Likeness, State
from waymark.library.rules.outside.taking import About, Difference, differences
from waymark.library.rules.outside.telling import Told
from waymark.library.rules.vocabulary import Shelf
from waymark.library.writing import entry_of


def sources(viewer: Any) -> QuerySet[Source]:
    """Return all sources by name, each with how many of its records wait (`waiting`)."""
    if not may_curate(viewer):
        return Source.objects.none()
    waits = Count("records", filter=Q(records__state__in=WAITING))
    return Source.objects.annotate(waiting=waits).order_by("name", "pk")


def source(viewer: Any, code: str) -> Source | None:
    """Return a source by its code, or None."""
    return sources(viewer).filter(code=code).first()


def due(at: datetime) -> QuerySet[Source]:
    """Return the sources that are on and may be read now, for the clock's own work."""
    free = Q(not_before=None) | Q(not_before__lte=at)
    return Source.objects.filter(free, on=True).order_by("not_before", "pk")


def waiting(viewer: Any, *, source: str = "", state: str = "") -> QuerySet[OutsideRecord]:
    """Return what waits for a curator, of one source or state if asked for, the oldest first."""
    if not may_curate(viewer):
        return OutsideRecord.objects.none()
    found = OutsideRecord.objects.filter(state__in=WAITING).select_related("source", "item")
    if source:
        found = found.filter(source__code=source)
    if state:
        found = found.filter(state=state)
    return found.order_by("found_at", "pk")


def chosen(viewer: Any, keys: Iterable[str]) -> list[OutsideRecord]:
    """Return the waiting records of these ids."""
    return list(waiting(viewer).filter(pk__in=list(keys)[:100]))


@dataclass(frozen=True)
class Waiting:
    """A record that waits, with what it may be of ours and what has changed."""

    row: OutsideRecord
    told: Told
    alike: list[tuple[str, str]]  # codes of ours, with "address" or "title"
    changes: list[Difference]


def looked_at(rows: Sequence[OutsideRecord]) -> list[Waiting]:
    """Return records as a curator looks at them, with what of ours may be the same."""
    new = any(row.state == State.NEW for row in rows)
    known = likeness() if new else None
    return [_looked_at(row, known) for row in rows]


def likeness(*, hidden: bool = True) -> Likeness:
    """Return what finds entries of ours that may be the same as something else."""
    rows = Item.objects.exclude(shelf=Shelf.STUDY).order_by("code")
    if not hidden:
        rows = rows.filter(hidden_at=None)
    return Likeness(
        Known(code, tuple(title.values()), url)
        for code, title, url in rows.values_list("code", "title", "url")
    )


def _looked_at(row: OutsideRecord, known: Likeness | None) -> Waiting:
    told = Told.from_json(row.told)
    found = known.of(told.url, told.title) if known and row.state == State.NEW else []
    changes: list[Difference] = []
    if row.state == State.CHANGED and row.item:
        source = row.source
        about = About(source.name, source.language, source.kinds, source.topics)
        changes = differences(entry_of(row.item), Told.from_json(row.taken), told, about)
    return Waiting(row, told, found, changes)
