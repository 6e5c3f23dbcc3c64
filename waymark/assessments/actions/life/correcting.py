"""Correcting a clerical error: both the decision and its correction stay readable."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.chain import append, publish_at_once, ties
from waymark.assessments.actions.intent import intent_of
from waymark.assessments.actions.life.common import carry_conditions, of_case, refuse_label, words
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, Decision
from waymark.assessments.queries.life.held import given_by
from waymark.assessments.rules.case import DecisionKind, Permit
from waymark.awards.actions import current_state, intend_award, supersede_award
from waymark.awards.models import Award
from waymark.awards.rules.lifecycle import AwardState
from waymark.base.permits import require
from waymark.base.record import record, ref
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def correct_decision(*, case: Case, award: Award, reasons: str, by: Any, at: datetime) -> Decision:
    """Give a corrected certificate in the place of one that holds a clerical error.

    What it says is taken anew from the place and the scheme as they are named now; level, report
    and end stay as they were decided. Raises BadAnswer without reasons, flow.Refused unless the
    certificate is valid.
    """
    require(by, Permit.CORRECT_DECISION, on=given_by(award, case))
    case = lock(case)
    reasons = words("reasons", reasons, "decision.reasons_missing")
    of_case(award, case)
    refuse_label(award)
    if ties(by, case, at):
        raise Refused(Reason("decision.recused"))
    if current_state(award, at) != AwardState.ACTIVE:
        raise Refused(Reason("life.not_valid"))
    given = case.decisions.get(pk=award.decision.partition(":")[2])
    decision = append(
        case,
        by=by,
        at=at,
        kind=DecisionKind.CORRECT,
        level=given.level,
        report=given.report,
        report_sha256=given.report_sha256,
        award=ref(award),
        about=ref(given),
        reasons=reasons,
        effective_on=at.date(),
        valid_until=given.valid_until,
    )
    carry_conditions(given, decision, by=by, at=at)
    facts = publish_at_once(decision, by=by, at=at)
    record("award.decided_on", decision, by=by, at=at, scope=case, facts=facts)
    intent = replace(intent_of(decision, at), replaces=award.number)
    intend_award(issuer=case.mechanism.issuer, intent=intent, by=by, at=at)
    supersede_award(
        award=award, corrected=True, reason=reasons, decision=ref(decision), by=by, at=at
    )
    return decision
