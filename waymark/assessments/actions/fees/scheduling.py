"""Setting what a mechanism asks from a day on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from waymark.assessments.actions.life.common import words
from waymark.assessments.models import FeeSchedule
from waymark.assessments.queries.fees.schedules import newest_schedule, poorest
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.fees import schedule as rules
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical
from waymark.kernel.flow import Refused
from waymark.schemes.models import Mechanism


@transaction.atomic
def set_schedule(
    *,
    mechanism: Mechanism,
    schedule: rules.Schedule,
    digits: int,
    reason: str,
    by: Any,
    at: datetime,
) -> FeeSchedule:
    """Set what cases are asked that are opened from a day on, tomorrow at the soonest.

    digits: how many decimals the currency has. Raises BadAnswer without a reason, flow.Refused for
    a schedule that can't hold.
    """
    require(by, Permit.SET_FEES, on=mechanism)
    reason = words("reason", reason, "fees.no_reason")
    mechanism = Mechanism.objects.select_for_update(of=("self",)).get(pk=mechanism.pk)
    today = timezone.localtime(at).date()
    if wrong := rules.refusals(schedule, today=today, digits=digits, poorest=poorest(at)):
        raise Refused(*wrong)
    last = newest_schedule(mechanism)
    made = FeeSchedule.objects.create(
        mechanism=mechanism,
        version=last.version + 1 if last else 1,
        document=canonical.dumps(schedule.document()).decode(),
        effective_from=schedule.effective_from,
        reason=reason,
        by=by,
        at=at,
    )
    facts = {"version": made.version, "schedule": canonical.digest(schedule.document())}
    record("fee_schedule.set", made, by=by, at=at, scope=mechanism, facts=facts)
    return made
