"""A file stored, previewed and committed: the steps that all ways of bringing one in share.

`bring_import` takes all of them at once, for whoever works without pages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.storage import Readable, Stored, keep, store
from waymark.base.models import Blob
from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.choices import Choices, planned, read
from waymark.indicators.actions.common import lock
from waymark.indicators.actions.learning import learn, recall
from waymark.indicators.actions.storing import carry_out
from waymark.indicators.preview import summary
from waymark.indicators.queries.known import Held, known, known_at_console
from waymark.indicators.reading import TABLES, kind_of
from waymark.indicators.rules.batch import IMPORT
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.plan import Plan
from waymark.indicators.rules.sources.reading import Reading
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place

LIMIT = 20 * 1024 * 1024
"""Bytes of a table with values: far above what 200,000 rows need. Other data may be larger."""


def store_file(
    place: Place, source: Readable, name: str, choices: Choices
) -> tuple[Stored, Choices, Reading]:
    """Keep the bytes of a file and read it, by what was said before about files of its shape.

    Raises FileRefused, StoreUnavailable, Refused.
    """
    stored = store(source, name=name, data=True)
    kind = kind_of(stored.media_type)
    if kind in TABLES and stored.size > LIMIT:
        raise FileRefused(Kind.TOO_LARGE, limit=LIMIT)
    blob = Blob(sha256=stored.sha256, media_type=stored.media_type)
    told, reading = recall(
        place, stored.name, choices, lambda wanted: read(blob, stored.name, wanted, place)
    )
    return stored, told, reading


@dataclass(frozen=True)
class Act:
    """Who does something with an import, and when; `by` is nobody at the operator's console.

    Its steps belong into a transaction, and whoever takes them has asked for the permit.
    """

    by: Any
    at: datetime

    def preview(
        self,
        place: Place,
        stored: Stored,
        choices: Choices,
        told: dict[str, Any],
        group: models.ImportGroup | None = None,
    ) -> models.ImportBatch:
        """Keep what a file would do, as `summary` tells it of its plan."""
        batch = models.ImportBatch.objects.create(
            place=place,
            framework_id=choices.options.framework,
            blob=keep(stored, at=self.at),
            file_name=stored.name,
            group=group,
            plan=told | {"choices": choices.as_json()},
            made_by=self.by,
            made_at=self.at,
        )
        facts = {"file": batch.blob_id, "plan": batch.plan.get("fingerprint", "")}
        record("import.preview", batch, by=self.by, at=self.at, scope=place, facts=facts)
        return batch

    def commit(
        self, row: models.ImportBatch, plan: Plan | None, held: Held, *, leave_out: bool
    ) -> models.ImportBatch:
        """Store all of a plan, or nothing. Raises Refused with the reason."""
        if plan is None or not plan.readable:
            raise Refused(Reason("import.unreadable"))
        if plan.refused and not leave_out:
            raise Refused(Reason("import.has_refused", {"count": plan.refused}))
        if not plan.changes:
            raise Refused(Reason("import.nothing"))
        row.plan["chosen"] = carry_out(row, plan, held, by=self.by, at=self.at)
        row.committed_at = self.at
        row.save(update_fields=["state", "committed_at", "plan", "undo"])
        if self.by is not None:
            learn(batch=row, by=self.by, at=self.at)
        facts = {
            "file": row.blob_id,
            "plan": row.plan["fingerprint"],
            "counts": {str(name): count for name, count in plan.counts.items()},
            "targets": len(plan.goals),
        }
        if plan.beyond:
            facts |= {"beyond": plan.beyond.numbers}
        record("import.commit", row, by=self.by, at=self.at, scope=row.place, facts=facts)
        return row


@dataclass(frozen=True)
class Brought:
    """What became of a file at once: its import (None in a dry run), reading and plan.

    `refused` says why nothing was stored; it is empty when something was.
    """

    batch: models.ImportBatch | None
    reading: Reading
    plan: Plan | None
    refused: tuple[Reason, ...] = ()


def bring_import(
    *,
    place: Place,
    source: Readable,
    name: str,
    choices: Choices,
    by: Any,
    at: datetime,
    leave_out: bool = False,
    dry_run: bool = False,
) -> Brought:
    """Preview and store a file in one go, read and planned only once.

    Nothing stays of a dry run. Where nothing can be stored, the preview is put aside. Raises
    NotPermitted, FileRefused, StoreUnavailable, Refused (nothing that we read).
    """
    require(by, Permit.EDIT_INDICATORS, on=place)
    return _bring(place, source, name, choices, known, by, at, leave_out, dry_run)


def bring_import_at_console(
    *,
    place: Place,
    source: Readable,
    name: str,
    choices: Choices,
    at: datetime,
    leave_out: bool = False,
    dry_run: bool = False,
) -> Brought:
    """Bring in a file at the operator's console, as `bring_import`."""
    return _bring(place, source, name, choices, known_at_console, None, at, leave_out, dry_run)


def _bring(
    place: Place,
    source: Readable,
    name: str,
    choices: Choices,
    look: Callable[..., Held],
    by: Any,
    at: datetime,
    leave_out: bool,
    dry_run: bool,
) -> Brought:
    stored, choices, reading = store_file(place, source, name, choices)
    with transaction.atomic():
        lock(place)
        held = look(by, place, beyond=reading.head is not None)
        act = Act(by, at)
        plan = planned(reading, held, choices, at)
        batch = act.preview(place, stored, choices, summary(reading, plan))
        # Its rows are in the plan now: a large answer is not held while they are stored.
        reading = replace(reading, answer=b"")
        refused = _stored_or_not(act, batch, plan, held, leave_out)
        if dry_run:
            transaction.set_rollback(True)
    return Brought(None if dry_run else batch, reading, plan, refused)


def _stored_or_not(
    act: Act, batch: models.ImportBatch, plan: Plan | None, held: Held, leave_out: bool
) -> tuple[Reason, ...]:
    """Store it or put it aside; why it was put aside."""
    try:
        with transaction.atomic():
            batch.state = IMPORT.step("commit", batch.state).target
            act.commit(batch, plan, held, leave_out=leave_out)
        return ()
    except Refused as refused:
        batch.state = IMPORT.step("discard", "preview").target
        batch.save(update_fields=["state"])
        facts = {"file": batch.blob_id}
        record("import.discard", batch, by=act.by, at=act.at, scope=batch.place, facts=facts)
        return refused.reasons
