"""Bringing the library to the catalogue that ships, without touching what curators changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from waymark.base.record import record
from waymark.library import data
from waymark.library.models import Item
from waymark.library.rules.catalogue import Entry, Shipped
from waymark.library.rules.editing import changed
from waymark.library.writing import entry_of, put


@dataclass(frozen=True)
class Loaded:
    """What a load did."""

    edition: str
    added: int
    changed: int
    kept: int  # entries that stay as a curator left them, in some field at least


@transaction.atomic
def load_catalogue(*, at: datetime, catalogue: Shipped | None = None) -> Loaded:
    """Bring the library, at the operator's console, to the edition that ships.

    Safe at every start: what holds already is not written again. Fields that a curator changed
    stay hers, hidden entries stay hidden, and an entry that an edition leaves out stays.
    """
    shipped = catalogue or data.shipped()
    held = {item.code: item for item in Item.objects.select_for_update().order_by("pk")}
    fresh = [_new(entry, shipped, at) for entry in shipped.entries if entry.code not in held]
    touched, kept = [], 0
    for entry in shipped.entries:
        item = held.get(entry.code)
        if item is None or item.origin != Item.Origin.SHIPPED:
            continue
        differing = changed(entry_of(item), entry)
        kept += bool(set(differing) & set(item.curated))
        wanted = [name for name in differing if name not in item.curated]
        if wanted:
            put(item, entry, wanted)
            item.edition, item.changed_at, item.version = shipped.edition, at, item.version + 1
            item.save()
            touched.append(item)
    Item.objects.bulk_create(fresh)
    done = Loaded(shipped.edition, len(fresh), len(touched), kept)
    if fresh or touched:
        facts = {"edition": done.edition, "added": done.added, "changed": done.changed}
        record("library.load", f"catalogue:{done.edition}", by=None, at=at, facts=facts)
    return done


def _new(entry: Entry, shipped: Shipped, at: datetime) -> Item:
    item = Item(
        code=entry.code,
        origin=Item.Origin.SHIPPED,
        edition=shipped.edition,
        made_at=at,
        changed_at=at,
    )
    put(item, entry, entry.told)
    return item
