"""Whether a city has met the conditions that its certificate rests on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.chain import ties
from waymark.assessments.actions.life.common import note_finding, words
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Condition, ConditionFinding
from waymark.assessments.rules.case import Permit
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def find_condition(
    *, condition: Condition, met: bool, reasons: str, by: Any, at: datetime
) -> ConditionFinding:
    """Write down whether a condition was met. What was found not met can be met later.

    Nothing follows by itself: the chair may hear the city and decide. Raises BadAnswer without
    reasons, flow.Refused where it was met already, struck, or is not yet public.
    """
    case = condition.decision.case
    require(by, Permit.JUDGE_CONDITION, on=condition.decision)
    case = lock(case)
    reasons = words("reasons", reasons, "decision.reasons_missing")
    if ties(by, case, at):
        raise Refused(Reason("decision.recused"))
    last = condition.findings.order_by("-seq").first()
    if last is not None and last.outcome != "not_met":
        raise Refused(Reason("life.condition_over"))
    if not hasattr(condition.decision, "publication"):
        raise Refused(Reason("life.nothing_asked"))
    outcome = "met" if met else "not_met"
    made = note_finding(condition, outcome, reasons=reasons, by=by, at=at)
    facts = {"outcome": outcome, "seq": made.seq}
    record("condition.found", condition, by=by, at=at, scope=case, facts=facts)
    return made
