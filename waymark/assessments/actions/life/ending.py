"""The end of a hearing without a decision: its certificate has ended first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.delegating import end_with
from waymark.assessments.actions.steps import lock, lock_meeting
from waymark.assessments.models import Hearing
from waymark.assessments.queries.life.held import LIVE
from waymark.assessments.rules.case import Permit
from waymark.awards.actions import current_state
from waymark.awards.models import Award
from waymark.base.permits import require
from waymark.base.record import record


def _on_agenda(hearing: Hearing) -> Any:
    found = hearing.agenda_items.filter(removed_at=None, decisions=None)
    return found.select_related("meeting").order_by("meeting_id", "pk")


@transaction.atomic
def end_hearing(*, hearing: Hearing, by: Any, at: datetime) -> Hearing | None:
    """End a hearing whose certificate has ended: nobody votes on it or decides any more.

    It comes off the agenda; what was said in it stays. None where it goes on, or is over.
    by=None: the platform's clock.
    """
    if by is not None:
        require(by, Permit.DOUBT_DECISION, on=hearing.case.mechanism)
    locked = {item.meeting_id for item in _on_agenda(hearing) if lock_meeting(item.meeting)}
    case = lock(hearing.case)
    row = Hearing.objects.select_for_update(of=("self",)).get(pk=hearing.pk)
    items = list(_on_agenda(row))
    if row.closed_at is not None or any(item.meeting_id not in locked for item in items):
        return None  # or it was put on an agenda meanwhile: the next look sees it
    award = Award.objects.get(pk=row.award.partition(":")[2])
    state = current_state(award, at)
    if state in LIVE:
        return None
    for item in items:
        item.removed_at = at
        item.save(update_fields=["removed_at"])
    if row.cause:
        end_with(case, at=at)
    row.closed_at = row.moot_at = at
    row.save(update_fields=["closed_at", "moot_at"])
    facts = {"award": award.pk, "cause": row.cause, "state": str(state)}
    record("hearing.ended", row, by=by, at=at, scope=case, facts=facts)
    return row
