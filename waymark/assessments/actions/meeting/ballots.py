"""What a member does on an item: declare her ties, and vote."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.delegating import settle_committee
from waymark.assessments.actions.desk import NotIndependent
from waymark.assessments.actions.steps import lock_meeting
from waymark.assessments.models import (
    AgendaItem,
    Attendance,
    Ballot,
    BoxedVote,
    Declaration,
    Recusal,
)
from waymark.assessments.queries.sitting import acting_on, choices_on, is_secret, reachable
from waymark.assessments.queries.standing import has_declared_on, standing
from waymark.assessments.rules.case import BallotChoice, MeetingState, Permit
from waymark.assessments.rules.independence import may_vote
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused


class AlreadyVoted(Exception):
    """The ballot for this seat on this item has been cast; it stays as it is."""


@transaction.atomic
def declare_on_item(
    *, item: AgendaItem, conflict: bool, note: str = "", by: Any, at: datetime
) -> AgendaItem:
    """A member says whether she has a tie to the city, before she may read the dossier.

    A declared or detected tie recuses her from the item. Raises flow.Refused after her ballot.
    """
    require(by, Permit.RECUSE_MEMBER, on=item)
    lock_meeting(item.meeting)
    if item.ballots.filter(member=by).exists():
        raise Refused(Reason("ballot.cast"))
    case = item.case
    found = may_vote(standing(by, case), on=at.date(), adviser_months=case.mechanism.adviser_months)
    Declaration.objects.create(
        case=case,
        user=by,
        conflict=conflict or bool(found),
        kind=found[0].key.rpartition(".")[2] if found else "",
        note=text.clean(note),
        detected=bool(found) and not conflict,
        at=at,
    )
    if conflict or found:
        Recusal.objects.get_or_create(
            item=item, member=by, defaults={"by": by, "at": at, "reason": text.clean(note)}
        )
    record(
        "member.recused" if conflict or found else "member.declared_free",
        item,
        by=by,
        at=at,
        scope=case,
        facts={"case": case.pk},
    )
    if conflict or found:
        settle_committee(item=item, by=None, at=at)
    return item


def _seat_for(item: AgendaItem, member: Any) -> str | None:
    """Return for whose seat somebody acts on an item: her own, or the one she stands in for."""
    who = acting_on(item)
    return next((holder for holder, acts in who.items() if acts == member.pk), None)


def _may_vote(
    item: AgendaItem, choice: BallotChoice, member: Any, at: datetime
) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    if choice not in choices_on(item):
        reasons.append(Reason("ballot.other_choice"))
    meeting, case = item.meeting, item.case
    if meeting.state != MeetingState.CONVENED or item.removed_at or item.decisions.exists():
        reasons.append(Reason("ballot.not_open"))
    rule = meeting.quorum_rule
    if member.pk not in rule.get("seats", ()) and member.pk not in rule.get("deputies", {}):
        reasons.append(Reason("ballot.no_seat"))
    if meeting.answer_by is not None and at >= meeting.answer_by:
        reasons.append(Reason("written.over"))
    if member.pk not in reachable(meeting):
        reasons.append(Reason("ballot.absent"))
    elif _seat_for(item, member) is None and rule.get("deputies", {}).get(member.pk):
        reasons.append(Reason("ballot.holder_sits"))
    if not has_declared_on(member, item):
        reasons.append(Reason("ballot.undeclared"))
    if item.recusals.filter(member=member).exists():
        reasons.append(Reason("ballot.recused"))
    return (
        *reasons,
        *may_vote(
            standing(member, case),
            on=at.date(),
            adviser_months=case.mechanism.adviser_months,
        ),
    )


def _put_in_box(item: AgendaItem, choice: BallotChoice) -> str:
    """Put a secret vote into the box of a locked meeting's item; return its code.

    The whole box is written anew in the order of its codes, which chance has given: not even the
    order of the rows tells who came when.
    """
    code = secrets.token_hex(13)
    votes = [(code, choice.value), *item.box.values_list("code", "choice")]
    item.box.all().delete()
    BoxedVote.objects.bulk_create(
        BoxedVote(code=code, item=item, choice=choice) for code, choice in sorted(votes)
    )
    return code


@transaction.atomic
def cast_ballot(
    *, item: AgendaItem, choice: BallotChoice, reason: str = "", by: Any, at: datetime
) -> Ballot:
    """Vote on an item, once for each seat.

    Where ballots are secret, it is kept that she voted and not how: neither here nor in the
    ledger. The code of her vote is then in `code` of what is returned, and nowhere beside her name.
    Raises NotIndependent with what stands in the way, AlreadyVoted.
    """
    require(by, Permit.CAST_BALLOT, on=item)
    meeting = lock_meeting(item.meeting)
    item = AgendaItem.objects.select_related("case__mechanism", "hearing", "inheritance").get(
        pk=item.pk
    )
    item.meeting = meeting
    reasons = _may_vote(item, choice, by, at)
    if reasons:
        raise NotIndependent(*reasons)
    secret = is_secret(meeting)
    try:
        with transaction.atomic():
            ballot = Ballot.objects.create(
                item=item,
                member=by,
                seat_of_id=_seat_for(item, by),
                choice="" if secret else choice,
                reason="" if secret else text.clean(reason),
                at=at,
            )
            ballot.code = _put_in_box(item, choice) if secret else ""
    except IntegrityError:
        raise AlreadyVoted from None
    record(
        "ballot.cast",
        item,
        by=by,
        at=at,
        scope=item.case,
        facts={"secret": True} if secret else {"choice": choice, "report": item.report_sha256},
    )
    if meeting.in_writing:
        Attendance.objects.update_or_create(
            meeting=meeting, member=by, defaults={"present": True, "at": at}
        )
    return ballot
