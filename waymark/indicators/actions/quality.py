"""Answers to what the checks find. An answer holds for the values that it saw, and no others."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.common import fingerprint, lock
from waymark.indicators.queries.quality import check
from waymark.indicators.rules.facts import MAX_NOTE
from waymark.indicators.rules.permits import Permit
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place


@transaction.atomic
def accept_finding(
    *, place: Place, mark: str, note: str, by: Any, at: datetime, alike: bool = False
) -> list[models.Acceptance]:
    """Say why a finding is right as it is; with `alike`, all of its check in the same series.

    What is accepted already stays as it was. Returns the answers that are new. Raises NotPermitted,
    Refused (no note, a note that can't be stored, the data has changed).
    """
    require(by, Permit.ACCEPT_FINDINGS, on=place)
    lock(place)
    note = _note(note)
    found = check(by, place, at.date())
    finding = found.find(mark)
    if finding is None:
        raise Refused(Reason("finding.gone"))
    meant = [finding, *(found.alike(finding) if alike else ())]
    new = [
        models.Acceptance.objects.create(
            series_id=one.series,
            kind=one.check,
            key=one.key,
            period=one.period,
            mark=one.mark,
            note=note,
            accepted_by=by,
            accepted_at=at,
        )
        for one in meant
        if not found.is_accepted(one)
    ]
    for row in new:
        facts = {"check": row.kind, "mark": row.mark, "note": fingerprint({"note": note})}
        record("finding.accept", row, by=by, at=at, scope=place, facts=facts)
    return new


@transaction.atomic
def withdraw_acceptance(*, acceptance: models.Acceptance, by: Any, at: datetime) -> None:
    """Take an answer back, so that its finding is open again; one taken back already stays so.

    Raises NotPermitted.
    """
    place = acceptance.series.place
    require(by, Permit.ACCEPT_FINDINGS, on=place)
    lock(place)
    row = models.Acceptance.objects.select_for_update().get(pk=acceptance.pk)
    if row.withdrawn_at is not None:
        return
    row.withdrawn_by, row.withdrawn_at = by, at
    row.save(update_fields=["withdrawn_by", "withdrawn_at"])
    facts = {"check": row.kind, "mark": row.mark}
    record("finding.withdraw", row, by=by, at=at, scope=place, facts=facts)


def _note(note: str) -> str:
    """The note as it is stored. Raises Refused."""
    try:
        found = texts.clean(note).strip()
    except texts.BadText as error:
        raise Refused(Reason(error.why, {"where": error.where})) from error
    if not found:
        raise Refused(Reason("note.empty"))
    if len(found) > MAX_NOTE:
        raise Refused(Reason("text.too_long", {"most": MAX_NOTE}))
    return found
