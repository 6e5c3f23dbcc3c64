"""What takes place, as pages and calendars show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event

from waymark.base.happenings import Happening
from waymark.kernel import text
from waymark.learning.wording_events import KINDS

if TYPE_CHECKING:
    from waymark.learning.models.events import Announcement


@dataclass(frozen=True)
class Line:
    """One thing in the list, with its moments in the zone in which it is spoken of."""

    it: Happening
    kind: str
    starts: datetime
    ends: datetime

    @property
    def several_days(self) -> bool:
        """Whether it ends on another day."""
        return self.starts.date() != self.ends.date()

    @property
    def direction(self) -> str:
        """For the `dir` attribute beside `lang`; "" where it is the interface's."""
        return text.direction(self.it.language) if self.it.language else ""

    @property
    def clock(self) -> str:
        """The hours of one day, with the zone."""
        begins, ends = f"{self.starts:%H:%M}", f"{self.ends:%H:%M}"
        return f"{begins} – {ends}" if self.it.ends > self.it.starts else begins


def line(it: Happening) -> Line:
    """Return a happening in words."""
    zone = ZoneInfo(it.zone)
    return Line(it, str(KINDS.get(it.kind, it.kind)), it.starts.astimezone(zone),
                it.ends.astimezone(zone))  # fmt: skip


def by_month(lines: Iterable[Line]) -> list[tuple[date, list[Line]]]:
    """Return lines under the first day of the month in which they begin, in the order given."""
    found: dict[date, list[Line]] = {}
    for one in lines:
        found.setdefault(one.starts.date().replace(day=1), []).append(one)
    return list(found.items())


def of(row: Announcement, url: str) -> Happening:
    """Return an announcement as the list takes it."""
    return Happening(
        key=f"announcement:{row.pk}",
        kind=row.sort,
        title=row.title,
        language=row.language,
        starts=row.starts_at,
        ends=row.ends_at,
        zone=row.zone,
        url=url,
        changed=row.changed_at,
        where=row.where,
        host=str(row.body.name) if row.body else "",
        topics=tuple(row.topics),
        sequence=row.sequence,
    )


def calendar_file(found: Iterable[Happening], *, cancelled: bool = False) -> bytes:
    """Return what takes place as iCalendar (RFC 5545), its moments in universal time.

    Each change raises an entry's number, so that a later file wins over an earlier one.
    """
    file = Calendar()
    file.add("prodid", "-//Waymark//Events//EN")
    file.add("version", "2.0")
    for one in found:
        entry = Event()
        entry.add("uid", f"{one.key}@{settings.WAYMARK_HOST.partition(':')[0]}")
        entry.add("sequence", one.sequence)
        entry.add("dtstamp", one.changed)
        entry.add("dtstart", one.starts)
        entry.add("dtend", one.ends)
        entry.add("summary", one.title)
        entry.add("location", one.where)
        entry.add("url", f"{settings.WAYMARK_BASE_URL}{one.url}")
        entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
        file.add_component(entry)
    return bytes(file.to_ical())
