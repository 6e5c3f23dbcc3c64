"""Hearing a city before a grave decision, and whatever else it says on its certificate."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.chain import ties
from waymark.assessments.actions.life.common import of_case, words
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, Condition, Hearing, Statement
from waymark.assessments.queries.life.held import LIVE, given_by
from waymark.assessments.queries.life.terms import terms_of
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.life.conditions import OVER
from waymark.assessments.rules.life.doubt import Cause
from waymark.awards.actions import current_state
from waymark.awards.models import Award
from waymark.base.permits import require
from waymark.base.record import record, ref
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def open_hearing(*, case: Case, award: Award, grounds: str, by: Any, at: datetime) -> Hearing:
    """Tell a city what its certificate may be revoked for, and give it time to answer.

    Raises BadAnswer without grounds, flow.Refused where a hearing is open or the award has ended.
    """
    require(by, Permit.HEAR_CITY, on=given_by(award, case))
    case = lock(case)
    grounds = words("grounds", grounds, "life.grounds_missing")
    of_case(award, case)
    if ties(by, case, at):
        raise Refused(Reason("decision.recused"))
    hearing = begin(case, award, grounds, by=by, at=at)
    record("hearing.opened", hearing, by=by, at=at, scope=case, facts=told(hearing))
    return hearing


def begin(
    case: Case,
    award: Award,
    grounds: str,
    *,
    cause: Cause = Cause.NONE,
    tied: Any = None,
    by: Any,
    at: datetime,
) -> Hearing:
    """Open a hearing on a locked case's award. Raises flow.Refused."""
    if current_state(award, at) not in LIVE:
        raise Refused(Reason("life.award_ended"))
    until = at.date() + timedelta(days=terms_of(case.mechanism).hearing_days)
    try:
        with transaction.atomic():
            hearing = Hearing.objects.create(
                case=case,
                award=ref(award),
                grounds=grounds,
                cause=cause,
                tied=tied,
                answer_by=until,
                opened_by=by,
                opened_at=at,
            )
    except IntegrityError:
        raise Refused(Reason("life.heard_already")) from None
    return hearing


def told(hearing: Hearing) -> dict[str, str]:
    """Return what the record says of a hearing."""
    return {
        "award": hearing.award.partition(":")[2],
        "until": hearing.answer_by.isoformat(),
        "cause": str(hearing.cause),
    }


def _about(case: Case, award: Award, kind: str, about: str) -> str:
    """Return what a statement answers to, as the ledger names it. Raises Refused."""
    if kind == "hearing":
        open_ = Hearing.objects.filter(pk=about, award=ref(award), closed_at__isnull=True)
        found = [ref(one) for one in open_]
    elif kind == "condition":
        asked = Condition.objects.filter(pk=about, decision__case=case)
        asked = asked.exclude(findings__outcome__in=OVER)
        found = [ref(one) for one in asked]
    else:
        return ""
    if not found:
        raise Refused(Reason("life.nothing_asked"))
    return found[0]


@transaction.atomic
def say(
    *, case: Case, award: Award, kind: str, about: str, text: str, by: Any, at: datetime
) -> Statement:
    """Put what a city says on record: in a `hearing`, on a `condition`, or as its `update`.

    It stays as it was said; more can be said later. Raises BadAnswer where it is empty,
    flow.Refused where nothing of the kind is asked or the award has ended.
    """
    require(by, Permit.SPEAK_FOR_CITY, on=case)
    case = lock(case)
    text = words("text", text, "life.nothing_said")
    of_case(award, case)
    if current_state(award, at) not in LIVE:
        raise Refused(Reason("life.award_ended"))
    made = Statement.objects.create(
        case=case,
        award=ref(award),
        kind=kind,
        about=_about(case, award, kind, about),
        text=text,
        by=by,
        at=at,
    )
    facts = {"award": award.pk, "kind": kind, "about": made.about}
    record("city.stated", made, by=by, at=at, scope=case, facts=facts)
    return made
