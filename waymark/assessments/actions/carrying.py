"""A city's case takes over what a city that ended, and on which it follows, had entered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.steps import lock
from waymark.assessments.actions.transfer_copy import copy_into
from waymark.assessments.models import Carrying, Case, CaseEvent
from waymark.assessments.queries.carrying import preview, works_there
from waymark.assessments.rules.case import Permit
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def carry_over(*, source: Case, target: Case, expected: str, by: Any, at: datetime) -> Carrying:
    """Take answers, tables and evidence over, where the target says nothing yet.

    Whoever does it writes in the one workspace and works in the other, into which a secretariat or
    its lead let her. expected: what was previewed. The source stays as it is.
    Raises NotPermitted, flow.Refused with every reason.
    """
    require(by, Permit.EDIT_CASE, on=target)
    locked = {case.pk: lock(case) for case in sorted((source, target), key=lambda one: one.pk)}
    source, target = locked[source.pk], locked[target.pk]
    if not works_there(by, source, at):
        raise Refused(Reason("carry.not_yours"))
    found = preview(by, source, target, expected=expected or "-")
    if found.refused:
        raise Refused(*found.refused)
    copy_into(source, target, found.plan, found.goes, at=at)
    row = Carrying.objects.create(
        source=source,
        target=target,
        answers=list(found.goes.answers),
        tables=list(found.goes.tables),
        evidence=len(found.goes.evidence),
        by=by,
        at=at,
    )
    for case, step, other in ((target, "carry", source), (source, "carried", target)):
        CaseEvent.objects.create(
            case=case, step=step, state=case.state, note=str(other.place), by=by, at=at
        )
    facts = {
        "from": source.pk,
        "to": target.pk,
        "answers": row.answers,
        "tables": row.tables,
        "evidence": row.evidence,
    }
    record("case.carried_over", row, by=by, at=at, scope=target.place, facts=facts)
    return row
