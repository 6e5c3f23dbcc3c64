"""Putting a decision that is doubted on a meeting's agenda."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.meeting.given import put_given, refuse_at_once
from waymark.assessments.actions.steps import lock, lock_meeting
from waymark.assessments.models import AgendaItem, Hearing, Meeting, Recusal
from waymark.assessments.queries.handing_over import handover_of
from waymark.assessments.queries.life.doubts import award_named, doubt_of
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.life.doubt import refuse_agenda
from waymark.base.permits import may, require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def schedule_doubt(*, meeting: Meeting, hearing: Hearing, by: Any, at: datetime) -> AgendaItem:
    """Put a doubted decision on the agenda; who is said to have had a tie is recused at once.

    By the secretariat of the committee, or by whom the rule has handed the desk of the case to.
    Raises flow.Refused before the city was heard, or where it is before a meeting already.
    """
    serves = may(by, Permit.PLAN_MEETING, on=meeting) or handover_of(hearing.case) is None
    require(by, Permit.PLAN_MEETING, on=meeting if serves else hearing.case)
    meeting, case = lock_meeting(meeting), lock(hearing.case)
    hearing = Hearing.objects.select_for_update(of=("self",)).get(pk=hearing.pk)
    refuse_at_once(meeting=meeting, case=case, by=by, at=at)
    if hearing.tied_id == by.pk:
        raise Refused(Reason("meeting.item_tied"))
    refusals = refuse_agenda(doubt_of(hearing, at), on=at.date())
    award = award_named(hearing)
    item = put_given(meeting=meeting, award=award, about=hearing, refusals=refusals, at=at)
    if hearing.tied is not None:
        Recusal.objects.create(item=item, member=hearing.tied, reason="", by=by, at=at)
    facts = {"meeting": meeting.pk, "item": item.pk, "case": case.pk}
    record("doubt.scheduled", hearing, by=by, at=at, scope=case, facts=facts)
    return item
