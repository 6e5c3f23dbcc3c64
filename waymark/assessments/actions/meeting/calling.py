"""Meetings that a committee's calendar calls: set it, call, fill the agenda at the cut-off."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.life.common import words
from waymark.assessments.actions.meeting.agenda import schedule_check, schedule_ready
from waymark.assessments.actions.meeting.changing import call_off_empty
from waymark.assessments.actions.steps import lock_meeting
from waymark.assessments.models import Case, Meeting, MeetingCalendar, SpotCheck
from waymark.assessments.queries.calendar import calendar_in, moment, newest_calendar, zones
from waymark.assessments.queries.delegating import heard_by
from waymark.assessments.rules import calendar as rules
from waymark.assessments.rules.case import MeetingState, Permit
from waymark.assessments.rules.spot.flows import CheckState
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import canonical, text
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.models import Mechanism


@transaction.atomic
def set_calendar(
    *, mechanism: Mechanism, calendar: rules.Calendar, reason: str, by: Any, at: datetime
) -> MeetingCalendar:
    """Set when the committee meets from now on; meetings that were called stay as they are.

    Raises BadAnswer without a reason, flow.Refused for what can be no calendar.
    """
    require(by, Permit.SET_CALENDAR, on=mechanism)
    reason = words("reason", reason, "calendar.no_reason")
    mechanism = Mechanism.objects.select_for_update(of=("self",)).get(pk=mechanism.pk)
    refused = rules.refusals(calendar)
    if calendar.zone not in zones():
        refused = (*refused, Reason("calendar.no_zone"))
    if refused:
        raise Refused(*refused)
    last = newest_calendar(mechanism)
    made = MeetingCalendar.objects.create(
        mechanism=mechanism,
        version=last.version + 1 if last else 1,
        document=canonical.dumps(calendar.document()).decode(),
        reason=reason,
        by=by,
        at=at,
    )
    facts = {"version": made.version, "calendar": canonical.digest(calendar.document())}
    record("calendar.set", made, by=by, at=at, scope=mechanism, facts=facts)
    return made


@transaction.atomic
def call_meeting(
    *, calendar: MeetingCalendar, day: date, title: str, by: Any, at: datetime
) -> Meeting | None:
    """Call the meeting of a day of the calendar, once; None where it was called already.

    by=None: the platform's clock.
    """
    mechanism = calendar.mechanism
    if by is not None:
        require(by, Permit.PLAN_MEETING, on=mechanism)
    set_ = calendar_in(calendar)
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                mechanism=mechanism,
                body=mechanism.committee,
                title=text.clean(title)[:200],
                starts_at=moment(set_, day),
                where=set_.where,
                zone=set_.zone,
                occasion=day,
                calendar=calendar,
                planned_by=by,
                planned_at=at,
            )
    except IntegrityError:
        return None
    facts = {"starts_at": meeting.starts_at.isoformat(), "calendar": calendar.version}
    record("meeting.planned", meeting, by=by, at=at, scope=mechanism, facts=facts)
    return meeting


@transaction.atomic
def fill_agenda(*, meeting: Meeting, by: Any, at: datetime) -> int | None:
    """Put what is ready on the agenda of a called meeting, once; None where that was done.

    Where nothing is ready, and nothing was put there by hand, the calendar says whether it is
    called off. by=None: the platform's clock.
    """
    if by is not None:
        require(by, Permit.PLAN_MEETING, on=meeting)
    meeting = lock_meeting(meeting)
    if meeting.state != MeetingState.PLANNED or meeting.filled_at or meeting.calendar is None:
        return None
    if not Meeting.objects.filter(pk=meeting.pk, filled_at=None).update(filled_at=at):
        return None
    added = _put_all_on(meeting, by=by, at=at)
    there = meeting.items.filter(removed_at__isnull=True).count()
    facts = {"added": added, "items": there}
    record("meeting.filled", meeting, by=by, at=at, scope=meeting.mechanism, facts=facts)
    if not there and calendar_in(meeting.calendar).empty == rules.Empty.CANCEL:
        call_off_empty(meeting=meeting, by=by, at=at)
    return added


def _put_all_on(meeting: Meeting, *, by: Any, at: datetime) -> int:
    """Put on a locked meeting's agenda what is ready: reports, and checks that came out otherwise.

    What is out of date, or was heard there, stays off.
    """
    added = len(schedule_ready(meeting=meeting, by=by, at=at))
    checks = SpotCheck.objects.filter(
        case__in=Case.objects.filter(heard_by(meeting.mechanism_id)), state=CheckState.DISCORDANT
    )
    for check in checks.order_by("pk"):
        with suppress(Refused):
            schedule_check(meeting=meeting, check=check, by=by, at=at)
            added += 1
    return added
