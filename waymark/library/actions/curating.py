"""What curators do: add, mend, hide and show entries, and say whether an address works."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.base import audiences
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import BadText
from waymark.library.models import Item
from waymark.library.rules.catalogue import Entry, is_address, search_key
from waymark.library.rules.editing import changed, tidy, wrong
from waymark.library.rules.vocabulary import FOUND, Address, Permit
from waymark.library.writing import entry_of, fingerprint, put
from waymark.search import store

TRIES = 5
OWN = "L"
"""The codes of entries that were added here begin with this letter."""


@transaction.atomic
def add_item(*, entry: Entry, by: Any, at: datetime) -> Item:
    """Put a new entry into the library, under the next code of its own.

    Raises NotPermitted, Refused (texts or values that can't be stored).
    """
    require(by, Permit.CURATE, on=Item())
    entry = _fit(entry)
    item = inserted(entry, at)
    record("library.add", item, by=by, at=at, facts=_facts(item))
    return item


@transaction.atomic
def edit_item(*, item: Item, entry: Entry, seen: int, by: Any, at: datetime) -> Item:
    """Change what an entry says; later editions of the catalogue leave these fields alone.

    Raises NotPermitted, Refused (texts or values that can't be stored, changed since `seen`).
    """
    require(by, Permit.CURATE, on=item)
    entry = _fit(entry)
    row = _lock(item)
    if row.version != seen:
        raise Refused(Reason("library.overtaken"))
    names = changed(entry_of(row), replace(entry, code=row.code))
    if not names:
        return row
    put(row, entry, names)
    row.curated = tuple(sorted({*row.curated, *names}))
    save(row, at)
    facts = _facts(row) | {"fields": sorted(names)}
    record("library.edit", row, by=by, at=at, facts=facts)
    return row


@transaction.atomic
def hide_item(*, item: Item, by: Any, at: datetime) -> Item:
    """Take an entry out of sight; its texts and history stay. Raises NotPermitted."""
    require(by, Permit.CURATE, on=item)
    store.forget([search_key(item.code)])
    return _show(item, False, by, at)


@transaction.atomic
def show_item(*, item: Item, by: Any, at: datetime) -> Item:
    """Bring a hidden entry back. Raises NotPermitted."""
    require(by, Permit.CURATE, on=item)
    return _show(item, True, by, at)


@transaction.atomic
def share_item(
    *, item: Item, private: bool, readers: Collection[str], by: Any, at: datetime
) -> Item:
    """Say who sees an entry: everybody, or the people of these audiences and curators.

    The search forgets it at once, and learns it again for whom it is. Raises NotPermitted, Refused
    (private and for nobody, or for an audience that is not known).
    """
    require(by, Permit.CURATE, on=item)
    names = tuple(sorted(set(readers))) if private else ()
    known = {name for group in audiences.groups() for name, _label in group.members}
    if private and not names:
        raise Refused(Reason("library.readers_needed", {"field": "readers"}))
    if unknown := sorted(set(names) - known):
        raise Refused(Reason("library.unknown", {"field": "readers", "value": unknown[0][:40]}))
    row = _lock(item)
    if (row.private, row.readers) == (private, names):
        return row
    row.private, row.readers = private, names
    store.forget([search_key(row.code)])
    save(row, at)
    facts = _facts(row) | {"private": private, "readers": list(names)}
    record("library.share", row, by=by, at=at, facts=facts)
    return row


@transaction.atomic
def check_address(
    *, item: Item, found: str, by: Any, at: datetime, url: str = "", seen_url: str = ""
) -> Item:
    """Note what a person found who followed an address today.

    url: where it has moved to, if she knows; that address has then been seen to work.
    seen_url: the address that she looked at. Raises NotPermitted, Refused (no address, another one
    by now, an address that is none).
    """
    require(by, Permit.CURATE, on=item)
    row = _lock(item)
    url = url.strip()
    if found not in FOUND or not row.url:
        raise Refused(Reason("library.nothing_to_check"))
    if seen_url and seen_url != row.url:
        raise Refused(Reason("library.overtaken"))
    if url and (found != Address.MOVED or not is_address(url)):
        raise Refused(Reason("library.no_address", {"field": "url"}))
    if url:
        put(row, replace(entry_of(row), url=url), ["url"])
        row.curated = tuple(sorted({*row.curated, "url"}))
    row.address = Address.WORKS if url else found
    row.checked_on, row.checked_by = at.date(), by
    save(row, at)
    facts = {"found": str(found), "moved_to_another": bool(url), "code": row.code}
    record("library.check", row, by=by, at=at, facts=facts)
    return row


def _fit(entry: Entry) -> Entry:
    try:
        entry = tidy(entry)
    except BadText as error:
        raise Refused(Reason(error.why, {"where": error.where})) from error
    if reasons := wrong(entry):
        raise Refused(*reasons)
    return entry


def _lock(item: Item) -> Item:
    return Item.objects.select_for_update(of=("self",)).get(pk=item.pk)


def save(row: Item, at: datetime) -> None:
    """Save a row that an action has changed, under its next version."""
    row.version += 1
    row.changed_at = at
    row.save()


def _facts(row: Item) -> dict[str, Any]:
    return {"code": row.code, "sha256": fingerprint(entry_of(row))}


def inserted(entry: Entry, at: datetime) -> Item:
    """A new row under the next free code, even where two people add at once."""
    for tries_left in reversed(range(TRIES)):
        item = Item(code=_next_code(), origin=Item.Origin.CURATED, made_at=at, changed_at=at)
        put(item, entry, entry.told)
        try:
            with transaction.atomic():
                item.save(force_insert=True)
            break
        except IntegrityError:
            if not tries_left:
                raise
    return item


def _next_code() -> str:
    taken = Item.objects.filter(code__startswith=OWN).values_list("code", flat=True)
    numbers = [int(code[1:]) for code in taken if code[1:].isdecimal()]
    return f"{OWN}{max(numbers, default=0) + 1:03}"


def _show(item: Item, shown: bool, by: Any, at: datetime) -> Item:
    row = _lock(item)
    if (row.hidden_at is None) == shown:
        return row
    row.hidden_at = None if shown else at
    save(row, at)
    record("library.show" if shown else "library.hide", row, by=by, at=at, facts=_facts(row))
    return row
