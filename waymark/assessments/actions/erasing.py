"""Erasing evidence: bytes that a court or a person's right wants gone, whenever that is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.steps import Overtaken, lock, lock_meeting, take
from waymark.assessments.models import AgendaItem, Case, EvidenceItem
from waymark.assessments.queries.erasing import open_agenda_item
from waymark.assessments.rules.case import EvidenceState, Permit
from waymark.assessments.rules.flows import AFTER_ERASURE, CaseFacts
from waymark.base.files.storage import erase
from waymark.base.models import Blob
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text


@transaction.atomic
def erase_evidence(*, item: EvidenceItem, reason: str, by: Any, at: datetime) -> EvidenceItem:
    """Remove every content of an item for good; hashes, dates and the reason stay.

    What was submitted and decided stays as it was. A case that is not decided yet goes back to the
    city, off the agenda too, so that it is handed in anew and judged on what is still there
    (CERTIFICATION.md §1.7). Content that another item has as well is gone there too: it is the
    same bytes. Raises BadAnswer without a reason, without a file, or where it is
    erased already; steps.Overtaken.
    """
    require(by, Permit.ERASE_EVIDENCE, on=item.case)
    reason = text.clean(reason).strip()
    if not reason:
        raise BadAnswer("note", "evidence.erase_why")
    on_agenda = open_agenda_item(item.case)
    if on_agenda is not None:
        lock_meeting(on_agenda.meeting)
    case = lock(item.case)
    if open_agenda_item(case) != on_agenda:  # put on an agenda, or taken off, between the two reads
        raise Overtaken(case)
    item = EvidenceItem.objects.select_for_update().get(pk=item.pk)
    if item.state == EvidenceState.ERASED:
        raise BadAnswer("note", "evidence.erased_already")
    files = list(Blob.objects.filter(evidencerevision__item=item).distinct())
    if not files:
        raise BadAnswer("note", "evidence.no_file")
    for file in files:
        erase(file, reason=reason, at=at)
    item.state, item.state_reason, item.state_by, item.state_at = (
        EvidenceState.ERASED,
        reason,
        by,
        at,
    )
    item.save(update_fields=["state", "state_reason", "state_by", "state_at"])
    _give_back(case, on_agenda, reason, by=by, at=at)
    record(
        "evidence.erased",
        case,
        by=by,
        at=at,
        scope=case.place,
        facts={"evidence": item.pk, "sha256": sorted(file.sha256 for file in files)},
    )
    return item


def _give_back(
    case: Case, on_agenda: AgendaItem | None, reason: str, *, by: Any, at: datetime
) -> None:
    """Let the city put something in its place, where that still matters."""
    if case.state not in AFTER_ERASURE:
        return
    if case.state == "scheduled" and on_agenda is not None:
        AgendaItem.objects.filter(pk=on_agenda.pk).update(removed_at=at)
        told = {"item": on_agenda.pk}
        record("case.unscheduled", case, by=by, at=at, scope=case.place, facts=told)
    facts = CaseFacts(reason=reason)
    take(case, f"erase_{case.state}", facts, by=by, at=at, note=reason, return_reason=reason)
