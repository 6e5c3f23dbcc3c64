"""Putting a decision that is doubted on a meeting's agenda."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.meeting.agenda import OPEN, next_place
from waymark.assessments.actions.steps import lock, lock_meeting
from waymark.assessments.models import AgendaItem, Decision, Hearing, Meeting, Recusal
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.delegating import hears
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
    if meeting.state not in OPEN:
        raise Refused(Reason("meeting.over", {"state": meeting.state}))
    if hearing.tied_id == by.pk or rights_of(by, at).barred.closes(case):
        raise Refused(Reason("meeting.item_tied"))
    refusals = list(refuse_agenda(doubt_of(hearing, at), on=at.date()))
    given = _given(hearing)
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
        hearing=hearing,
        order=next_place(meeting),
        added_at=at,
    )
    if hearing.tied is not None:
        Recusal.objects.create(item=item, member=hearing.tied, reason="", by=by, at=at)
    facts = {"meeting": meeting.pk, "item": item.pk, "case": case.pk}
    record("doubt.scheduled", hearing, by=by, at=at, scope=case, facts=facts)
    return item


def _given(hearing: Hearing) -> Decision | None:
    """Return the decision that is doubted: the one that gave the certificate."""
    found = Decision.objects.filter(
        pk=award_named(hearing).decision.partition(":")[2]
    ).select_related("report")
    return found.first()
