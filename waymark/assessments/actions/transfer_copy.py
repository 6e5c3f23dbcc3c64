"""What goes along from a case to another one, as rows of its own: never a verdict.

To another mechanism all of it goes; to the case of a city that follows on one that ended, only
where that case says nothing yet, and nothing of who worked on it there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from waymark.assessments.models import (
    Answer,
    AnswerRevision,
    Case,
    EvidenceItem,
    EvidenceLink,
    EvidenceRevision,
    RecognisedResult,
    RegisterRevision,
    RegisterTable,
)
from waymark.assessments.rules.carrying import Goes
from waymark.assessments.rules.rebasing import Rebase
from waymark.schemes.queries import scheme_of


def copy_contents(old: Case, made: Case, plan: Rebase, *, at: datetime) -> None:
    """Copy answers, tables and evidence into a new draft, each under the id of its question.

    What the other edition does not ask stays with the old case, where all of it stays readable.
    """
    items = _evidence(old, made, plan)
    results = _results(old, made, plan, items)
    _answers(old, made, plan, results, at)
    _registers(old, made, at)


def copy_into(old: Case, made: Case, plan: Rebase, goes: Goes, *, at: datetime) -> None:
    """Copy what goes along into the case of another city that is being written.

    Departments and people are the other city's own and stay there; so do its results of other
    schemes: what they had filled in is an answer like any other here.
    """
    _evidence(old, made, plan)
    moves = {name: target for name, target in plan.moves.items() if target in goes.answers}
    _answers(old, made, replace(plan, moves=moves), {}, at)
    _registers(old, made, at, only=frozenset(goes.tables))


def _results(
    old: Case, made: Case, plan: Rebase, items: dict[str, str]
) -> dict[str, RecognisedResult]:
    """Copy the results of other schemes that the city names, each with its evidence if that came.

    Returns the copies by the ids of the old ones.
    """
    found = {}
    for row in old.recognised.filter(dropped_at=None):
        found[row.pk] = RecognisedResult.objects.create(
            case=made,
            crosswalk_id=row.crosswalk_id,
            level=row.level,
            reference=row.reference,
            awarded_on=row.awarded_on,
            valid_until=row.valid_until,
            evidence_id=items.get(row.evidence_id or ""),
            linked=[plan.moves[name] for name in row.linked if name in plan.moves],
            by_id=row.by_id,
            at=row.at,
        )
    return found


def _mark(
    imported: dict[str, Any] | None, results: dict[str, RecognisedResult]
) -> dict[str, Any] | None:
    """Return the mark of a copied answer, which names the copies of its result and evidence."""
    if not imported or imported["result"] not in results:
        return None
    copy = results[imported["result"]]
    return imported | {"result": copy.pk, "evidence": copy.evidence_id or ""}


def _answers(
    old: Case, made: Case, plan: Rebase, results: dict[str, RecognisedResult], at: datetime
) -> None:
    there = {row.criterion: row for row in made.answers.all()}
    own = old.place_id == made.place_id
    for row in old.answers.order_by("criterion"):
        target = plan.moves.get(row.criterion)
        if target is None:
            continue
        copy = there.get(target) or Answer(case=made, criterion=target)
        payload = {
            "level": row.level,
            "narrative": row.narrative,
            "not_relevant": row.not_relevant,
            "not_relevant_reason": row.not_relevant_reason,
        }
        for name, value in payload.items():
            setattr(copy, name, value)
        copy.imported = _mark(row.imported, results)
        if own:
            copy.department_id, copy.assignee_id = row.department_id, row.assignee_id
            copy.due = row.due
        copy.version += 1 if row.updated_by_id else 0
        copy.updated_by_id, copy.updated_at = row.updated_by_id, row.updated_at
        copy.save()
        if row.updated_by_id:
            AnswerRevision.objects.create(
                answer=copy, version=copy.version, payload=payload, by_id=row.updated_by_id, at=at
            )


def _registers(old: Case, made: Case, at: datetime, only: Collection[str] | None = None) -> None:
    known = scheme_of(made.edition).register_by_id if only is None else only
    there = {row.register: row for row in made.registers.all()}
    for row in old.registers.order_by("register"):
        if row.register not in known or not row.updated_by_id:
            continue
        copy = there.get(row.register) or RegisterTable(case=made, register=row.register)
        copy.rows, copy.version = row.rows, copy.version + 1
        copy.updated_by_id, copy.updated_at = row.updated_by_id, row.updated_at
        copy.save()
        RegisterRevision.objects.create(
            table=copy, version=copy.version, rows=row.rows, by_id=row.updated_by_id, at=at
        )


def _evidence(old: Case, made: Case, plan: Rebase) -> dict[str, str]:
    """Copy what still counts, each with its newest content; the stored file is the same.

    Returns the copies' ids by those of the old ones.
    """
    copies = {}
    items = old.evidence.filter(state="active").prefetch_related("revisions", "links")
    for item in items.order_by("received_at", "pk"):
        newest = max(item.revisions.all(), key=lambda row: row.seq)
        copy = EvidenceItem.objects.create(
            case=made,
            title=item.title,
            kind=item.kind,
            language=item.language,
            covered_from=item.covered_from,
            covered_to=item.covered_to,
            effective_on=item.effective_on,
            received_at=item.received_at,
            visibility=item.visibility,
            licence=item.licence,
            added_by_id=item.added_by_id,
        )
        copies[item.pk] = copy.pk
        EvidenceRevision.objects.create(
            item=copy,
            seq=1,
            blob_id=newest.blob_id,
            name=newest.name,
            url=newest.url,
            pages=newest.pages,
            by_id=newest.by_id,
            at=newest.at,
        )
        for link in item.links.all():
            target = plan.moves.get(link.criterion)
            if target is not None:
                EvidenceLink.objects.get_or_create(
                    item=copy, criterion=target, defaults={"pointer": link.pointer}
                )
    return copies
