"""An appeal on its way to a panel: lodged by the city, looked at by the desk, given to people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.appeal.hearing import lock_appeal
from waymark.assessments.actions.life.common import words
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Appeal, AppealSeat, Decision
from waymark.assessments.queries.life.appeals import against, candidates, sitting
from waymark.assessments.queries.life.terms import terms_of
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.life.appeal import APPEAL, AppealFacts, Ground, may_lodge
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.people.models import User


@transaction.atomic
def lodge(*, decision: Decision, ground: Ground, text: str, by: Any, at: datetime) -> Appeal:
    """Appeal against a decision, once, by who signs for the city.

    Raises BadAnswer without words, flow.Refused where the decision can't be appealed against,
    the time has passed, or it was appealed against before.
    """
    require(by, Permit.LODGE_APPEAL, on=decision.case)
    case = lock(decision.case)
    text = words("text", text, "appeal.no_grounds")
    if refused := may_lodge(against(decision), on=at.date()):
        raise Refused(*refused)
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                case=case,
                decision=decision,
                ground=ground,
                text=text,
                lodged_by=by,
                lodged_at=at,
                need=terms_of(case.mechanism).panel,
            )
    except IntegrityError:
        raise Refused(Reason("appeal.once")) from None
    facts = {"decision": decision.sha256, "ground": str(ground)}
    record("appeal.lodged", appeal, by=by, at=at, scope=case, facts=facts)
    return appeal


@transaction.atomic
def admit(*, appeal: Appeal, by: Any, at: datetime) -> Appeal:
    """Let an appeal be heard. Raises flow.Refused where that was settled before."""
    require(by, Permit.ADMIT_APPEAL, on=appeal)
    appeal = lock_appeal(appeal)
    appeal.state = APPEAL.step("admit", appeal.state, AppealFacts()).target
    appeal.save(update_fields=["state"])
    record("appeal.admitted", appeal, by=by, at=at, scope=appeal.case, facts={})
    return appeal


@transaction.atomic
def turn_away(*, appeal: Appeal, reason: str, by: Any, at: datetime) -> Appeal:
    """Say why an appeal is not heard; it stays readable. Raises flow.Refused, BadAnswer."""
    require(by, Permit.ADMIT_APPEAL, on=appeal)
    appeal = lock_appeal(appeal)
    appeal.note = words("reason", reason, "appeal.no_reason")
    appeal.state = APPEAL.step("turn_away", appeal.state, AppealFacts(reason=reason)).target
    appeal.closed_at = at
    appeal.save(update_fields=["state", "note", "closed_at"])
    record("appeal.turned_away", appeal, by=by, at=at, scope=appeal.case, facts={})
    return appeal


@transaction.atomic
def name_panel(*, appeal: Appeal, members: Iterable[User], by: Any, at: datetime) -> Appeal:
    """Name who hears an appeal, or who takes the place of somebody that left.

    Only people of the appeal panel who had no part in the case. Raises flow.Refused where too few
    or somebody else are named, or it is no time for it.
    """
    require(by, Permit.ADMIT_APPEAL, on=appeal)
    appeal = lock_appeal(appeal)
    free = {one.user.pk for one in candidates(by, appeal, at) if one.available}
    chosen = {member.pk for member in members}
    if chosen - free:
        raise Refused(Reason("appeal.not_free"))
    have = len(sitting(appeal))
    if have + len(chosen) > appeal.need:
        raise Refused(Reason("appeal.panel_full", {"need": appeal.need}))
    facts = AppealFacts(sitting=have + len(chosen), need=appeal.need)
    if appeal.state == "panel":
        if facts.sitting < facts.need:
            raise Refused(Reason("appeal.panel_short", {"have": have, "need": appeal.need}))
    else:
        appeal.state = APPEAL.step("seat", appeal.state, facts).target
        appeal.save(update_fields=["state"])
    for member in sorted(chosen):
        AppealSeat.objects.create(appeal=appeal, member_id=member, named_by=by, at=at)
    told = {"members": sorted(chosen)}
    record("appeal.named", appeal, by=by, at=at, scope=appeal.case, facts=told)
    return appeal
