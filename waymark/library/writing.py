"""From an entry to its row and back: used by every action that stores one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from waymark.kernel import canonical
from waymark.library.models import Item
from waymark.library.rules.catalogue import Entry, folded, searchable
from waymark.library.rules.publishers import publishers_in
from waymark.library.rules.vocabulary import Address

TAKEN = tuple(one.name for one in fields(Entry))


def entry_of(item: Item) -> Entry:
    """What a row says."""
    told: dict[str, Any] = {name: getattr(item, name) for name in TAKEN}
    plain: dict[str, Any] = {
        name: dict(value) if isinstance(value, dict) else value for name, value in told.items()
    }
    return Entry(**plain)


def put(item: Item, entry: Entry, names: Iterable[str]) -> None:
    """Set these fields of a row and what follows from them; the caller saves it.

    Nobody has looked at a new address yet.
    """
    names = set(names)
    for name in names:
        setattr(item, name, getattr(entry, name))
    if "url" in names:
        item.address, item.checked_on, item.checked_by = Address.UNCHECKED, None, None
    item.publishers = tuple(publishers_in(item.publisher, item.original))
    item.search = searchable(item.title, item.description, item.publisher)
    item.sort_title = folded(item.title.get(item.original, ""))[:300]


def fingerprint(entry: Entry) -> str:
    """SHA-256 of all that an entry says, for the ledger, which keeps no authored text."""
    told = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in entry.told.items()
    }
    return hashlib.sha256(canonical.dumps({"code": entry.code, **told})).hexdigest()
