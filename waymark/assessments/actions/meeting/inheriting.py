"""Putting on a meeting's agenda whether a certificate stays with a successor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.meeting.given import put_given, refuse_at_once
from waymark.assessments.actions.steps import lock, lock_meeting
from waymark.assessments.models import AgendaItem, Inheritance, Meeting
from waymark.assessments.queries.life.inheriting import award_asked, facts_of
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.life.inheritance import refuse_inheriting
from waymark.base.permits import require
from waymark.base.record import record


@transaction.atomic
def schedule_inheritance(
    *, meeting: Meeting, inheritance: Inheritance, by: Any, at: datetime
) -> AgendaItem:
    """Put on the agenda whether a certificate stays. Raises flow.Refused."""
    require(by, Permit.PLAN_MEETING, on=meeting)
    meeting, case = lock_meeting(meeting), lock(inheritance.case)
    row = Inheritance.objects.select_for_update(of=("self",)).get(pk=inheritance.pk)
    refuse_at_once(meeting=meeting, case=case, by=by, at=at)
    award = award_asked(row)
    refusals = refuse_inheriting(facts_of(award, row.successor_id, at, row))
    item = put_given(meeting=meeting, award=award, about=row, refusals=refusals, at=at)
    facts = {"meeting": meeting.pk, "item": item.pk, "case": case.pk}
    record("inheritance.scheduled", row, by=by, at=at, scope=case, facts=facts)
    return item
