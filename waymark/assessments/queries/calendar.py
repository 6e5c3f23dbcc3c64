"""A committee's calendar: the one that holds, the moments that it names, and what is due by it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from waymark.assessments.models import Meeting, MeetingCalendar
from waymark.assessments.queries.access import rights_of
from waymark.assessments.rules.calendar import Calendar, occasions, read_calendar, to_call
from waymark.assessments.rules.case import MeetingState
from waymark.schemes.models import Mechanism

SHOWN = timedelta(days=500)


def zones() -> list[str]:
    """Return the names of time zones that can be chosen."""
    return sorted(name for name in available_timezones() if "/" in name or name == "UTC")


def newest_calendar(mechanism: Mechanism) -> MeetingCalendar | None:
    """Return the row of the calendar that holds, or None where none was set."""
    return MeetingCalendar.objects.filter(mechanism=mechanism).order_by("-version").first()


def calendar_in(row: MeetingCalendar) -> Calendar:
    """Return what a row says."""
    return read_calendar(json.loads(row.document))


def moment(calendar: Calendar, day: date) -> datetime:
    """Return when a meeting of a day begins."""
    return datetime.combine(day, calendar.time, ZoneInfo(calendar.zone))


def cutoff(meeting: Meeting, calendar: Calendar) -> datetime:
    """Return by when a report has to be ready; it moves with the meeting."""
    return meeting.starts_at - timedelta(days=calendar.cutoff_days)


def calendars() -> list[MeetingCalendar]:
    """Return the calendars that hold, one for each mechanism that has set one."""
    newest: dict[str, MeetingCalendar] = {}
    for row in MeetingCalendar.objects.select_related("mechanism__committee").order_by("version"):
        newest[row.mechanism_id] = row
    return [newest[key] for key in sorted(newest)]


def days_to_call(row: MeetingCalendar, at: datetime) -> list[date]:
    """Return the days for which members are to be invited now, and no meeting was called yet."""
    calendar = calendar_in(row)
    days = to_call(calendar, at.astimezone(ZoneInfo(calendar.zone)).date())
    called = Meeting.objects.filter(mechanism=row.mechanism_id, occasion__in=days)
    there = set(called.values_list("occasion", flat=True))
    return [day for day in days if day not in there]


def called_and_coming(at: datetime) -> list[Meeting]:
    """Return the meetings that calendars have called and that are not open yet."""
    found = Meeting.objects.filter(state=MeetingState.PLANNED, calendar__isnull=False)
    return list(found.select_related("mechanism", "calendar").order_by("starts_at", "pk"))


@dataclass(frozen=True)
class Coming:
    """A day of a calendar, with what happens before it and the meeting if it was called."""

    day: date
    starts: datetime
    invited: date
    ready_by: date
    meeting: Meeting | None
    late: bool  # its cut-off has passed, so that it is not called any more


def coming(row: MeetingCalendar, at: datetime) -> list[Coming]:
    """Return the days that a calendar names over the next months."""
    calendar = calendar_in(row)
    today = at.astimezone(ZoneInfo(calendar.zone)).date()
    days = occasions(calendar, today, today + SHOWN)
    called: Mapping[Any, Meeting] = {
        meeting.occasion: meeting
        for meeting in Meeting.objects.filter(mechanism=row.mechanism_id, occasion__in=days)
    }
    return [
        Coming(
            day=day,
            starts=moment(calendar, day),
            invited=day - timedelta(days=calendar.invite_days),
            ready_by=day - timedelta(days=calendar.cutoff_days),
            meeting=called.get(day),
            late=day - timedelta(days=calendar.cutoff_days) < today,
        )
        for day in days
    ]


def mechanism_with_calendar(viewer: Any, slug: str, at: datetime) -> Mechanism | None:
    """Return a mechanism in whose secretariat or committee the viewer sits, or None."""
    has = rights_of(viewer, at)
    row = Mechanism.objects.filter(slug=slug).first()
    if row is None:
        return None
    mine = (
        row.committee_id in has.committees | has.observed or row.secretariat_id in has.secretariats
    )
    return row if mine else None


def mechanisms_that_meet(viewer: Any, at: datetime) -> list[Mechanism]:
    """Return the mechanisms whose calendar the viewer can read."""
    has = rights_of(viewer, at)
    found = Mechanism.objects.filter(committee_id__in=has.committees | has.observed)
    found |= Mechanism.objects.filter(secretariat_id__in=has.secretariats)
    return list(found.order_by("slug"))
