"""Taking a step of a case's flow: ask the table, move the row, note it for the city."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from waymark.assessments.models import Case, CaseEvent, Meeting
from waymark.assessments.queries.holding import held
from waymark.assessments.rules.flows import CASE, CaseFacts
from waymark.assessments.rules.holding import goes_on
from waymark.kernel.flow import Reason, Refused


class Overtaken(Exception):
    """Somebody else moved the case on in the meantime; the page has to be looked at again."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.pk)
        self.case = case


def lock(case: Case) -> Case:
    """Return the case as it is now, its row locked until the transaction ends."""
    rows = (
        Case.objects.select_for_update(of=("self",))
        .select_related("mechanism", "edition", "place")
        .defer("edition__document", "place__boundary")
    )
    # Where the edition changed while PostgreSQL waited, the row no longer fits its join: ask anew.
    return rows.filter(pk=case.pk).first() or rows.get(pk=case.pk)


def lock_meeting(meeting: Meeting) -> Meeting:
    """Return the meeting as it is now, its row locked until the transaction ends."""
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("mechanism", "body")
        .get(pk=meeting.pk)
    )


def take(
    case: Case,
    step: str,
    facts: CaseFacts,
    *,
    by: Any,
    at: datetime,
    note: str = "",
    **changes: Any,
) -> Case:
    """Move a locked case along one step of its flow.

    Raises flow.Refused with every reason, also while the case is held, Overtaken if the row
    changed under our hands: the conditional UPDATE holds even where the database knows no row
    locks.
    """
    if not goes_on(step) and held(case):
        raise Refused(Reason("hold.held"))
    target = CASE.step(step, case.state, facts).target
    moved = Case.objects.filter(pk=case.pk, state=case.state, version=case.version).update(
        state=target, version=case.version + 1, **changes
    )
    if not moved:
        raise Overtaken(case)
    CaseEvent.objects.create(case=case, step=step, state=target, by=by, at=at, note=note)
    case.refresh_from_db()
    return case
