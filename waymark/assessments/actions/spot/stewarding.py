"""A steward before a case whose spot check has a result: she says first that she has no tie."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.spot.common import lock_check
from waymark.assessments.models import Declaration, SpotCheck
from waymark.assessments.queries.standing import has_declared
from waymark.assessments.rules.case import Permit
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def declare_as_steward(
    *, check: SpotCheck, conflict: bool, note: str = "", by: Any, at: datetime
) -> bool:
    """Say whether a tie to the city exists, before anything can be read; return whether it opens.

    A tie can be told of at any time later, and closes the case again. Raises NotPermitted where
    the check has no result yet or a tie is known, flow.Refused where she has said it before.
    """
    require(by, Permit.DECLARE_ON_CASE, on=check)
    check = lock_check(check)
    if not conflict and has_declared(by, check.case):
        raise Refused(Reason("spot.declared"))
    Declaration.objects.create(
        case=check.case, user=by, conflict=conflict, note=text.clean(note).strip(), at=at
    )
    verb = "spot.steward_tied" if conflict else "spot.steward_declared"
    record(verb, check, by=by, at=at, scope=check.case, facts={})
    return not conflict
