"""An event of a space as a file for calendars; taken in again, it replaces the entry."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar
from icalendar import Event as Entry

from waymark.community.models import Event


def local(event: Event) -> str:
    """Day and time at which an event begins, with the zone in which it is spoken of."""
    return f"{event.starts_at.astimezone(ZoneInfo(event.zone)):%Y-%m-%d %H:%M}, {event.zone}"


def calendar_file(event: Event) -> bytes:
    """Draw an event as iCalendar, its moments in universal time.

    Each change raises the entry's number, so that a later file wins over an earlier one.
    """
    entry = Entry()
    entry.add("uid", f"{event.pk}@{settings.WAYMARK_HOST.partition(':')[0]}")
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.changed_at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", event.title)
    entry.add("location", event.where)
    path = reverse("group_event", args=[event.space_id, event.pk])
    entry.add("url", f"{settings.WAYMARK_BASE_URL}{path}")
    entry.add("status", "CANCELLED" if event.cancelled_at else "CONFIRMED")
    file = Calendar()
    file.add("prodid", "-//Waymark//Groups//EN")
    file.add("version", "2.0")
    file.add_component(entry)
    return bytes(file.to_ical())
