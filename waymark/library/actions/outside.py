"""What curators decide on what other catalogues tell: take, decline, bring together, note as gone.

Nothing here makes a harvest public: an entry is made by the same verbs as by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.library.actions.curating import add_item, edit_item
from waymark.library.models import Item, OutsideRecord, Source
from waymark.library.rules.catalogue import Entry
from waymark.library.rules.outside import taking
from waymark.library.rules.outside.queue import WAITING, State
from waymark.library.rules.outside.telling import Told
from waymark.library.rules.vocabulary import Address, Permit, Shelf
from waymark.library.writing import entry_of

MOST_AT_ONCE = 100
"""Records that are decided together."""


@transaction.atomic
def accept_outside(
    *, records: Sequence[OutsideRecord], by: Any, at: datetime
) -> tuple[int, list[tuple[OutsideRecord, Refused]]]:
    """Make entries of new records, and take over what has changed; what we wrote stays ours.

    Returns how many were accepted, and those that could not be stored, with why. Raises
    NotPermitted.
    """
    require(by, Permit.CURATE, on=Item())
    done, refused = 0, []
    for row in _lock(records):
        try:
            with transaction.atomic():
                done += _accept(row, by, at)
        except Refused as reasons:
            refused.append((row, reasons))
    return done, refused


def _accept(row: OutsideRecord, by: Any, at: datetime) -> bool:
    told, about = Told.from_json(row.told), about_of(row.source)
    if row.state == State.NEW:
        item, took = add_item(entry=taking.entry(told, about), by=by, at=at), True
    elif row.state == State.CHANGED and row.item:
        entry = taking.brought(entry_of(row.item), Told.from_json(row.taken), told, about)
        item, took = _edited(row.item, entry, by, at)
    else:
        return False
    _take(row, item, by, at, took=took)
    return True


def _edited(item: Item, entry: Entry, by: Any, at: datetime) -> tuple[Item, bool]:
    """The entry as it says now, and whether that is something else than before."""
    row = edit_item(item=item, entry=entry, seen=item.version, by=by, at=at)
    return row, row.version != item.version


@transaction.atomic
def reject_outside(*, records: Sequence[OutsideRecord], by: Any, at: datetime) -> int:
    """Decline new records for good, and changes until the next one. Raises NotPermitted."""
    require(by, Permit.CURATE, on=Item())
    done = 0
    for row in _lock(records):
        if row.state == State.NEW:
            _decide(row, State.REJECTED, by, at)
        elif row.state == State.CHANGED:
            row.taken = row.told
            _decide(row, State.TAKEN, by, at)
        else:
            continue
        done += 1
    return done


@transaction.atomic
def note_gone(*, records: Sequence[OutsideRecord], by: Any, at: datetime) -> int:
    """Note that a source has things no more: our entries say so, and their addresses wait for a
    person to look at them.

    Raises NotPermitted.
    """
    require(by, Permit.CURATE, on=Item())
    done = 0
    for row in _lock(records):
        if row.state != State.GONE or row.item is None:
            continue
        item = Item.objects.select_for_update(of=("self",)).get(pk=row.item.pk)
        if _is_from(item, row):
            gone_on = row.changed_at.date().isoformat()
            item.came_from = {**item.came_from, "gone_on": gone_on}
        item.address, item.checked_on, item.checked_by = Address.UNCHECKED, None, None
        item.version, item.changed_at = item.version + 1, at
        item.save()
        _decide(row, State.NOTED, by, at)
        done += 1
    return done


@transaction.atomic
def merge_outside(*, outside: OutsideRecord, item: Item, by: Any, at: datetime) -> Item:
    """Say that a new record is an entry that we have: what it lacks is filled, no more.

    An entry of another source, and one that lacked nothing, stay under the name that they had.

    Raises NotPermitted, Refused (decided already, a case study, what can't be stored).
    """
    require(by, Permit.CURATE, on=item)
    found = _lock([outside])
    if not found or found[0].state != State.NEW:
        raise Refused(Reason("outside.decided"))
    if item.shelf == Shelf.STUDY:
        raise Refused(Reason("outside.is_a_study", {"field": "code"}))
    row = found[0]
    entry = taking.filled(entry_of(item), Told.from_json(row.told), about_of(row.source))
    item, took = _edited(item, entry, by, at)
    _take(row, item, by, at, took=took)
    return item


def about_of(source: Source) -> taking.About:
    """What holds of all that comes from a source."""
    return taking.About(source.name, source.language, source.kinds, source.topics)


def _lock(records: Sequence[OutsideRecord]) -> list[OutsideRecord]:
    """Those that still wait, with their entries, the longest waiting first."""
    rows = OutsideRecord.objects.select_for_update(of=("self",)).select_related("source", "item")
    keys = [one.pk for one in records[:MOST_AT_ONCE]]
    return list(rows.filter(pk__in=keys, state__in=WAITING).order_by("found_at", "pk"))


def _is_from(item: Item, row: OutsideRecord) -> bool:
    """Whether it is this record of which an entry says that it was taken over."""
    return bool(item.came_from.get("id") == row.name)


def _take(row: OutsideRecord, item: Item, by: Any, at: datetime, *, took: bool) -> None:
    """Note that a record stands in an entry; took: that something of it was taken over.

    Where an entry came from, and under which licence, stays with the source that it had first.
    """
    told = Told.from_json(row.told)
    came_from = {
        "source": row.source.name,
        "page": row.source.page,
        "id": row.name,
        "licence": told.licence or row.source.licence,
        "taken_on": at.date().isoformat(),
    }
    if _is_from(item, row) or (took and not item.came_from):
        Item.objects.filter(pk=item.pk).update(came_from=came_from)
    row.item, row.taken = item, row.told
    _decide(row, State.TAKEN, by, at)


def _decide(row: OutsideRecord, state: State, by: Any, at: datetime) -> None:
    before, row.state = row.state, state
    row.decided_by, row.decided_at = by, at
    row.save()
    facts = {"source": row.source.code, "id": row.name, "from": before, "to": str(state)}
    facts |= {"code": row.item.code} if row.item else {}
    record("outside.decide", row, by=by, at=at, facts=facts)
