"""What follows when an appeal is upheld, one way for each remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.chain import append, publish_at_once
from waymark.assessments.actions.intent import intent_of
from waymark.assessments.actions.life.common import note_finding, refuse_label
from waymark.assessments.actions.steps import take
from waymark.assessments.models import Appeal, Case, Condition, Decision
from waymark.assessments.queries.life.appeals import shown_level
from waymark.assessments.queries.life.held import predecessor
from waymark.assessments.rules.case import AssignmentState, DecisionKind
from waymark.assessments.rules.flows import CaseFacts
from waymark.assessments.rules.life.appeal import Remedy, Vote
from waymark.assessments.rules.life.conditions import OVER
from waymark.assessments.rules.life.terms import new_end
from waymark.awards.actions import current_state, intend_award, reinstate_award, supersede_award
from waymark.awards.models import Award
from waymark.awards.rules.lifecycle import AwardState
from waymark.base.record import record, ref
from waymark.kernel.flow import Reason, Refused

CARRIES = (DecisionKind.CORRECT, DecisionKind.HAND_ON)
"""Decisions by which another certificate takes over the conditions of one."""


def _award(reference: str) -> Award | None:
    return Award.objects.filter(pk=reference.partition(":")[2]).first()


def new_decision(
    appeal: Appeal,
    case: Case,
    reasons: str,
    *,
    upheld: bool,
    votes: Sequence[str],
    by: Any,
    at: datetime,
) -> Decision:
    """Annul the decision, or confirm it; conditions alone are struck by confirming without them."""
    first = appeal.decision
    gives = first.kind == DecisionKind.GRANT_WITH_CONDITIONS or first.terms.exists()
    given = Award.objects.filter(decision=ref(first)).first() if gives else None
    decision = append(
        case,
        by=by,
        at=at,
        kind=DecisionKind.ANNUL if upheld and not gives else DecisionKind.CONFIRM,
        report=first.report,
        report_sha256=first.report_sha256,
        award=ref(given) if given else first.award,
        about=ref(first),
        votes={vote.value: votes.count(vote.value) for vote in Vote},
        quorum={"seats": appeal.need, "present": len(votes), "percent": 100},
        reasons=reasons,
        effective_on=at.date(),
    )
    return decision


def follow(
    appeal: Appeal, case: Case, decision: Decision, remedy: Remedy, *, by: Any, at: datetime
) -> None:
    """Do what the panel has decided on. Raises flow.Refused where that can't be done now."""
    ways = {
        Remedy.GRANT: _grant,
        Remedy.AGAIN: _again,
        Remedy.STANDS: _stands,
        Remedy.NO_CONDITIONS: _strike,
    }
    ways[remedy](appeal, case, decision, by=by, at=at)


def _grant(appeal: Appeal, case: Case, decision: Decision, *, by: Any, at: datetime) -> None:
    """Grant what the report shows as attained."""
    report = appeal.decision.report
    level = shown_level(appeal)
    if report is None or not level:
        raise Refused(Reason("decision.no_level"))
    before, replaced = predecessor(case, level, at)
    grant = append(
        case,
        by=by,
        at=at,
        kind=DecisionKind.GRANT,
        level=level,
        report=report,
        report_sha256=report.sha256,
        award=replaced,
        about=ref(decision),
        reasons=decision.reasons,
        effective_on=at.date(),
        valid_until=new_end(at.date(), case.mechanism.validity_months, before),
    )
    _give(case, grant, by=by, at=at)


def _give(case: Case, grant: Decision, *, by: Any, at: datetime) -> None:
    facts = publish_at_once(grant, by=by, at=at)
    record("award.decided_on", grant, by=by, at=at, scope=case, facts=facts)
    if case.intake_id is not None:  # a label follows an agreement
        return
    intent, before = intent_of(grant, at), _award(grant.award)
    if before is not None:
        intent = replace(intent, replaces=before.number)
        live = {AwardState.ACTIVE, AwardState.SUSPENDED}
        if current_state(before, at) in live:
            supersede_award(
                award=before,
                corrected=False,
                reason=grant.reasons,
                decision=ref(grant),
                by=by,
                at=at,
            )
    intend_award(issuer=case.mechanism.issuer, intent=intent, by=by, at=at)


def _again(appeal: Appeal, case: Case, decision: Decision, *, by: Any, at: datetime) -> None:
    """Send the case back to where reviewers are chosen: others than before, and other members."""
    case.assignments.filter(state=AssignmentState.CLOSED, spot_check=None).update(
        state=AssignmentState.REPLACED
    )
    try:
        with transaction.atomic():
            take(case, "reopen", CaseFacts(), by=by, at=at, closed_at=None)
    except IntegrityError:
        raise Refused(Reason("appeal.other_case")) from None


def _stands(appeal: Appeal, case: Case, decision: Decision, *, by: Any, at: datetime) -> None:
    """Let the certificate be as it was before the decision that is set aside."""
    first = appeal.decision
    award = _award(first.award)
    if award is None:
        raise Refused(Reason("decision.other_award"))
    state = current_state(award, at)
    if first.kind == DecisionKind.SUSPEND and state == AwardState.SUSPENDED:
        reinstate_award(award=award, reason=decision.reasons, decision=ref(decision), by=by, at=at)
    # A revocation that waited for the appeal never happens. One that took effect has set a bit
    # that is never taken back: the city gets another certificate with the same end.
    if first.kind == DecisionKind.REVOKE and state == AwardState.REVOKED:
        _give_again(case, award, decision, by=by, at=at)


def _give_again(case: Case, award: Award, decision: Decision, *, by: Any, at: datetime) -> None:
    refuse_label(award)
    given = case.decisions.get(pk=award.decision.partition(":")[2])
    if award.valid_until <= at:
        return
    grant = append(
        case,
        by=by,
        at=at,
        kind=DecisionKind.GRANT,
        level=given.level,
        report=given.report,
        report_sha256=given.report_sha256,
        about=ref(decision),
        reasons=decision.reasons,
        effective_on=at.date(),
        valid_until=given.valid_until,
    )
    facts = publish_at_once(grant, by=by, at=at)
    record("award.decided_on", grant, by=by, at=at, scope=case, facts=facts)
    intent = replace(intent_of(grant, at), replaces=award.number)
    intend_award(issuer=case.mechanism.issuer, intent=intent, by=by, at=at)


def _strike(appeal: Appeal, case: Case, decision: Decision, *, by: Any, at: datetime) -> None:
    """Strike the conditions that were not met yet, wherever they have gone on to meanwhile."""
    laid = [appeal.decision]
    for given in laid:  # it grows: what was carried once can have been carried again
        laid += case.decisions.filter(about=ref(given), kind__in=CARRIES)
    open_ = Condition.objects.filter(decision__in=laid)
    for condition in open_.exclude(findings__outcome__in=OVER):
        note_finding(condition, "struck", reasons=decision.reasons, by=by, at=at)
