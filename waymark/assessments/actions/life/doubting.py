"""Doubting whether a decision stands: the city is heard, and the committee votes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.chain import publish_at_once, ties
from waymark.assessments.actions.life.common import of_case, words
from waymark.assessments.actions.life.hearing import begin, told
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, Decision, Hearing
from waymark.assessments.queries.life.doubts import had_part
from waymark.assessments.queries.life.held import given_by
from waymark.assessments.rules.case import DecisionKind, Permit
from waymark.assessments.rules.life.doubt import Cause, refuse_naming
from waymark.awards.actions import annul_award
from waymark.awards.models import Award
from waymark.base.permits import require
from waymark.base.record import record, ref
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def doubt_decision(
    *,
    case: Case,
    award: Award,
    cause: Cause,
    grounds: str,
    tied: Any = None,
    by: Any,
    at: datetime,
) -> Hearing:
    """Tell a city why the decision that gave its certificate is looked at again.

    tied: who took part and is said to have had a tie; she stays out of the vote. Raises BadAnswer
    without grounds, flow.Refused where a hearing is open, the certificate has ended, or somebody
    is named who had no part or names herself.
    """
    require(by, Permit.DOUBT_DECISION, on=given_by(award, case))
    case = lock(case)
    grounds = words("grounds", grounds, "life.grounds_missing")
    of_case(award, case)
    named = tied.pk if tied is not None else ""
    refusal = refuse_naming(named, by=by.pk, took_part=had_part(case))
    if ties(by, case, at):
        refusal = Reason("decision.recused")
    if refusal is not None:
        raise Refused(refusal)
    hearing = begin(case, award, grounds, cause=cause, tied=tied, by=by, at=at)
    record("hearing.opened", hearing, by=by, at=at, scope=case, facts=told(hearing))
    return hearing


def settle_doubt(hearing: Hearing, decision: Decision, *, by: Any, at: datetime) -> dict[str, Any]:
    """Let the vote on a doubt take effect, of a locked meeting and case; at once, and in public.

    Return what the record says of it.
    """
    if decision.kind == DecisionKind.ANNUL:
        award = Award.objects.get(pk=hearing.award.partition(":")[2])
        annul_award(award=award, reason=decision.reasons, decision=ref(decision), by=by, at=at)
    hearing.closed_at = at
    hearing.save(update_fields=["closed_at"])
    return publish_at_once(decision, by=by, at=at)
