"""The rule hands the secretariat's acts on a case over, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, Handover
from waymark.assessments.queries.handing_over import desk_facts, global_desk, handover_of
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.handing_over import Desk, desk_for
from waymark.base.permits import require
from waymark.base.record import record


@transaction.atomic
def settle_desk(*, case: Case, by: Any, at: datetime) -> bool:
    """Let whom the rule names do the secretariat's acts on a case; tell whether that is new.

    by=None: the platform's clock.
    """
    if by is not None:
        require(by, Permit.ADMIT_CASE, on=case)
    case = lock(case)
    wanted, row = desk_for(desk_facts(case, at)), handover_of(case)
    if wanted == (row.to if row else Desk.OWN):
        return False
    if row is not None:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
    facts = {"case": case.pk, "to": wanted.value}
    if wanted == Desk.OWN:
        record("case.desk_given_back", case, by=by, at=at, scope=case.place, facts=facts)
        return True
    body = case.mechanism.technical_team_id if wanted == Desk.LEAD else global_desk(case)
    assert body is not None, "somebody there is free"
    Handover.objects.create(case=case, to=wanted, body_id=body, at=at)
    record("case.desk_handed_over", case, by=by, at=at, scope=case.place, facts=facts)
    return True
