"""The committee's decisions: append-only, chained, one per item; published in a batch."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.chain import append, ties
from waymark.assessments.actions.delegating import end_with
from waymark.assessments.actions.life.deciding import decide_on_award
from waymark.assessments.actions.life.doubting import settle_doubt
from waymark.assessments.actions.life.inheriting import settle_inheritance
from waymark.assessments.actions.spot.common import lock_check, move_check
from waymark.assessments.actions.steps import Overtaken, lock, lock_meeting, take
from waymark.assessments.models import AgendaItem, Case, Condition, Decision, Publication
from waymark.assessments.queries.life.doubts import award_named, doubt_of
from waymark.assessments.queries.life.held import predecessor
from waymark.assessments.queries.life.inheriting import kept_from, not_inherited
from waymark.assessments.queries.sitting import (
    acting_on,
    choices_on,
    is_secret,
    quorum_of,
    report_is_current,
    votes_on,
)
from waymark.assessments.queries.spot.frame import award_of, grant_of
from waymark.assessments.queries.standing import has_declared_on
from waymark.assessments.rules.case import GIVES, DecisionKind, MeetingState, Permit
from waymark.assessments.rules.flows import CaseFacts
from waymark.assessments.rules.life.renewing import conditions_in, giving_kind
from waymark.assessments.rules.life.terms import new_end
from waymark.assessments.rules.spot import comparing
from waymark.assessments.rules.spot.flows import CheckFacts
from waymark.assessments.rules.voting import Tally, box_digest, in_writing, tally
from waymark.awards.actions import current_state, suspend_award
from waymark.awards.models import Award
from waymark.awards.rules.lifecycle import AwardState
from waymark.base.permits import require
from waymark.base.record import record, ref
from waymark.kernel import canonical, text
from waymark.kernel.flow import Reason, Refused

__all__ = ["AlreadyDecided", "attained", "decide_item", "decide_on_award"]
MAX_REPORT = 64 * 1024 * 1024


class AlreadyDecided(Exception):
    """The item has its decision; it is in `decision`."""

    def __init__(self, decision: Decision | None) -> None:
        super().__init__("already decided")
        self.decision = decision


def attained(report_document: str, case: Case) -> str:
    """Return the highest level that the report shows as attained, not above the one aimed for."""
    document = canonical.loads(report_document.encode(), max_bytes=MAX_REPORT)
    return comparing.attained(document["levels"], case.target_level)


def _refusals(
    item: AgendaItem, counted: Tally, level: str, *, by: Any, at: datetime
) -> tuple[Reason, ...]:
    here = quorum_of(item)
    found: list[Reason] = []
    if not has_declared_on(by, item):
        found.append(Reason("ballot.undeclared"))
    if item.recusals.filter(member=by).exists() or ties(by, item.case, at):
        found.append(Reason("decision.recused"))
    if item.meeting.state != MeetingState.CONVENED or item.removed_at:
        found.append(Reason("decision.not_open"))
    if not here.reached:
        found.append(Reason("decision.not_quorate", {"present": here.present, "seats": here.seats}))
    if len(votes_on(item)) != item.ballots.count():
        found.append(Reason("ballot.box"))
    ends, seats = item.meeting.answer_by, len(acting_on(item))
    answered = item.ballots.values_list("seat_of_id", flat=True)
    if ends and not in_writing(answered=answered, seats=seats, ends=ends, at=at):
        found.append(Reason("written.running"))
    if sum(counted.counts.values()) == 0:
        found.append(Reason("decision.no_votes"))
    if counted.kind == DecisionKind.GRANT and not level:
        found.append(Reason("decision.no_level"))
    if counted.kind == DecisionKind.GRANT and item.case.place.ended_on is not None:
        found.append(Reason("decision.place_ended"))
    if item.hearing is not None and not doubt_of(item.hearing, at).lives:
        found.append(Reason("life.award_ended"))
    if item.inheritance is not None:
        found += not_inherited(item.inheritance, at)
    return tuple(found)


def _outcome(
    item: AgendaItem, case: Case, counted: Tally, level: str, conditions: str, at: datetime
) -> dict[str, Any]:
    """Return what follows from the votes, as fields of a decision."""
    here, day = quorum_of(item), at.date()
    found: dict[str, Any] = {
        "kind": counted.kind,
        "level": "",
        "item": item,
        **_concerning(item, case, counted.kind),
        "report": item.report,
        "report_sha256": item.report_sha256,
        "votes": counted.counts,
        "quorum": {
            "seats": here.seats,
            "present": here.present,
            "percent": here.percent,
            **_in_place_of(item, case),
            **({"box": box_digest(votes_on(item).items())} if is_secret(item.meeting) else {}),
        },
        "effective_on": day,
    }
    if counted.kind == DecisionKind.GRANT:
        before, replaced = predecessor(case, level, at)
        found |= {
            "kind": giving_kind(case.kind, conditions=bool(conditions)),
            "level": level,
            "award": replaced,
            "valid_until": new_end(day, case.mechanism.validity_months, before),
        }
    if counted.kind == DecisionKind.HAND_ON and item.inheritance is not None:
        found |= kept_from(item.inheritance)
    return found


def _concerning(item: AgendaItem, case: Case, kind: DecisionKind) -> dict[str, str]:
    """Return which certificate a decision is on, and what it answers to."""
    if item.hearing is not None:
        about = award_named(item.hearing).decision if kind == DecisionKind.ANNUL else ""
        return {"award": item.hearing.award, "about": about or ref(item.hearing)}
    if item.inheritance is not None:
        return {"award": item.inheritance.award, "about": ref(item.inheritance)}
    return {"award": ref(_certificate(case) or "") if item.spot_check else ""}


def _in_place_of(item: AgendaItem, case: Case) -> dict[str, str]:
    """Return for which mechanism another one's committee decides, where the rule delegated it."""
    there = item.meeting.mechanism
    if there.pk == case.mechanism_id:
        return {}
    return {"decided_by": there.slug, "in_place_of": case.mechanism.slug}


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
    found = AgendaItem.objects.select_related(
        "case", "report", "spot_check__case", "hearing", "inheritance"
    )
    item = found.get(pk=item.pk)
    item.meeting = meeting
    return item


