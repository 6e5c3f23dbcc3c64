"""Erasing evidence: bytes that a court or a person's right wants gone, whenever that is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.documents import forget_files
from waymark.assessments.actions.steps import Overtaken, lock, lock_meeting, take
from waymark.assessments.models import AgendaItem, Case, EvidenceItem
from waymark.assessments.queries.erasing import copies_of, line_of, open_agenda_item, rests_on
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

    What was submitted and decided stays as it was. A case that is not decided yet, and whose
    present submission rests on it, goes back to the city, off the agenda too, so that it is handed
    in anew and judged on what is still there (CERTIFICATION.md §1.7). Where the case came from
    another mechanism, or went there, the copy is erased with the same consequences. Content that
    any other item has as well is gone there too: it is the same bytes. Raises BadAnswer without a
    reason, without a file, or where it is erased already; steps.Overtaken.
    """
    require(by, Permit.ERASE_EVIDENCE, on=item.case)
    reason = text.clean(reason).strip()
    if not reason:
        raise BadAnswer("note", "evidence.erase_why")
    cases = _locked(item.case)
    item = EvidenceItem.objects.select_for_update().get(pk=item.pk)
    if item.state == EvidenceState.ERASED:
        raise BadAnswer("note", "evidence.erased_already")
    files = list(Blob.objects.filter(evidencerevision__item=item).distinct())
    if not files:
        raise BadAnswer("note", "evidence.no_file")
    for file in files:
        erase(file, reason=reason, at=at)
    forget_files(files)
    hashes = sorted(file.sha256 for file in files)
    for one in (item, *copies_of(item, files)):
        case, on_agenda = cases[one.case_id]
        one.state, one.state_reason, one.state_by, one.state_at = (
            EvidenceState.ERASED,
            reason,
            by,
            at,
        )
        one.save(update_fields=["state", "state_reason", "state_by", "state_at"])
        rests = rests_on(case, one)
        if rests:
            cases[one.case_id] = _give_back(case, on_agenda, reason, by=by, at=at)
        facts = {"evidence": one.pk, "sha256": hashes, "rests": rests}
        if one.pk != item.pk:
            facts["copy_of"] = item.pk
        record("evidence.erased", case, by=by, at=at, scope=case.place, facts=facts)
    return item


Locked = dict[str, tuple[Case, AgendaItem | None]]


def _locked(case: Case) -> Locked:
    """Lock a case, those it came from or went on as, and first the meetings that have them.

    Returns each with its item of an agenda, by case. Raises Overtaken where one was put on an
    agenda or taken off, or where a case went to another mechanism, between the two reads.
    """
    found = [case, *line_of(case)]
    before = {case.pk: open_agenda_item(case) for case in found}
    items = [item for item in before.values() if item is not None]
    for item in sorted(items, key=lambda row: row.meeting_id):
        lock_meeting(item.meeting)
    held: Locked = {}
    for one in sorted(found, key=lambda row: row.pk):
        row = lock(one)
        if open_agenda_item(row) != before[row.pk]:
            raise Overtaken(row)
        held[row.pk] = row, before[row.pk]
    if any(one.pk not in held for one in line_of(case)):
        raise Overtaken(held[case.pk][0])
    return held


def _give_back(
    case: Case, on_agenda: AgendaItem | None, reason: str, *, by: Any, at: datetime
) -> tuple[Case, None]:
    """Let the city put something in its place, where that still matters; return it off agendas."""
    if case.state not in AFTER_ERASURE:
        return case, None
    if case.state == "scheduled" and on_agenda is not None:
        AgendaItem.objects.filter(pk=on_agenda.pk).update(removed_at=at)
        told = {"item": on_agenda.pk}
        record("case.unscheduled", case, by=by, at=at, scope=case.place, facts=told)
    facts = CaseFacts(reason=reason)
    step = f"erase_{case.state}"
    return take(case, step, facts, by=by, at=at, note=reason, return_reason=reason), None
