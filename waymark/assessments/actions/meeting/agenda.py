"""Planning a meeting: its agenda and who is present."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.actions.spot.common import lock_check
from waymark.assessments.actions.steps import lock, lock_meeting, take
from waymark.assessments.models import AgendaItem, Attendance, Case, Meeting, SpotCheck
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.delegating import heard_by, hears
from waymark.assessments.queries.sitting import people_of_meeting, report_is_current
from waymark.assessments.rules.case import MeetingState, Permit
from waymark.assessments.rules.flows import CaseFacts
from waymark.assessments.rules.spot.flows import CheckState
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.models import Mechanism

OPEN = frozenset({MeetingState.PLANNED, MeetingState.CONVENED})


@transaction.atomic
def plan_meeting(
    *,
    mechanism: Mechanism,
    title: str,
    starts_at: datetime,
    where: str,
    answer_by: datetime | None = None,
    by: Any,
    at: datetime,
) -> Meeting:
    """Plan a meeting of a mechanism's committee, or a procedure in writing until `answer_by`.

    Raises BadAnswer for an empty title, or a time to answer that ends before it begins.
    """
    require(by, Permit.PLAN_MEETING, on=mechanism)
    if answer_by is not None and answer_by <= max(starts_at, at):
        raise BadAnswer("answer_by", "written.no_time")
    title = text.clean(title).strip()
    if not title:
        raise BadAnswer("title", "meeting.title_missing")
    meeting = Meeting.objects.create(
        mechanism=mechanism,
        body=mechanism.committee,
        title=title,
        starts_at=starts_at,
        where=text.clean(where),
        answer_by=answer_by,
        zone=by.time_zone,
        planned_by=by,
        planned_at=at,
    )
    record(
        "meeting.planned",
        meeting,
        by=by,
        at=at,
        scope=mechanism,
        facts={"starts_at": starts_at.isoformat()},
    )
    return meeting


@transaction.atomic
def schedule_case(*, meeting: Meeting, case: Case, by: Any, at: datetime) -> AgendaItem:
    """Put a case's newest report on the agenda. Raises flow.Refused where it is out of date.

    by=None: the platform's clock.
    """
    if by is not None:
        require(by, Permit.PLAN_MEETING, on=meeting)
    meeting, case = lock_meeting(meeting), lock(case)
    if meeting.state not in OPEN:
        raise Refused(Reason("meeting.over", {"state": meeting.state}))
    if not hears(meeting, case) or not case.reports.exists():
        raise Refused(Reason("meeting.no_report"))
    if meeting.items.filter(case=case, removed_at__isnull=True).exists():
        raise Refused(Reason("meeting.heard_already"))
    report = case.reports.latest("seq")
    facts = CaseFacts(report_current=report_is_current(report))
    take(case, "schedule", facts, by=by, at=at)
    item = AgendaItem.objects.create(
        meeting=meeting,
        case=case,
        report=report,
        report_sha256=report.sha256,
        order=next_place(meeting),
        added_at=at,
    )
    record(
        "case.scheduled",
        case,
        by=by,
        at=at,
        scope=case.place,
        facts={"meeting": meeting.pk, "item": item.pk, "report": report.sha256},
    )
    return item


def next_place(meeting: Meeting) -> int:
    """Return the number of the next item of a locked meeting."""
    return (meeting.items.aggregate(last=Max("order"))["last"] or 0) + 1


@transaction.atomic
def schedule_check(*, meeting: Meeting, check: SpotCheck, by: Any, at: datetime) -> AgendaItem:
    """Put a spot check that came to something else on the agenda. Raises flow.Refused.

    by=None: the platform's clock.
    """
    if by is not None:
        require(by, Permit.PLAN_MEETING, on=meeting)
    meeting, check = lock_meeting(meeting), lock_check(check)
    if meeting.state not in OPEN:
        raise Refused(Reason("meeting.over", {"state": meeting.state}))
    if not hears(meeting, check.case) or check.state != CheckState.DISCORDANT:
        raise Refused(Reason("spot.concordant"))
    if check.agenda_items.filter(removed_at__isnull=True, decisions__isnull=True).exists():
        raise Refused(Reason("spot.on_agenda"))
    if meeting.items.filter(case=check.case, removed_at__isnull=True).exists():
        raise Refused(Reason("meeting.heard_already"))
    item = AgendaItem.objects.create(
        meeting=meeting,
        case=check.case,
        report=check.report,
        report_sha256=check.report.sha256,
        spot_check=check,
        order=next_place(meeting),
        added_at=at,
    )
    facts = {"meeting": meeting.pk, "item": item.pk, "case": check.case_id}
    record("spot.scheduled", check, by=by, at=at, scope=check.case, facts=facts)
    return item


@transaction.atomic
def schedule_ready(*, meeting: Meeting, by: Any, at: datetime) -> list[AgendaItem]:
    """Put every reported case of the mechanism on the agenda whose report is the newest.

    The first reported comes first. A report that is out of date, or a case that was heard in this
    meeting already, stays off. Raises flow.Refused once the meeting is over. by=None: the
    platform's clock.
    """
    if by is not None:
        require(by, Permit.PLAN_MEETING, on=meeting)
    meeting = lock_meeting(meeting)
    if meeting.state not in OPEN:
        raise Refused(Reason("meeting.over", {"state": meeting.state}))
    waiting = Case.objects.filter(heard_by(meeting.mechanism_id), state="reported")
    waiting = waiting.annotate(since=Max("reports__made_at")).order_by("since", "pk")
    added = []
    for case in waiting.defer("edition__document", "place__boundary"):
        with suppress(Refused):
            added.append(schedule_case(meeting=meeting, case=case, by=by, at=at))
    return added


@transaction.atomic
def unschedule_case(*, item: AgendaItem, by: Any, at: datetime) -> None:
    """Take a case, or what is asked about a certificate, off the agenda before it is decided.

    Raises flow.Refused, also for who has a tie to that city, or is said to have had one.
    """
    require(by, Permit.PLAN_MEETING, on=item.meeting)
    lock_meeting(item.meeting)
    found = AgendaItem.objects.select_related(
        "case__mechanism", "spot_check", "hearing", "inheritance"
    )
    item = found.get(pk=item.pk)
    if item.removed_at or item.decisions.exists():
        raise Refused(Reason("meeting.item_over"))
    named = item.hearing is not None and item.hearing.tied_id == by.pk
    if named or rights_of(by, at).barred.closes(item.case):
        raise Refused(Reason("meeting.item_tied"))
    case = lock(item.case)  # before the item: a case that ends takes its items off in this order
    AgendaItem.objects.filter(pk=item.pk).update(removed_at=at)
    if item.hearing is not None:
        facts = {"item": item.pk}
        record("doubt.unscheduled", item.hearing, by=by, at=at, scope=item.case, facts=facts)
        return
    if item.inheritance is not None:
        facts = {"item": item.pk}
        record("inheritance.unscheduled", item.inheritance, by=by, at=at, scope=case, facts=facts)
        return
    if item.spot_check_id:
        facts = {"item": item.pk}
        record("spot.unscheduled", item.spot_check, by=by, at=at, scope=item.case, facts=facts)
        return
    case = take(case, "unschedule", CaseFacts(), by=by, at=at)
    record("case.unscheduled", case, by=by, at=at, scope=case.place, facts={"item": item.pk})


@transaction.atomic
def note_attendance(*, meeting: Meeting, present: list[str], by: Any, at: datetime) -> None:
    """Note who of the members, deputies and observers is present.

    Raises flow.Refused once the meeting is over.
    """
    require(by, Permit.CONVENE_MEETING, on=meeting)
    meeting = lock_meeting(meeting)
    if meeting.state not in OPEN or meeting.in_writing:
        raise Refused(Reason("meeting.over", {"state": meeting.state}))
    seats = people_of_meeting(meeting, at)
    for member in seats:
        Attendance.objects.update_or_create(
            meeting=meeting,
            member_id=member,
            defaults={"present": member in present, "at": at},
        )
    record(
        "meeting.attendance",
        meeting,
        by=by,
        at=at,
        scope=meeting.mechanism,
        facts={"present": sorted(set(present) & set(seats))},
    )
