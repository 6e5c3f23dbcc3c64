"""The library as files: a table in the reader's language, a document with all languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from waymark.base.fields import short_language
from waymark.kernel import text as texts
from waymark.kernel.tables import Cell, Page, csv_chunks, write_xlsx
from waymark.library.models import Item
from waymark.library.rules.catalogue import TAGS, TEXTS
from waymark.library.rules.intake import columns, row_of
from waymark.library.rules.studies import BODY
from waymark.library.writing import entry_of

COLUMNS = ("code", "shelf", *TEXTS, *TAGS, "criteria_from", "url", "address", "checked_on")
COLUMNS += ("basis", "source", "edition", *BODY)
"""Columns of the table; those of a case study’s parts are empty for anything else."""


def table(items: Iterable[Item]) -> Iterator[bytes]:
    """Yield the entries as CSV, one row each; nothing in it begins a formula."""
    return csv_chunks(_rows(items, short_language()))


def _rows(items: Iterable[Item], language: str) -> Iterator[list[Cell]]:
    yield list(COLUMNS)
    for item in items:
        told = _told(item)
        for name in TEXTS:
            told[name] = texts.pick(told[name], language, original=item.original).text
        for name in TAGS:
            told[name] = " ".join(told[name])
        told |= _parts(item, language)
        yield [told[name] for name in COLUMNS]


def _parts(item: Item, language: str) -> dict[str, str]:
    held = item.story.get("texts", {})
    found = held.get(language) or held.get(item.original, {})
    return {name: found.get(name, "") for name in BODY}


def whole(items: Iterable[Item]) -> tuple[tuple[str, ...], Iterator[list[str]]]:
    """Return the columns and rows of all that a table of entries can say, to bring in again."""
    kept = list(items)
    names = columns(map(entry_of, kept))
    return names, (row_of(entry_of(item), _done(item), names) for item in kept)


def _done(item: Item) -> dict[str, str]:
    checked = item.checked_on.isoformat() if item.checked_on else ""
    address = item.address if item.url else ""
    return {
        "address": address,
        "checked_on": checked,
        "basis": item.basis,
        "edition": item.edition,
    }


def whole_csv(items: Iterable[Item]) -> Iterator[bytes]:
    """Yield that table as CSV."""
    names, rows = whole(items)
    return csv_chunks(chain([list(names)], rows))


def whole_xlsx(items: Iterable[Item]) -> bytes:
    """Return that table as a workbook."""
    names, rows = whole(items)
    return write_xlsx([Page("Library", names, list(rows))])


def document(items: Iterable[Item]) -> bytes:
    """Return the entries as one JSON object, with what it says of itself."""
    told = {
        "about": "No publisher or provider has confirmed these entries. An address is unchecked "
        "until a person has opened it. Arabic texts were made by machine.",
        "items": [_told(item) for item in items],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _told(item: Item) -> dict[str, Any]:
    told = {name: dict(getattr(item, name)) for name in TEXTS}
    tags = {name: list(getattr(item, name)) for name in TAGS}
    return {
        "code": item.code,
        "shelf": item.shelf,
        "original": item.original,
        **told,
        **tags,
        "criteria_from": "named" if item.named else "table of topics and stages",
        "url": item.url,
        "address": item.address if item.url else "",
        "checked_on": item.checked_on.isoformat() if item.checked_on else "",
        "basis": item.basis,
        "source": item.source,
        "edition": item.edition,
        **({"study": item.story} if item.story else {}),
    }
