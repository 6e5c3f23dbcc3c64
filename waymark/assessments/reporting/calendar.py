"""A meeting as a file for calendars; taken in again, it replaces the entry."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from waymark.assessments.rules.case import MeetingState

LENGTH = timedelta(hours=2)
"""What a calendar shows as taken: a meeting has no planned end."""
GONE = frozenset({MeetingState.ADJOURNED, MeetingState.CANCELLED})


def _there(meeting: Any) -> tuple[datetime, str]:
    """A meeting's beginning in the zone that it is spoken of in, and the name of that one."""
    zone = meeting.zone or "UTC"
    return meeting.starts_at.astimezone(ZoneInfo(zone)), zone


def when(meeting: Any) -> dict[str, Any]:
    """When a meeting begins: the moment, and the time of day with the zone it is spoken of in."""
    local, zone = _there(meeting)
    return {"starts": meeting.starts_at, "local": f"{local:%H:%M}, {zone}"}


def day_of(meeting: Any) -> str:
    """On which day a meeting begins, where it is spoken of, as an ISO date."""
    return _there(meeting)[0].date().isoformat()


def calendar_file(meeting: Any) -> bytes:
    """Draw a meeting as iCalendar, its moments in universal time.

    Each change of the meeting raises the entry's number, so that a later file wins over an
    earlier one in whatever order they are taken in.
    """
    from icalendar import Calendar, Event  # five megabytes, and few commands draw meetings

    event = Event()
    event.add("uid", f"{meeting.pk}@{settings.WAYMARK_HOST.partition(':')[0]}")
    changes = list(meeting.changes.all())
    broken_off = meeting.state == MeetingState.ADJOURNED  # which is no change of the plan
    event.add("sequence", len(changes) + broken_off)
    event.add("dtstamp", changes[-1].at if changes else meeting.planned_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + LENGTH)
    event.add("summary", meeting.title)
    event.add("location", meeting.where)
    path = reverse("assessments:meeting", args=[meeting.pk])
    event.add("url", f"{settings.WAYMARK_BASE_URL}{path}")
    event.add("status", "CANCELLED" if meeting.state in GONE else "CONFIRMED")
    file = Calendar()
    file.add("prodid", "-//Waymark//Meetings//EN")
    file.add("version", "2.0")
    file.add_component(event)
    return bytes(file.to_ical())
