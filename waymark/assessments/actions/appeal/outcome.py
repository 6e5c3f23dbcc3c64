"""What a panel decides, and what follows: a new decision; the first one stays readable."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.appeal.hearing import lock_appeal
from waymark.assessments.actions.appeal.remedies import follow, new_decision
from waymark.assessments.actions.chain import publish_at_once
from waymark.assessments.actions.life.common import words
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Appeal, AppealOutcome
from waymark.assessments.queries.life.appeals import part_had, remedies_of, sitting
from waymark.assessments.queries.standing import has_declared
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.life.appeal import APPEAL, AppealFacts, Remedy, Vote, upheld
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused


def _facts(appeal: Appeal, reasons: str, *, carries: bool) -> AppealFacts:
    """What the votes came to; whoever declared a tie after her vote counts no more."""
    members = sitting(appeal)
    voted = set(appeal.votes.values_list("member_id", flat=True))
    return AppealFacts(
        reason=reasons,
        sitting=len(members),
        need=appeal.need,
        undeclared=sum(not has_declared(member, appeal.case) for member in members),
        unvoted=sum(member.pk not in voted for member in members),
        passed=carries,
    )


@transaction.atomic
def decide(
    *, appeal: Appeal, remedy: Remedy | None, reasons: str, by: Any, at: datetime
) -> AppealOutcome:
    """Write down what the panel came to; whether it is upheld follows from the votes alone.

    `remedy` says what follows if it is upheld. Raises BadAnswer without reasons or remedy,
    flow.Refused before everybody has voted, or when somebody else was first.
    """
    require(by, Permit.DECIDE_APPEAL, on=appeal)
    appeal = lock_appeal(appeal)
    case = lock(appeal.case)
    reasons = words("reasons", reasons, "decision.reasons_missing")
    if part_had(by, case, at) or not has_declared(by, case):
        raise Refused(Reason("decision.recused"))
    ids = [member.pk for member in sitting(appeal)]
    votes = list(appeal.votes.filter(member__in=ids).values_list("choice", flat=True))
    carried = upheld(votes)
    step = APPEAL.step(
        "uphold" if carried else "dismiss", appeal.state, _facts(appeal, reasons, carries=True)
    )
    if carried and remedy not in remedies_of(appeal):
        raise BadAnswer("remedy", "appeal.no_remedy")
    decision = new_decision(appeal, case, reasons, upheld=carried, votes=votes, by=by, at=at)
    told = publish_at_once(decision, by=by, at=at)
    record("award.decided_on", decision, by=by, at=at, scope=case, facts=told)
    try:
        with transaction.atomic():
            outcome = AppealOutcome.objects.create(
                appeal=appeal,
                upheld=carried,
                remedy=remedy if carried and remedy else "",
                reasons=reasons,
                votes={vote.value: votes.count(vote.value) for vote in Vote},
                decision=decision,
                by=by,
                at=at,
            )
    except IntegrityError:
        raise Refused(Reason("appeal.not_heard_now")) from None
    appeal.state, appeal.closed_at = step.target, at
    appeal.save(update_fields=["state", "closed_at"])
    if carried and remedy:
        follow(appeal, case, decision, remedy, by=by, at=at)
    facts = {"upheld": carried, "remedy": outcome.remedy, "decision": decision.sha256}
    record("appeal.decided", appeal, by=by, at=at, scope=case, facts=facts)
    return outcome
