"""Putting on a meeting's agenda whether a certificate stays with a successor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.meeting.agenda import OPEN, next_place
from waymark.assessments.actions.steps import lock, lock_meeting
from waymark.assessments.models import AgendaItem, Decision, Inheritance, Meeting
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.delegating import hears
from waymark.assessments.queries.life.inheriting import award_asked, facts_of
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.life.inheritance import refuse_inheriting
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def schedule_inheritance(
    *, meeting: Meeting, inheritance: Inheritance, by: Any, at: datetime
) -> AgendaItem:
    """Put on the agenda whether a certificate stays. Raises flow.Refused."""
    require(by, Permit.PLAN_MEETING, on=meeting)
    meeting, case = lock_meeting(meeting), lock(inheritance.case)
    row = Inheritance.objects.select_for_update(of=("self",)).get(pk=inheritance.pk)
    if meeting.state not in OPEN:
        raise Refused(Reason("meeting.over", {"state": meeting.state}))
    if rights_of(by, at).barred.closes(case):
        raise Refused(Reason("meeting.item_tied"))
    award = award_asked(row)
    refusals = list(refuse_inheriting(facts_of(award, row.successor_id, at, row)))
    given = Decision.objects.filter(pk=award.decision.partition(":")[2]).first()
    report = given.report if given else None
    if not hears(meeting, case) or report is None:
        refusals.append(Reason("meeting.no_report"))
    if meeting.items.filter(case=case, removed_at__isnull=True).exists():
        refusals.append(Reason("meeting.heard_already"))
    if refusals or given is None or report is None:
        raise Refused(*refusals)
    item = AgendaItem.objects.create(
        meeting=meeting,
        case=case,
        report=report,
        report_sha256=given.report_sha256,
        inheritance=row,
        order=next_place(meeting),
        added_at=at,
    )
    facts = {"meeting": meeting.pk, "item": item.pk, "case": case.pk}
    record("inheritance.scheduled", row, by=by, at=at, scope=case, facts=facts)
    return item
