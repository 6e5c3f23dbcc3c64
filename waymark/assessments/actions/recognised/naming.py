"""Naming a result that the city holds elsewhere; by itself that fills in nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.answers import BadAnswer, NotEditable
from waymark.assessments.actions.recognised.taking import put_back
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, EvidenceItem, RecognisedResult
from waymark.assessments.queries.recognised import evidence_for
from waymark.assessments.rules.case import EDITABLE, Permit
from waymark.assessments.rules.recognised import Result, refusals
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Refused
from waymark.schemes.models import Crosswalk
from waymark.schemes.queries.crosswalks import crosswalk_of, in_force

MOST_RESULTS = 20


@dataclass(frozen=True)
class Named:
    """What a city says of a result."""

    level: str
    reference: str
    awarded_on: date
    valid_until: date | None = None


@transaction.atomic
def name_result(
    *,
    case: Case,
    crosswalk: Crosswalk,
    told: Named,
    evidence: EvidenceItem,
    by: Any,
    at: datetime,
) -> RecognisedResult:
    """Name a result of a recognised scheme, with the evidence that shows it.

    Raises BadAnswer, NotEditable, flow.Refused.
    """
    require(by, Permit.BRING_RESULT, on=case)
    case = lock(case)
    if case.state not in EDITABLE:
        raise NotEditable
    if not in_force(case.scheme_id).filter(pk=crosswalk.pk).exists():
        raise BadAnswer("crosswalk", "recognised.not_in_force")
    if evidence.pk not in {item.pk for item in evidence_for(case)}:
        raise BadAnswer("evidence", "recognised.evidence")
    if case.recognised.filter(dropped_at=None).count() >= MOST_RESULTS:
        raise BadAnswer("crosswalk", "recognised.many")
    result = Result(told.level, told.awarded_on, told.valid_until)
    if wrong := refusals(result, crosswalk_of(crosswalk).order, at.date()):
        raise Refused(*wrong)
    made = RecognisedResult.objects.create(
        case=case,
        crosswalk=crosswalk,
        level=told.level,
        reference=_reference(told.reference),
        awarded_on=told.awarded_on,
        valid_until=told.valid_until,
        evidence=evidence,
        by=by,
        at=at,
    )
    facts = {
        "result": made.pk,
        "crosswalk": crosswalk.sha256,
        "level": made.level,
        "evidence": evidence.pk,
    }
    record("recognised.named", case, by=by, at=at, scope=case.place, facts=facts)
    return made


@transaction.atomic
def drop_result(*, result: RecognisedResult, by: Any, at: datetime) -> tuple[str, ...]:
    """Take a result out of the case; what it filled in and nobody changed goes with it.

    Returns the criteria that were put back. Raises NotEditable.
    """
    require(by, Permit.BRING_RESULT, on=result.case)
    done = put_back(result, by=by, at=at)
    RecognisedResult.objects.filter(pk=result.pk, dropped_at=None).update(
        dropped_at=at, dropped_by=by
    )
    facts = {"result": result.pk, "criteria": list(done)}
    record("recognised.dropped", result.case, by=by, at=at, scope=result.case.place, facts=facts)
    return done


def _reference(value: str) -> str:
    try:
        found = text.clean(value).strip()
    except text.BadText as bad:
        raise BadAnswer("reference", "text.bad") from bad
    if not found or len(found) > 120:
        raise BadAnswer("reference", "recognised.reference")
    return found
