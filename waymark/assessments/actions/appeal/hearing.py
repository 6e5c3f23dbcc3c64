"""A panel at work: who sits there says first that she has no tie, reads, and votes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.models import Appeal, AppealSeat, AppealVote, Declaration
from waymark.assessments.queries.life.appeals import part_had
from waymark.assessments.queries.standing import has_declared
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.life.appeal import AppealState, Vote
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused


def lock_appeal(appeal: Appeal) -> Appeal:
    """Return the appeal as it is now, its row locked until the transaction ends."""
    found = Appeal.objects.select_for_update(of=("self",))
    return found.select_related("case__mechanism", "case__place", "decision").get(pk=appeal.pk)


def _seat(appeal: Appeal, by: Any) -> AppealSeat:
    if appeal.state != AppealState.PANEL:
        raise Refused(Reason("appeal.not_heard_now"))
    found = appeal.seats.filter(member=by, left_at__isnull=True).first()
    if found is None:
        raise Refused(Reason("appeal.no_seat"))
    return found


@transaction.atomic
def declare(
    *,
    appeal: Appeal,
    conflict: bool,
    note: str = "",
    asks: bool = False,
    by: Any,
    at: datetime,
) -> bool:
    """Say whether a tie to the city exists, before anything can be read; return whether she stays.

    With a tie, said or found, she leaves the panel at once. With `asks` she tells of something and
    leaves it to the panel's other members to rule: until then she keeps her seat and the case
    stays closed to her. Raises BadAnswer where she asks without telling what, flow.Refused once
    she has voted or said it before.
    """
    require(by, Permit.SIT_ON_APPEAL, on=appeal)
    appeal = lock_appeal(appeal)
    seat, case = _seat(appeal, by), appeal.case
    if appeal.votes.filter(member=by).exists():
        raise Refused(Reason("appeal.voted"))
    if has_declared(by, case) and not conflict:
        raise Refused(Reason("appeal.declared"))
    found, said = part_had(by, case, at), text.clean(note).strip()
    asks = asks and not found  # a tie or a part that is known needs no word of hers
    if asks and not said:
        raise BadAnswer("note", "assignment.tell_what")
    Declaration.objects.create(
        case=case,
        user=by,
        conflict=conflict or asks or bool(found),
        asks=asks,
        note=said,
        detected=bool(found) and not conflict,
        at=at,
    )
    stays = not (conflict or found)
    if not stays:
        seat.left_at = at
        seat.save(update_fields=["left_at"])
    verb = "appeal.declared" if stays else "appeal.left"
    verb = "appeal.ruling_asked" if asks else verb
    record(verb, appeal, by=by, at=at, scope=case, facts={})
    return stays


@transaction.atomic
def cast_vote(
    *, appeal: Appeal, choice: Vote, reason: str = "", by: Any, at: datetime
) -> AppealVote:
    """Vote on an appeal, once. Raises flow.Refused before she has declared, or twice."""
    require(by, Permit.SIT_ON_APPEAL, on=appeal)
    appeal = lock_appeal(appeal)
    _seat(appeal, by)
    if not has_declared(by, appeal.case):
        raise Refused(Reason("appeal.declare_first"))
    if part_had(by, appeal.case, at):
        raise Refused(Reason("decision.recused"))
    try:
        with transaction.atomic():
            made = AppealVote.objects.create(
                appeal=appeal, member=by, choice=choice, reason=text.clean(reason).strip(), at=at
            )
    except IntegrityError:
        raise Refused(Reason("appeal.voted")) from None
    record("appeal.vote_cast", appeal, by=by, at=at, scope=appeal.case, facts={})
    return made
