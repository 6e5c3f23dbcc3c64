"""Deciding on a certificate: suspend, reinstate, revoke, or let it stand after a hearing.

Whether the decision that gave it stands is put to the vote: see doubting.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from waymark.assessments.actions.chain import append, publish_at_once, ties
from waymark.assessments.actions.life.common import heard, of_case, words
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, Decision
from waymark.assessments.queries.life.held import given_by, open_hearing
from waymark.assessments.queries.life.terms import terms_of
from waymark.assessments.rules.case import DecisionKind, Permit
from waymark.assessments.rules.life.doubt import refuse_act
from waymark.assessments.rules.life.terms import not_heard
from waymark.awards.actions import reinstate_award, revoke_award, suspend_award
from waymark.awards.models import Award
from waymark.base.permits import require
from waymark.base.record import record, ref
from waymark.kernel.flow import Reason, Refused

AWARD_ACTS = {
    DecisionKind.SUSPEND: suspend_award,
    DecisionKind.LIFT_SUSPENSION: reinstate_award,
    DecisionKind.REVOKE: revoke_award,
}
CLOSING = frozenset({DecisionKind.REVOKE, DecisionKind.CONFIRM})
"""Decisions that end a hearing."""


def _from_when(case: Case, kind: DecisionKind, day: date) -> date:
    """A revocation waits for the end of the time to appeal where the terms say so."""
    terms = terms_of(case.mechanism)
    waits = kind == DecisionKind.REVOKE and terms.appeal_suspends
    return day + timedelta(days=terms.appeal_days + 1) if waits else day


def waits_already(award: Award) -> bool:
    """Whether a revocation of this award was decided and has no effect yet."""
    waiting = Decision.objects.filter(
        award=ref(award), kind=DecisionKind.REVOKE, effect__isnull=True
    ).exclude(appeal__state="upheld")
    done = set(award.events.filter(kind="revoked").values_list("decision", flat=True))
    return any(f"decision:{pk}" not in done for pk in waiting.values_list("pk", flat=True))


@transaction.atomic
def decide_on_award(
    *, case: Case, award: Award, kind: DecisionKind, reasons: str, by: Any, at: datetime
) -> Decision:
    """Decide on the award that came of a case, as a decision of its own.

    To revoke, the city has to have been heard; to annul, the committee votes. Raises BadAnswer
    without reasons, flow.Refused, awards.rules.NoSuchStep where the award's state forbids it.
    """
    require(by, Permit.DECIDE_ON_AWARD, on=given_by(award, case))
    case = lock(case)
    reasons = words("reasons", reasons, "decision.reasons_missing")
    of_case(award, case)
    hearing, day = open_hearing(award), at.date()
    refusals = [Reason("decision.recused")] if ties(by, case, at) else []
    if (alone := refuse_act(kind, hearing.cause if hearing else None)) is not None:
        refusals.append(alone)
    if (waits := not_heard(kind, heard(hearing), on=day)) is not None:
        refusals.append(waits)
    if kind == DecisionKind.REVOKE and waits_already(award):
        refusals.append(Reason("life.revocation_waits"))
    if kind == DecisionKind.CONFIRM and hearing is None:
        refusals.append(Reason("life.no_hearing"))
    if refusals:
        raise Refused(*refusals)
    decision = append(
        case,
        by=by,
        at=at,
        kind=kind,
        award=ref(award),
        about=ref(hearing) if hearing is not None and kind in CLOSING else "",
        reasons=reasons,
        effective_on=_from_when(case, kind, day),
    )
    if kind in AWARD_ACTS and decision.effective_on == day:
        AWARD_ACTS[kind](award=award, reason=reasons, decision=ref(decision), by=by, at=at)
    if hearing is not None and kind in CLOSING:
        hearing.closed_at = at
        hearing.save(update_fields=["closed_at"])
    facts = publish_at_once(decision, by=by, at=at)
    record("award.decided_on", decision, by=by, at=at, scope=case, facts=facts)
    return decision