@transaction.atomic
def decide_item(
    *,
    item: AgendaItem,
    expected: str,
    reasons: str,
    conditions: str = "",
    deadline: date | None = None,
    by: Any,
    at: datetime,
) -> Decision:
    """Write down what the ballots on an item came to; the kind follows from the votes.

    `expected` is the hash of the report that the chair had before her; each line of `conditions`
    is one, to be met by the deadline. Raises AlreadyDecided when another chair was first,
    flow.Refused, BadAnswer without reasons or for conditions that have no deadline.
    """
    require(by, Permit.DECIDE, on=item)
    item = _as_it_is(item)
    done = Decision.objects.filter(item=item).first()
    if done is not None:
        raise AlreadyDecided(done)
    reasons, conditions = _words(reasons, conditions, deadline, at)
    if expected != item.report_sha256:
        raise Refused(Reason("case.report_stale"))
    case = lock(item.case)
    ballots = votes_on(item)
    out = item.recusals.values_list("member_id", flat=True)
    counted = tally(ballots, recused=out, choices=choices_on(item))
    level = attained(item.report.document, case)
    if refusals := _refusals(item, counted, level, by=by, at=at):
        raise Refused(*refusals)
    try:
        with transaction.atomic():
            decision = append(
                case,
                by=by,
                at=at,
                **_outcome(item, case, counted, level, conditions, at),
                reasons=reasons,
                conditions=conditions,
            )
            _lay_down(decision, deadline)
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


def _words(reasons: str, conditions: str, deadline: date | None, at: datetime) -> tuple[str, str]:
    """Clean what the chair wrote. Raises BadAnswer."""
    reasons, conditions = text.clean(reasons).strip(), text.clean(conditions).strip()
    if not reasons:
        raise BadAnswer("reasons", "decision.reasons_missing")
    if conditions and (deadline is None or deadline <= at.date()):
        raise BadAnswer("deadline", "decision.no_deadline")
    return reasons, conditions


def _lay_down(decision: Decision, deadline: date | None) -> None:
    """Write down the conditions of a grant, each a row that can be found met or not."""
    if decision.kind not in GIVES or deadline is None:
        return
    for number, line in enumerate(conditions_in(decision.conditions), 1):
        Condition.objects.create(decision=decision, number=number, text=line, due=deadline)


def _follow(item: AgendaItem, case: Case, decision: Decision, *, by: Any, at: datetime) -> None:
    """Move what was decided on: the case, a spot check, or a certificate that was given."""
    deferred = decision.kind == DecisionKind.DEFER
    if not (deferred or item.on_the_case):
        end_with(case, at=at)
    if item.hearing is not None or item.inheritance is not None:
        if not deferred:
            facts = _settle(item, decision, by=by, at=at)
            record("award.decided_on", decision, by=by, at=at, scope=case, facts=facts)
        return
    if item.spot_check is not None:
        if not deferred:
            move_check(lock_check(item.spot_check), "settle", CheckFacts(), at=at)
        if decision.kind == DecisionKind.SUSPEND:
            _suspend(case, decision, by=by, at=at)
        return
    current = CaseFacts(report_current=report_is_current(item.report))
    take(case, "defer" if deferred else "decide", current, by=by, at=at)


def _settle(item: AgendaItem, decision: Decision, *, by: Any, at: datetime) -> dict[str, Any]:
    """Let a vote on a certificate take effect; return what the record says of it."""
    if item.hearing is not None:
        return settle_doubt(item.hearing, decision, by=by, at=at)
    assert item.inheritance is not None, "one of the two"
    return settle_inheritance(item.inheritance, decision, by=by, at=at)


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
