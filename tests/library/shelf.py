"""Entries for the library's tests: invented, short, and unlike each other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from waymark.library.models import Item
from waymark.library.rules.catalogue import Entry
from waymark.library.writing import put

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def entry(code: str = "T001", **more: Any) -> Entry:
    """An entry of which a test says what it cares about."""
    told: dict[str, Any] = {
        "code": code,
        "shelf": "resource",
        "original": "en",
        "title": {"en": f"Title of {code}"},
        "publisher": {"en": "Publisher"},
        "description": {},
        "audience": {},
        "kinds": ("guide",),
        "topics": ("finance",),
        "stages": ("C",),
        "languages": ("en",),
        "criteria": ("C03",),
        "named": False,
        "only_for": (),
        "sizes": (),
        "cost": (),
        "url": f"https://example.org/{code.lower()}",
        "basis": "own_knowledge",
        "source": "",
    }
    return Entry(**(told | more))


def make_item(code: str = "T001", **more: Any) -> Item:
    """A saved entry, as the catalogue brings it."""
    item = Item(code=code, origin=Item.Origin.SHIPPED, made_at=NOW, changed_at=NOW)
    told = entry(code, **more)
    put(item, told, told.told)
    item.save()
    return item
