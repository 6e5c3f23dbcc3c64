"""Taking back a question that was put to the city."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Clarification
from waymark.assessments.rules.case import Permit
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def withdraw_question(*, clarification: Clarification, by: Any, at: datetime) -> Clarification:
    """Take back a question of one's own that the city has not answered yet.

    The case stays open to the city, which may have begun to change it; with no question left it
    can send it back at once. Raises flow.Refused once it is answered or taken back.
    """
    require(by, Permit.GIVE_VERDICT, on=clarification.assignment)
    case = lock(clarification.case)
    clarification = Clarification.objects.select_for_update().get(pk=clarification.pk)
    if clarification.answered_at or clarification.withdrawn_at:
        raise Refused(Reason("clarification.closed"))
    clarification.withdrawn_at = at
    clarification.save(update_fields=["withdrawn_at"])
    record(
        "clarification.withdrawn",
        clarification,
        by=by,
        at=at,
        scope=case.place,
        facts={"case": case.pk, "criterion": clarification.criterion},
    )
    return clarification
