"""What becomes of certificates by the clock: their end, and decisions whose day has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.chain import append, publish_at_once
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Decision, Effect
from waymark.assessments.queries.life.held import LIVE, decision_of
from waymark.assessments.rules.case import DecisionKind, Permit
from waymark.assessments.rules.life.appeal import OPEN, AppealState
from waymark.awards.actions import current_state, lapse_award, revoke_award
from waymark.awards.models import Award
from waymark.awards.rules.lifecycle import AwardPermit, AwardState
from waymark.base.permits import require
from waymark.base.record import record, ref

LAPSED = "The time for which it was given has ended."


@transaction.atomic
def lapse(*, award: Award, by: Any, at: datetime) -> Decision | None:
    """Put the end of a certificate on record, once; None where there is nothing to put.

    It is dated by the day on which the certificate ended. by=None: the platform's clock.
    """
    if by is not None:
        require(by, AwardPermit.ANNUL_AWARD, on=award.issuer)
    given = decision_of(award)
    if given is None or current_state(award, at) != AwardState.EXPIRED:
        return None
    case = lock(given.case)
    if case.decisions.filter(kind=DecisionKind.LAPSE, award=ref(award)).exists():
        return None
    decision = append(
        case,
        by=by,
        at=at,
        kind=DecisionKind.LAPSE,
        award=ref(award),
        reasons=LAPSED,
        effective_on=award.valid_until.date(),
    )
    lapse_award(award=award, reason=LAPSED, decision=ref(decision), by=by, at=at)
    facts = publish_at_once(decision, by=by, at=at)
    record("award.decided_on", decision, by=by, at=at, scope=case, facts=facts)
    return decision


@transaction.atomic
def carry_out(*, decision: Decision, by: Any, at: datetime) -> Effect | None:
    """Let a revocation take effect whose day has come; None where it has to wait, or never will.

    It waits for an appeal to be decided, and never happens where one was upheld. by=None: the
    platform's clock.
    """
    if by is not None:
        require(by, Permit.DECIDE_ON_AWARD, on=decision.case.mechanism)
    case = lock(decision.case)
    appeal = getattr(decision, "appeal", None)
    if hasattr(decision, "effect") or decision.effective_on > at.date():
        return None
    if appeal is not None and (appeal.state in OPEN or appeal.state == AppealState.UPHELD):
        return None
    award = Award.objects.get(pk=decision.award.partition(":")[2])
    if award.events.filter(decision=ref(decision)).exists() or (
        current_state(award, at) not in LIVE
    ):
        return None
    event = revoke_award(award=award, reason=decision.reasons, decision=ref(decision), by=by, at=at)
    effect = Effect.objects.create(decision=decision, at=event.at)
    record("decision.took_effect", decision, by=by, at=at, scope=case, facts={"award": award.pk})
    return effect
