"""Bringing in a file: preview, read again, commit, discard, undo.

Reading a file in the sandbox may take a while, so it comes before the transaction; what it gave is
planned again inside, and a plan that differs from the previewed one is refused.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.files.storage import Readable
from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.bringing import Act, store_file
from waymark.indicators.actions.choices import Choices, choices_of, planned, read
from waymark.indicators.actions.common import lock
from waymark.indicators.actions.storing import later_edits, take_back
from waymark.indicators.preview import summary
from waymark.indicators.queries.known import known
from waymark.indicators.rules.batch import IMPORT
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.sources.reading import Reading
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place

__all__ = [
    "Choices",
    "choices_of",
    "commit_import",
    "discard_import",
    "preview_import",
    "read_again",
    "undo_import",
]


def preview_import(
    *, place: Place, source: Readable, name: str, choices: Choices, by: Any, at: datetime
) -> models.ImportBatch:
    """Keep a file and show what it would do; nothing of the city's data is changed.

    A file whose table can't be read is kept as well, so that another encoding or sheet can be
    chosen. Raises NotPermitted, FileRefused, StoreUnavailable, Refused (nothing that we read).
    """
    require(by, Permit.EDIT_INDICATORS, on=place)
    stored, choices, reading = store_file(place, source, name, choices)
    held = known(by, place, beyond=reading.head is not None)
    told = summary(reading, planned(reading, held, choices, at))
    with transaction.atomic():  # not before: on SQLite nobody else can write while it is open
        return Act(by, at).preview(place, stored, choices, told)


def _take(batch: models.ImportBatch, step: str) -> models.ImportBatch:
    """The batch as it is now, locked with its place; refused where the step can't be taken.

    One of a file with several places is stored or put aside with the others, and undone alone.
    """
    if batch.group_id and step != "undo":
        raise Refused(Reason("import.of_several"))
    lock(batch.place)
    row = models.ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    row.state = IMPORT.step(step, row.state).target
    return row


def read_again(
    *, batch: models.ImportBatch, choices: Choices, by: Any, at: datetime
) -> models.ImportBatch:
    """Make the preview anew, with other choices or over data that has changed.

    Raises NotPermitted, Refused (no longer a preview).
    """
    require(by, Permit.EDIT_INDICATORS, on=batch.place)
    reading = read(batch.blob, batch.file_name, choices, batch.place)
    return _renew(batch, reading, choices, by, at)


@transaction.atomic
def _renew(
    batch: models.ImportBatch, reading: Reading, choices: Choices, by: Any, at: datetime
) -> models.ImportBatch:
    row = _take(batch, "read_again")
    held = known(by, row.place, beyond=reading.head is not None)
    plan = planned(reading, held, choices, at)
    row.framework_id = choices.options.framework
    row.plan = summary(reading, plan) | {"choices": choices.as_json()}
    row.save(update_fields=["framework", "plan"])
    facts = {"file": row.blob_id, "plan": row.plan.get("fingerprint", "")}
    record("import.preview", row, by=by, at=at, scope=row.place, facts=facts)
    return row


def commit_import(
    *, batch: models.ImportBatch, by: Any, at: datetime, leave_out: bool = False
) -> models.ImportBatch:
    """Store all that the preview showed, or nothing.

    With refused rows it needs `leave_out`, by which a person says that she has seen them. Raises
    NotPermitted, Refused (data changed since the preview, refused rows, nothing to store, state).
    """
    require(by, Permit.EDIT_INDICATORS, on=batch.place)
    choices = choices_of(batch)
    reading = read(batch.blob, batch.file_name, choices, batch.place)
    with transaction.atomic():
        row = _take(batch, "commit")
        held = known(by, row.place, beyond=reading.head is not None)
        plan = planned(reading, held, choices, at)
        if plan is not None and plan.fingerprint != row.plan.get("fingerprint"):
            raise Refused(Reason("import.changed_since"))
        return Act(by, at).commit(row, plan, held, leave_out=leave_out)


@transaction.atomic
def discard_import(*, batch: models.ImportBatch, by: Any, at: datetime) -> models.ImportBatch:
    """Put a preview aside. Raises NotPermitted, Refused (state)."""
    require(by, Permit.EDIT_INDICATORS, on=batch.place)
    row = _take(batch, "discard")
    row.save(update_fields=["state"])
    record("import.discard", row, by=by, at=at, scope=row.place, facts={"file": row.blob_id})
    return row


@transaction.atomic
def undo_import(*, batch: models.ImportBatch, by: Any, at: datetime) -> models.ImportBatch:
    """Take an import back as a whole: what it replaced is current again.

    Raises NotPermitted, Refused (state; later edits stand on it, with the first few named; an
    area changed since).
    """
    require(by, Permit.EDIT_INDICATORS, on=batch.place)
    row = _take(batch, "undo")
    count, names = later_edits(row)
    if count:
        raise Refused(Reason("import.stands_on", {"count": count, "names": ", ".join(names)}))
    done = take_back(row, row.plan.get("chosen", ()), by=by, at=at)
    row.undone_at = at
    row.save(update_fields=["state", "undone_at"])
    facts = {"file": row.blob_id, "count": done}
    record("import.undo", row, by=by, at=at, scope=row.place, facts=facts)
    return row
