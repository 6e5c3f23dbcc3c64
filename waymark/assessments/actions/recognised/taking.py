"""Taking a result over into empty answers, marked, and putting everything back as it was."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.answers import BadAnswer, Draft, NotEditable, save_answer
from waymark.assessments.actions.evidence import link_evidence, unlink_evidence
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Answer, EvidenceLink, RecognisedResult
from waymark.assessments.queries.recognised import evidence_for, filled_by, preview
from waymark.assessments.rules.case import EDITABLE, Permit
from waymark.assessments.rules.recognised import Planned
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused


def _locked(result: RecognisedResult) -> RecognisedResult:
    case = lock(result.case)
    if case.state not in EDITABLE:
        raise NotEditable
    rows = RecognisedResult.objects.select_for_update(of=("self",))
    found = rows.select_related("crosswalk", "evidence").get(pk=result.pk)
    found.case = case
    return found


@transaction.atomic
def take_over(
    *,
    result: RecognisedResult,
    criteria: Collection[str],
    expected: str,
    by: Any,
    at: datetime,
) -> tuple[str, ...]:
    """Fill in the chosen ones of the empty answers that a result covers, and mark them.

    expected: the fingerprint of the preview that was looked at; where anything else would happen by
    now, nothing does. Done twice it changes nothing the second time. Returns the criteria that were
    filled in. Raises BadAnswer, NotEditable, flow.Refused.
    """
    require(by, Permit.BRING_RESULT, on=result.case)
    row = _locked(result)
    if row.dropped_at is not None:
        raise Refused(Reason("recognised.dropped"))
    told = preview(row, at)
    if told.fingerprint != expected:
        raise Refused(Reason("recognised.changed"))
    if row.evidence_id not in {item.pk for item in evidence_for(row.case)}:
        raise BadAnswer("evidence", "recognised.evidence")
    done = [one for one in told.planned if one.fills and one.criterion in criteria]
    linked = [one.criterion for one in done if _fill(row, one, by=by, at=at)]
    if done:
        row.linked = sorted({*row.linked, *linked})
        row.save(update_fields=["linked"])
        filled = [one.criterion for one in done]
        facts = {"result": row.pk, "crosswalk": row.crosswalk.sha256, "criteria": filled}
        record("recognised.taken", row.case, by=by, at=at, scope=row.case.place, facts=facts)
    return tuple(one.criterion for one in done)


def _fill(result: RecognisedResult, one: Planned, *, by: Any, at: datetime) -> bool:
    """Fill in one answer; tell whether the evidence was put to it too, or stood there before."""
    case, item = result.case, result.evidence
    assert item is not None, "looked for above"
    before = Answer.objects.filter(case=case, criterion=one.criterion).first()
    save_answer(
        case=case,
        criterion=one.criterion,
        draft=Draft(level=one.row.level),
        version=before.version if before else 0,
        imported=_source(result, one),
        by=by,
        at=at,
    )
    if EvidenceLink.objects.filter(item=item, criterion=one.criterion).exists():
        return False
    pointer = f"{one.row.theirs} {one.row.title}"
    link_evidence(item=item, criterion=one.criterion, pointer=pointer, by=by, at=at)
    return True


def _source(result: RecognisedResult, one: Planned) -> dict[str, Any]:
    """Where the answer comes from, as the case document has it."""
    found = {
        "result": result.pk,
        "scheme": result.crosswalk.other,
        "name": result.crosswalk.name,
        "theirs": one.row.theirs,
        "title": one.row.title,
        "relation": one.row.relation.value,
        "level": result.level,
        "reference": result.reference,
        "awarded": result.awarded_on.isoformat(),
        "crosswalk": result.crosswalk.sha256,
        "evidence": result.evidence_id or "",
    }
    if result.valid_until is not None:
        found["valid_until"] = result.valid_until.isoformat()
    return found


@transaction.atomic
def undo_result(*, result: RecognisedResult, by: Any, at: datetime) -> tuple[str, ...]:
    """Put back every answer that a result filled in and nobody has changed since.

    What the city has changed is its own by now and stays. Returns the criteria. Raises NotEditable.
    """
    require(by, Permit.BRING_RESULT, on=result.case)
    done = put_back(result, by=by, at=at)
    facts = {"result": result.pk, "criteria": list(done)}
    record("recognised.undone", result.case, by=by, at=at, scope=result.case.place, facts=facts)
    return done


def put_back(result: RecognisedResult, *, by: Any, at: datetime) -> tuple[str, ...]:
    """Empty what a result filled in, and take its evidence from where it put it."""
    row = _locked(result)
    done = []
    for answer in filled_by(row):
        save_answer(
            case=row.case,
            criterion=answer.criterion,
            draft=Draft(),
            version=answer.version,
            by=by,
            at=at,
        )
        if answer.criterion in row.linked and row.evidence is not None:
            unlink_evidence(item=row.evidence, criterion=answer.criterion, by=by, at=at)
        done.append(answer.criterion)
    row.linked = [name for name in row.linked if name not in done]
    row.save(update_fields=["linked"])
    return tuple(done)
