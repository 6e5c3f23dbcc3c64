"""Taking a case to a newer edition, by its city's own choice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.holding import end_hold
from waymark.assessments.actions.moving import change_edition
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case
from waymark.assessments.queries.rebasing import preview
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.holding import Ended
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def rebase_case(*, case: Case, expected: str, by: Any, at: datetime) -> Case:
    """Take a case to the edition by which its mechanism certifies now.

    expected: the content of the edition that was previewed. What is not asked any more stays
    stored and is left out. A case that was handed in comes back to its city, to be signed anew.
    Raises flow.Refused with every reason, steps.Overtaken.
    """
    require(by, Permit.OPEN_CASE, on=case.place)
    case = lock(case)
    found = preview(by, case, expected)
    if found is None:
        raise Refused(Reason("rebase.newest"))
    if found.refused:
        raise Refused(*found.refused)
    before, was = case.edition.sha256, case.state
    case = change_edition(case, found.edition, found.plan, note=found.after.version, by=by, at=at)
    facts = {
        "from": before,
        "to": found.edition.sha256,
        "was": was,
        "changed": list(found.plan.changed),
        "added": list(found.plan.added),
        "removed": list(found.plan.removed),
    }
    end_hold(case, Ended.NEWER, by=by, at=at)
    record("case.rebased", case, by=by, at=at, scope=case.place, facts=facts)
    return case
