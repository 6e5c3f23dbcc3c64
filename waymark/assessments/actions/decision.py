"""The committee's decisions: append-only, chained, one per item; published in a batch."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.spot.common import lock_check, move_check
from waymark.assessments.actions.steps import Overtaken, lock, lock_meeting, take
from waymark.assessments.models import AgendaItem, Case, Decision, Publication
from waymark.assessments.queries.sitting import choices_on, quorum_of, report_is_current
from waymark.assessments.queries.spot.frame import award_of, grant_of
from waymark.assessments.queries.standing import has_declared, standing
from waymark.assessments.rules.case import DecisionKind, MeetingState, Permit
from waymark.assessments.rules.flows import CaseFacts
from waymark.assessments.rules.independence import may_vote
from waymark.assessments.rules.spot import comparing
from waymark.assessments.rules.spot.flows import CheckFacts
from waymark.assessments.rules.voting import Tally, tally
from waymark.awards.actions import (
    current_state,
    reinstate_award,
    revoke_award,
    suspend_award,
)
from waymark.awards.models import Award
from waymark.awards.rules.lifecycle import AwardState
from waymark.base.permits import require
from waymark.base.record import record, ref
from waymark.kernel import canonical, text
from waymark.kernel.flow import Reason, Refused

MAX_REPORT = 64 * 1024 * 1024


class AlreadyDecided(Exception):
    """The item has its decision; it is in `decision`."""

    def __init__(self, decision: Decision | None) -> None:
        super().__init__("already decided")
        self.decision = decision


def add_months(day: date, months: int) -> date:
    """Return the day so many months later, the last of the month where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def attained(report_document: str, case: Case) -> str:
    """Return the highest level that the report shows as attained, not above the one aimed for."""
    document = canonical.loads(report_document.encode(), max_bytes=MAX_REPORT)
    return comparing.attained(document["levels"], case.target_level)


def _append(case: Case, *, by: Any, at: datetime, **facts: Any) -> Decision:
    """Write the next decision of a case, chained to the one before."""
    last = case.decisions.order_by("-seq").first()
    row = Decision(
        case=case,
        seq=last.seq + 1 if last else 1,
        prev_sha256=last.sha256 if last else "",
        decided_by=by,
        decided_at=at,
        **facts,
    )
    body = {
        "v": 1,
        "id": row.pk,
        "case": case.pk,
        "seq": row.seq,
        "prev": row.prev_sha256,
        "kind": row.kind,
        "level": row.level,
        "item": row.item_id or "",
        "report": row.report_sha256,
        "award": row.award,
        "votes": row.votes,
        "quorum": row.quorum,
        "reasons": row.reasons,
        "conditions": row.conditions,
        "effective_on": row.effective_on.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else "",
        "decided_by": by.pk if by else "",
        "decided_at": at.isoformat(),
    }
    row.document = canonical.dumps(body).decode()
    row.sha256 = canonical.digest(body)
    row.save(force_insert=True)
    return row


def _ties(person: Any, case: Case, at: datetime) -> tuple[Reason, ...]:
    """Say what ties whoever writes a decision down to its case; recused members do not."""
    return may_vote(
        standing(person, case), on=at.date(), adviser_months=case.mechanism.adviser_months
    )


def _refusals(
    item: AgendaItem, counted: Tally, level: str, *, by: Any, at: datetime
) -> tuple[Reason, ...]:
    here = quorum_of(item)
    found: list[Reason] = []
    if not has_declared(by, item.case):
        found.append(Reason("ballot.undeclared"))
    if item.recusals.filter(member=by).exists() or _ties(by, item.case, at):
        found.append(Reason("decision.recused"))
    if item.meeting.state != MeetingState.CONVENED or item.removed_at:
        found.append(Reason("decision.not_open"))
    if not here.reached:
        found.append(Reason("decision.not_quorate", {"present": here.present, "seats": here.seats}))
    if sum(counted.counts.values()) == 0:
        found.append(Reason("decision.no_votes"))
    if counted.kind == DecisionKind.GRANT and not level:
        found.append(Reason("decision.no_level"))
    return tuple(found)


def _outcome(item: AgendaItem, case: Case, counted: Tally, level: str, day: date) -> dict[str, Any]:
    """Return what follows from the votes, as fields of a decision."""
    granted = counted.kind == DecisionKind.GRANT
    here = quorum_of(item)
    return {
        "kind": counted.kind,
        "level": level if granted else "",
        "item": item,
        "award": ref(_certificate(case) or "") if item.spot_check else "",
        "report": item.report,
        "report_sha256": item.report_sha256,
        "votes": counted.counts,
        "quorum": {"seats": here.seats, "present": here.present, "percent": here.percent},
        "effective_on": day,
        "valid_until": add_months(day, case.mechanism.validity_months) if granted else None,
    }


