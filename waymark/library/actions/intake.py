"""Bringing in a table of entries: preview, commit, discard, undo.

A long table is stored some lines at a time, each time in a transaction of its own, so that how far
it has come can be seen, and a worker that dies goes on where it was. Undo takes all of it back.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from waymark.base.files.storage import Readable, Stored, keep
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.tables import Sheet
from waymark.library.actions.curating import inserted, save
from waymark.library.models import Intake, Item
from waymark.library.queries.intake import planned
from waymark.library.reading import read_upload
from waymark.library.rules.catalogue import Entry, search_key
from waymark.library.rules.intake import INTAKE, Line
from waymark.library.rules.vocabulary import Permit
from waymark.library.writing import entry_of, fingerprint, put
from waymark.search import store

AT_ONCE = 200
"""Lines that are stored in one transaction, and with the commit itself."""
NAMED = 5
"""Entries that a refusal names."""


def preview_intake(*, source: Readable, name: str, by: Any, at: datetime) -> Intake:
    """Keep a table, to show what it would do; nothing of the library is changed.

    Raises NotPermitted, FileRefused, StoreUnavailable, Refused (no table).
    """
    require(by, Permit.CURATE, on=Item())
    stored, sheet = read_upload(source, name)
    with transaction.atomic():
        return _kept(stored, sheet, by, at)


def _kept(stored: Stored, sheet: Sheet, by: Any, at: datetime) -> Intake:
    row = Intake.objects.create(
        blob=keep(stored, at=at),
        file_name=stored.name,
        sheet=sheet.as_json(),
        made_by=by,
        made_at=at,
    )
    facts = {"file": row.blob_id, "rows": len(sheet.rows)}
    record("intake.preview", row, by=by, at=at, facts=facts)
    return row


@transaction.atomic
def discard_intake(*, intake: Intake, by: Any, at: datetime) -> Intake:
    """Put a preview aside. Raises NotPermitted, Refused (state)."""
    require(by, Permit.CURATE, on=Item())
    row = _take(intake, "discard")
    row.save(update_fields=["state"])
    record("intake.discard", row, by=by, at=at, facts={"file": row.blob_id})
    return row


@transaction.atomic
def commit_intake(
    *, intake: Intake, seen: str, leave_out: bool, alike: bool, by: Any, at: datetime
) -> Intake:
    """Store what the preview showed: the first lines at once, the others by `store_some`.

    seen: the fingerprint of the plan that she looked at. leave_out: she has seen the refused rows.
    alike: lines that may be here already are new entries. Raises NotPermitted, Refused (state,
    changed since the preview, refused rows, nothing to store).
    """
    require(by, Permit.CURATE, on=Item())
    row = _take(intake, "commit")
    plan = planned(Sheet.from_json(row.sheet))
    lines = plan.to_do(alike=alike)
    refused = plan.counts.get("refused", 0)
    if plan.wrong:
        raise Refused(Reason("intake.unreadable"))
    if plan.fingerprint != seen:
        raise Refused(Reason("import.changed_since"))
    if refused and not leave_out:
        raise Refused(Reason("intake.has_refused", {"count": refused}))
    if not lines:
        raise Refused(Reason("intake.nothing"))
    row.alike, row.lines, row.committed_at = alike, [line.row for line in lines], at
    row.save(update_fields=["state", "alike", "lines", "committed_at"])
    facts = {"file": row.blob_id, "lines": len(lines), "counts": dict(plan.counts)}
    record("intake.commit", row, by=by, at=at, facts=facts)
    _store(row, lines[:AT_ONCE], by, at)
    return row


@transaction.atomic
def store_some(*, intake: Intake, at: datetime) -> bool:
    """Store the next lines, at the operator's console or by a worker; True while some are left.

    A line whose entry somebody has changed since the commit is left out.
    """
    row = Intake.objects.select_for_update(of=("self",)).get(pk=intake.pk)
    if row.state != "storing":
        return False
    plan = planned(Sheet.from_json(row.sheet))
    left = set(row.lines[len(row.done) :])
    lines = [line for line in plan.to_do(alike=True) if line.row in left]
    gone = left - {line.row for line in lines}
    row.lines = [number for number in row.lines if number not in gone]
    _store(row, lines[:AT_ONCE], row.made_by, at)
    facts = {"stored": len(row.done), "of": len(row.lines)}
    record("intake.store", row, by=None, at=at, facts=facts)
    return row.state == "storing"


@transaction.atomic
def undo_intake(*, intake: Intake, by: Any, at: datetime) -> Intake:
    """Take an import back as a whole: new entries are hidden, others say again what they said.

    Raises NotPermitted, Refused (state; entries that somebody changed since, the first named).
    """
    require(by, Permit.CURATE, on=Item())
    row = _take(intake, "undo")
    codes = [one["code"] for one in row.done]
    held = {
        item.code: item
        for item in Item.objects.select_for_update(of=("self",)).filter(code__in=codes)
    }
    later = [one["code"] for one in row.done if held[one["code"]].version != one["version"]]
    if later:
        names = ", ".join(later[:NAMED])
        raise Refused(Reason("intake.stands_on", {"count": len(later), "names": names}))
    for one in reversed(row.done):
        _take_back(held[one["code"]], one, by, at)
    row.undone_at = at
    row.save(update_fields=["state", "undone_at"])
    facts = {"file": row.blob_id, "count": len(codes)}
    record("intake.undo", row, by=by, at=at, facts=facts)
    return row


def _take(intake: Intake, step: str) -> Intake:
    row = Intake.objects.select_for_update(of=("self",)).get(pk=intake.pk)
    row.state = INTAKE.step(step, row.state).target
    return row


def _store(row: Intake, lines: list[Line], by: Any, at: datetime) -> None:
    codes = [line.code for line in lines if line.code]
    locked = Item.objects.select_for_update(of=("self",)).filter(code__in=codes)
    held = {item.code: item for item in locked}
    outrun = {line.row for line in lines if _is_outrun(row, line, held.get(line.code))}
    row.lines = [number for number in row.lines if number not in outrun]
    for line in lines:
        if line.row not in outrun:
            row.done.append(_stored(line, held.get(line.code), by, at))
    if len(row.done) >= len(row.lines):
        row.state = INTAKE.step("finish", row.state).target
    row.save(update_fields=["state", "lines", "done"])


def _is_outrun(row: Intake, line: Line, item: Item | None) -> bool:
    """Whether an entry, locked by now, is another than when the import was confirmed."""
    if item is None or row.committed_at is None:
        return False
    return item.changed_at > row.committed_at or entry_of(item) != line.before


def _stored(line: Line, item: Item | None, by: Any, at: datetime) -> dict[str, Any]:
    """Store one line; return what is needed to take it back."""
    assert line.entry is not None
    before = None
    if item is None:
        item = inserted(line.entry, at)
        record("library.add", item, by=by, at=at, facts=_facts(item))
    else:
        entry = entry_of(item)
        before = {name: asdict(entry)[name] for name in line.fields}
        checked = item.checked_on.isoformat() if item.checked_on else None
        before["_curated"] = list(item.curated)
        before["_checked"] = [item.address, checked, item.checked_by_id]
        put(item, line.entry, line.fields)
        item.curated = tuple(sorted({*item.curated, *line.fields}))
        save(item, at)
        facts = _facts(item) | {"fields": sorted(line.fields)}
        record("library.edit", item, by=by, at=at, facts=facts)
    return {"code": item.code, "before": before, "version": item.version}


def _take_back(item: Item, done: dict[str, Any], by: Any, at: datetime) -> None:
    before = done["before"]
    if before is None:
        item.hidden_at = at
        store.forget([search_key(item.code)])
        save(item, at)
        record("library.hide", item, by=by, at=at, facts=_facts(item))
        return
    fields = [name for name in before if not name.startswith("_")]
    told = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in before.items()
        if name in fields
    }
    entry = Entry(**{**_plain(entry_of(item)), **told})
    put(item, entry, fields)
    item.curated = tuple(before["_curated"])
    item.address, checked, item.checked_by_id = before["_checked"]
    item.checked_on = date.fromisoformat(checked) if checked else None
    save(item, at)
    facts = _facts(item) | {"fields": sorted(fields)}
    record("library.edit", item, by=by, at=at, facts=facts)


def _plain(entry: Entry) -> dict[str, Any]:
    return {"code": entry.code, **entry.told}


def _facts(item: Item) -> dict[str, Any]:
    return {"code": item.code, "sha256": fingerprint(entry_of(item))}
