"""Cases that come to be checked without a ticket of the draw: asked for, or in another's place."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.spot.common import (
    drawn_check,
    lock_check,
    lock_draw,
    move_check,
)
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, SpotCheck, SpotWithdrawal
from waymark.assessments.queries.spot.frame import cause_against, grant_of
from waymark.assessments.rules.case import AssignmentState, Permit
from waymark.assessments.rules.spot.flows import CheckFacts
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import draw as rules
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused


def asked_check(case: Case, reason: str, *, by: Any, at: datetime) -> SpotCheck:
    """Write down that a locked case is to be checked for a reason; whoever asks records it.

    Raises flow.Refused where there is no certificate in force or such a check is open.
    """
    grant = grant_of(case)
    if grant is None or grant.report is None or cause_against(case, at):
        raise Refused(Reason("spot.no_certificate"))
    try:
        with transaction.atomic():
            return SpotCheck.objects.create(
                case=case,
                report=grant.report,
                kind="risk",
                reason=reason,
                reviewers=case.mechanism.reviewers_per_case,
                made_by=by,
                made_at=at,
            )
    except IntegrityError:
        raise Refused(Reason("spot.open_already")) from None


@transaction.atomic
def ask_check(*, case: Case, reason: str, by: Any, at: datetime) -> SpotCheck:
    """Ask that a certified case is checked again because of a risk, with a reason.

    It is told apart from a drawn one everywhere. Raises BadAnswer without a reason, flow.Refused
    where there is no certificate in force or such a check is open.
    """
    require(by, Permit.ASK_CHECK, on=case.mechanism)
    reason = text.clean(reason).strip()
    if not reason:
        raise BadAnswer("reason", "spot.reason_missing")
    check = asked_check(lock(case), reason, by=by, at=at)
    facts = {"case": case.pk, "kind": "risk"}
    record("spot.opened", check, by=by, at=at, scope=check.case, facts=facts)
    return check


@transaction.atomic
def replace_drawn(*, check: SpotCheck, by: Any, at: datetime) -> SpotCheck | None:
    """Leave out a drawn case whose certificate has ended; the next ticket takes its place.

    Returns the check in its place, or None where all of the stratum were drawn. Raises
    flow.Refused where nothing stands in the way of the check: nobody is spared by this.
    """
    require(by, Permit.RUN_DRAW, on=check.case.mechanism)
    if check.entry is None:
        raise Refused(Reason("spot.not_drawn"))
    draw = lock_draw(check.entry.draw)
    check = lock_check(check)
    cause = cause_against(check.case, at)
    check = move_check(check, "withdraw", CheckFacts(cause=cause), at=at)
    check.assignments.filter(ended_at__isnull=True).update(
        state=AssignmentState.CLOSED, ended_at=at
    )
    entry = check.entry
    assert entry is not None
    stratum = {row.leaf: row for row in draw.entries.filter(stratum=entry.stratum)}
    taken = SpotCheck.objects.filter(entry__draw=draw, entry__stratum=entry.stratum)
    seed = json.loads(draw.result.record)["seed"]
    pick = rules.substitute(seed, stratum, taken.values_list("entry__leaf", flat=True))
    other = drawn_check(draw, stratum[pick.leaf], by=by, at=at) if pick else None
    SpotWithdrawal.objects.create(
        spot_check=check, reason=cause, substitute=other, by=by, at=at.replace(microsecond=0)
    )
    told = {"case": check.case_id, "leaf": entry.leaf, "reason": cause}
    told["substitute"] = pick.leaf if pick else ""
    record("spot.replaced", check, by=by, at=at, scope=check.case, facts=told)
    if other is not None:
        facts = {"case": other.case_id, "kind": "drawn", "draw": draw.pk}
        record("spot.opened", other, by=by, at=at, scope=other.case, facts=facts)
    return other
