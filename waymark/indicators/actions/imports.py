"""Bringing in a file: preview, read again, commit, discard, undo.

Reading a file in the sandbox may take a while, so it comes before the transaction; what it gave is
planned again inside, and a plan that differs from the previewed one is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.files.storage import Readable, Stored, keep, store
from waymark.base.models import Blob
from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.common import lock
from waymark.indicators.actions.storing import carry_out, later_edits, take_back
from waymark.indicators.preview import summary
from waymark.indicators.queries.known import Held, known
from waymark.indicators.reading import Reading, kind_of, read_table
from waymark.indicators.rules.batch import IMPORT
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.plan import Outcome, Plan, plan
from waymark.indicators.rules.rows import Options
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place

LIMIT = 20 * 1024 * 1024
"""Bytes of a file with values: far above what 200,000 rows need."""


@dataclass(frozen=True)
class Choices:
    """What a person said about her file; empty texts let the file speak for itself."""

    options: Options
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain JSON, kept with the preview."""
        return {
            "indicator": self.options.indicator,
            "comma": self.options.comma,
            "ignored": list(self.options.ignored),
            "breakdowns": list(self.options.breakdowns),
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.sheet,
        }


def choices_of(batch: models.ImportBatch) -> Choices:
    """The choices with which a preview was made."""
    said = batch.plan.get("choices", {})
    options = Options(
        framework=batch.framework_id,
        indicator=said.get("indicator", ""),
        comma=said.get("comma", False),
        ignored=tuple(said.get("ignored", ())),
        breakdowns=tuple(said.get("breakdowns", ())),
    )
    more = {name: said.get(name, "") for name in ("encoding", "delimiter", "sheet")}
    return Choices(options, **more)


def _read(blob: Blob, choices: Choices) -> Reading:
    return read_table(
        blob, encoding=choices.encoding, delimiter=choices.delimiter, sheet=choices.sheet
    )


def _plan(reading: Reading, held: Held, choices: Choices, at: datetime) -> Plan | None:
    if reading.sheet is None:
        return None
    return plan(reading.sheet, held.known, choices.options, as_of=at.date())


def preview_import(
    *, place: Place, source: Readable, name: str, choices: Choices, by: Any, at: datetime
) -> models.ImportBatch:
    """Keep a file and show what it would do; nothing of the city's data is changed.

    A file whose table can't be read is kept as well, so that another encoding or sheet can be
    chosen. Raises NotPermitted, FileRefused, StoreUnavailable, Refused (no table at all).
    """
    require(by, Permit.EDIT_INDICATORS, on=place)
    stored = store(source, name=name, limit=LIMIT)
    kind_of(stored.media_type)
    reading = _read(Blob(sha256=stored.sha256, media_type=stored.media_type), choices)
    return _keep_preview(place=place, stored=stored, reading=reading, choices=choices, by=by, at=at)


@transaction.atomic
def _keep_preview(
    *, place: Place, stored: Stored, reading: Reading, choices: Choices, by: Any, at: datetime
) -> models.ImportBatch:
    planned = _plan(reading, known(by, place), choices, at)
    batch = models.ImportBatch.objects.create(
        place=place,
        framework_id=choices.options.framework,
        blob=keep(stored, at=at),
        file_name=stored.name,
        plan=summary(reading, planned) | {"choices": choices.as_json()},
        made_by=by,
        made_at=at,
    )
    facts = {"file": batch.blob_id, "plan": planned.fingerprint if planned else ""}
    record("import.preview", batch, by=by, at=at, scope=place, facts=facts)
    return batch


def _take(batch: models.ImportBatch, step: str) -> models.ImportBatch:
    """The batch as it is now, locked with its place; refused where the step can't be taken."""
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
    reading = _read(batch.blob, choices)
    return _renew(batch=batch, reading=reading, choices=choices, by=by, at=at)


@transaction.atomic
def _renew(
    *, batch: models.ImportBatch, reading: Reading, choices: Choices, by: Any, at: datetime
) -> models.ImportBatch:
    row = _take(batch, "read_again")
    planned = _plan(reading, known(by, row.place), choices, at)
    row.framework_id = choices.options.framework
    row.plan = summary(reading, planned) | {"choices": choices.as_json()}
    row.save(update_fields=["framework", "plan"])
    facts = {"file": row.blob_id, "plan": planned.fingerprint if planned else ""}
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
    reading = _read(batch.blob, choices_of(batch))
    return _commit(batch=batch, reading=reading, leave_out=leave_out, by=by, at=at)


@transaction.atomic
def _commit(
    *, batch: models.ImportBatch, reading: Reading, leave_out: bool, by: Any, at: datetime
) -> models.ImportBatch:
    row = _take(batch, "commit")
    held = known(by, row.place)
    planned = _plan(reading, held, choices_of(row), at)
    if planned is None or not planned.readable:
        raise Refused(Reason("import.unreadable"))
    if planned.fingerprint != row.plan.get("fingerprint"):
        raise Refused(Reason("import.changed_since"))
    refused = planned.counts[Outcome.REFUSED]
    if refused and not leave_out:
        raise Refused(Reason("import.has_refused", {"count": refused}))
    if not planned.changes:
        raise Refused(Reason("import.nothing"))
    chosen = carry_out(row, planned, held, by=by, at=at)
    row.committed_at = at
    row.plan["chosen"] = chosen
    row.save(update_fields=["state", "committed_at", "plan"])
    facts = {
        "file": row.blob_id,
        "plan": planned.fingerprint,
        "counts": {str(name): count for name, count in planned.counts.items()},
        "targets": len(planned.goals),
    }
    record("import.commit", row, by=by, at=at, scope=row.place, facts=facts)
    return row


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

    Raises NotPermitted, Refused (state; later edits stand on it, with the first few named).
    """
    require(by, Permit.EDIT_INDICATORS, on=batch.place)
    row = _take(batch, "undo")
    count, names = later_edits(row)
    if count:
        raise Refused(Reason("import.stands_on", {"count": count, "names": ", ".join(names)}))
    done = take_back(row, row.plan.get("chosen", ()), at=at)
    row.undone_at = at
    row.save(update_fields=["state", "undone_at"])
    facts = {"file": row.blob_id, "count": done}
    record("import.undo", row, by=by, at=at, scope=row.place, facts=facts)
    return row