def _told(decision: Decision) -> dict[str, Any]:
    """Return what the record says of a decision."""
    return {
        "case": decision.case_id,
        "kind": decision.kind,
        "level": decision.level,
        "report": decision.report_sha256,
        "prev": decision.prev_sha256,
        "sha256": decision.sha256,
        "votes": decision.votes,
    }


def _as_it_is(item: AgendaItem) -> AgendaItem:
    """Return the item as it is now, its meeting locked until the transaction ends."""
    meeting = lock_meeting(item.meeting)
    found = AgendaItem.objects.select_related("case", "report", "spot_check__case")
    item = found.get(pk=item.pk)
    item.meeting = meeting
    return item


@transaction.atomic
def decide_item(
    *, item: AgendaItem, expected: str, reasons: str, conditions: str = "", by: Any, at: datetime
) -> Decision:
    """Write down what the ballots on an item came to; the kind follows from the votes.

    `expected` is the hash of the report that the chair had before her. Raises AlreadyDecided when
    another chair was first, flow.Refused, BadAnswer without reasons.
    """
    require(by, Permit.DECIDE, on=item)
    item = _as_it_is(item)
    done = Decision.objects.filter(item=item).first()
    if done is not None:
        raise AlreadyDecided(done)
    reasons = text.clean(reasons).strip()
    if not reasons:
        raise BadAnswer("reasons", "decision.reasons_missing")
    if expected != item.report_sha256:
        raise Refused(Reason("case.report_stale"))
    case = lock(item.case)
    ballots = dict(item.ballots.values_list("member_id", "choice"))
    out = item.recusals.values_list("member_id", flat=True)
    counted = tally(ballots, recused=out, choices=choices_on(item))
    level = attained(item.report.document, case)
    if refusals := _refusals(item, counted, level, by=by, at=at):
        raise Refused(*refusals)
    try:
        with transaction.atomic():
            decision = _append(
                case,
                by=by,
                at=at,
                **_outcome(item, case, counted, level, at.date()),
                reasons=reasons,
                conditions=text.clean(conditions).strip(),
            )
            _follow(item, case, decision, by=by, at=at)
    except (IntegrityError, Overtaken):
        raise AlreadyDecided(Decision.objects.filter(item=item).first()) from None
    record(
        "case.decided",
        decision,
        by=by,
        at=at,
        scope=case,
        facts=_told(decision),
    )
    return decision


def _follow(item: AgendaItem, case: Case, decision: Decision, *, by: Any, at: datetime) -> None:
    """Move what was decided on: the case, or the spot check that was before the committee."""
    deferred = decision.kind == DecisionKind.DEFER
    if item.spot_check is not None:
        if not deferred:
            move_check(lock_check(item.spot_check), "settle", CheckFacts(), at=at)
        if decision.kind == DecisionKind.SUSPEND:
            _suspend(case, decision, by=by, at=at)
        return
    facts = CaseFacts(report_current=report_is_current(item.report))
    take(case, "defer" if deferred else "decide", facts, by=by, at=at)


def _certificate(case: Case) -> Award | None:
    grant = grant_of(case)
    return award_of(grant) if grant else None


def _suspend(case: Case, decision: Decision, *, by: Any, at: datetime) -> None:
    """A suspension takes effect and is public at once, as every one does."""
    award = _certificate(case)
    if award is not None and current_state(award, at) == AwardState.ACTIVE:
        reason = decision.reasons
        suspend_award(award=award, reason=reason, decision=ref(decision), by=by, at=at)
    Publication.objects.create(decision=decision, by=by, at=at)


AWARD_ACTS = {
    DecisionKind.SUSPEND: suspend_award,
    DecisionKind.LIFT_SUSPENSION: reinstate_award,
    DecisionKind.REVOKE: revoke_award,
}


@transaction.atomic
def decide_on_award(
    *, case: Case, award: Award, kind: DecisionKind, reasons: str, by: Any, at: datetime
) -> Decision:
    """Suspend, reinstate or revoke the award that came of a case, as a decision of its own.

    Raises BadAnswer without reasons, awards.rules.NoSuchStep where the award's state forbids it.
    """
    require(by, Permit.DECIDE_ON_AWARD, on=case.mechanism)
    case = lock(case)
    reasons = text.clean(reasons).strip()
    if not reasons:
        raise BadAnswer("reasons", "decision.reasons_missing")
    if not case.decisions.filter(pk=award.decision.partition(":")[2]).exists():
        raise Refused(Reason("decision.other_award"))
    if _ties(by, case, at):
        raise Refused(Reason("decision.recused"))
    decision = _append(
        case,
        by=by,
        at=at,
        kind=kind,
        award=ref(award),
        reasons=reasons,
        effective_on=at.date(),
    )
    AWARD_ACTS[kind](award=award, reason=reasons, decision=ref(decision), by=by, at=at)
    Publication.objects.create(decision=decision, by=by, at=at)
    record(
        "award.decided_on",
        decision,
        by=by,
        at=at,
        scope=case,
        facts={"kind": kind, "award": award.pk, "sha256": decision.sha256},
    )
    return decision
