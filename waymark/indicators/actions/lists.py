"""Bringing in a whole list: preview, commit as the next edition, discard.

As with files of values, reading in the sandbox comes before the transaction, and what it gave is
planned again inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from waymark.base.files.storage import Readable, Stored, keep, store
from waymark.base.models import Blob
from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators.list_preview import summary
from waymark.indicators.models import LOCAL, Edition, Framework, ListImport
from waymark.indicators.queries.editions import current
from waymark.indicators.reading import kind_of, read_table
from waymark.indicators.rules.batch import LIST_IMPORT
from waymark.indicators.rules.list_file import ListPlan, plan_list
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.sources.reading import Reading
from waymark.indicators.writing import add_edition, write_rows
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused

LIMIT = 20 * 1024 * 1024
"""Bytes of a file with a list."""


@dataclass(frozen=True)
class About:
    """What a person says of the edition that a file holds; dates where they are known."""

    label: str
    published_on: date | None = None
    effective_on: date | None = None
    source: str = ""


def preview_list(
    *, framework: Framework, file: Readable, name: str, about: About, by: Any, at: datetime
) -> ListImport:
    """Keep a file with a list and show what it would change; the list stays as it is.

    Raises NotPermitted, FileRefused, StoreUnavailable, Refused (no table, no label).
    """
    require(by, Permit.IMPORT_LIST, on=framework)
    return _preview(framework, file, name, about, by, at)


def commit_list(*, batch: ListImport, by: Any, at: datetime) -> Edition:
    """Make a previewed list the framework's next edition, or nothing of it.

    Raises NotPermitted, Refused (problems, nothing new, a list changed meanwhile, state, label).
    """
    require(by, Permit.IMPORT_LIST, on=batch)
    return _commit(batch, read_table(batch.blob), by, at)


@transaction.atomic
def discard_list(*, batch: ListImport, by: Any, at: datetime) -> ListImport:
    """Put a previewed list aside. Raises NotPermitted, Refused (state)."""
    require(by, Permit.IMPORT_LIST, on=batch)
    row = _take(batch, "discard", at)
    row.save(update_fields=["state", "closed_at"])
    record("list.discard", row, by=by, at=at, facts={"file": row.blob_id})
    return row


def preview_list_at_console(
    *, framework: Framework, file: Readable, name: str, about: About, at: datetime
) -> ListImport:
    """Preview a list at the operator's console, as `preview_list`."""
    return _preview(framework, file, name, about, by=None, at=at)


def commit_list_at_console(*, batch: ListImport, at: datetime) -> Edition:
    """Commit a list at the operator's console, as `commit_list`."""
    return _commit(batch, read_table(batch.blob), by=None, at=at)


def _preview(
    framework: Framework, file: Readable, name: str, about: About, by: Any, at: datetime
) -> ListImport:
    about = _checked(framework, about)
    stored = store(file, name=name, limit=LIMIT)
    kind_of(stored.media_type)
    reading = read_table(Blob(sha256=stored.sha256, media_type=stored.media_type))
    return _keep(framework, stored, reading, about, by, at)


def _checked(framework: Framework, about: About) -> About:
    """The label and source as they can be stored, for an edition that there is not yet."""
    if framework.pk == LOCAL:
        raise Refused(Reason("list.local"))
    try:
        label, source = texts.clean(about.label).strip(), texts.clean(about.source).strip()
    except texts.BadText as error:
        raise Refused(Reason(error.why, {"where": error.where})) from error
    if not label:
        raise Refused(Reason("list.label_needed"))
    if len(label) > 60 or len(source) > 2000:
        raise Refused(Reason("text.too_long", {"most": 60 if len(label) > 60 else 2000}))
    if Edition.objects.filter(framework=framework, label=label).exists():
        raise Refused(Reason("list.label_used", {"label": label}))
    return About(label, about.published_on, about.effective_on, source)


def _plan(framework: Framework, reading: Reading, source: str) -> ListPlan | None:
    if reading.sheet is None:
        return None
    before, retired = current(framework.pk)
    return plan_list(reading.sheet, before, retired=retired, source=source)


@transaction.atomic
def _keep(
    framework: Framework, stored: Stored, reading: Reading, about: About, by: Any, at: datetime
) -> ListImport:
    plan = _plan(framework, reading, about.source)
    batch = ListImport.objects.create(
        framework=framework,
        label=about.label,
        published_on=about.published_on,
        effective_on=about.effective_on,
        source=about.source,
        blob=keep(stored, at=at),
        file_name=stored.name,
        plan=summary(framework.pk, reading, plan),
        made_by=by,
        made_at=at,
    )
    facts = {"file": batch.blob_id, "plan": plan.fingerprint if plan else ""}
    record("list.preview", batch, by=by, at=at, scope=framework, facts=facts)
    return batch


def _take(batch: ListImport, step: str, at: datetime) -> ListImport:
    """The import as it is now, locked with its list; refused where the step can't be taken."""
    Framework.objects.select_for_update().get(pk=batch.framework_id)
    row = ListImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    row.state = LIST_IMPORT.step(step, row.state).target
    row.closed_at = at
    return row


@transaction.atomic
def _commit(batch: ListImport, reading: Reading, by: Any, at: datetime) -> Edition:
    row = _take(batch, "commit", at)
    about = _checked(
        row.framework, About(row.label, row.published_on, row.effective_on, row.source)
    )
    plan = _plan(row.framework, reading, row.source)
    if plan is None or plan.problems:
        raise Refused(Reason("list.has_problems"))
    if plan.fingerprint != row.plan.get("fingerprint"):
        raise Refused(Reason("list.changed_since"))
    if plan.diff.is_empty:
        raise Refused(Reason("list.nothing"))
    before, _retired = current(row.framework_id)
    edition = add_edition(
        row.framework_id,
        plan.rows,
        label=about.label,
        source=about.source,
        published_on=about.published_on,
        effective_on=about.effective_on,
        origin=Edition.Origin.IMPORTED,
        by=by,
        at=at,
    )
    write_rows(edition, before, plan.rows)
    row.edition = edition
    row.save(update_fields=["state", "closed_at", "edition"])
    facts = {"file": row.blob_id, "edition": edition.content_hash, "counts": row.plan["counts"]}
    record("list.import", row, by=by, at=at, scope=row.framework, facts=facts)
    return edition
