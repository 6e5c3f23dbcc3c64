"""When a committee meets: by a rule or on named days, and what happens how long before.

A calendar speaks of days and of a time of day in a zone; which moment that is, is asked where the
zone's table is at hand.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any

from waymark.kernel.flow import Reason

LAST = 5
"""As the week of a month: its last one."""
MOST_DAYS = 24


class Empty(StrEnum):
    """What becomes of a meeting for which nothing is ready by the cut-off."""

    CANCEL = "cancel"
    HOLD = "hold"


BOUNDS: Mapping[str, tuple[int, int]] = {
    "invite_days": (2, 180),
    "cutoff_days": (1, 90),
    "remind_days": (0, 30),
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a committee has set. Where `days` names any, the rule of months is not asked."""

    months: tuple[int, ...] = (3, 6, 9, 12)
    week: int = 2  # of the month; LAST for its last
    weekday: int = 2  # Monday is 0
    days: tuple[date, ...] = ()
    time: time = time(14)
    zone: str = "UTC"
    where: str = ""
    invite_days: int = 42  # before the meeting, it is called and its members are invited
    cutoff_days: int = 21  # before the meeting, what is ready comes on the agenda
    remind_days: int = 3  # before the meeting, members are reminded; 0: never
    empty: Empty = Empty.CANCEL

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "months": list(self.months),
            "week": self.week,
            "weekday": self.weekday,
            "days": [day.isoformat() for day in self.days],
            "time": self.time.strftime("%H:%M"),
            "zone": self.zone,
            "where": self.where,
            "invite_days": self.invite_days,
            "cutoff_days": self.cutoff_days,
            "remind_days": self.remind_days,
            "empty": self.empty.value,
        }


def read_calendar(value: Mapping[str, Any]) -> Calendar:
    """Read what `document` wrote."""
    return Calendar(
        months=tuple(value["months"]),
        week=value["week"],
        weekday=value["weekday"],
        days=tuple(date.fromisoformat(day) for day in value["days"]),
        time=time.fromisoformat(value["time"]),
        zone=value["zone"],
        where=value["where"],
        invite_days=value["invite_days"],
        cutoff_days=value["cutoff_days"],
        remind_days=value["remind_days"],
        empty=Empty(value["empty"]),
    )


def refusals(calendar: Calendar) -> tuple[Reason, ...]:
    """Return what a calendar can't be: no day at all, or steps in the wrong order."""
    found = [
        Reason("calendar.out_of_bounds", {"term": name, "least": least, "most": most})
        for name, (least, most) in BOUNDS.items()
        if not least <= getattr(calendar, name) <= most
    ]
    months = calendar.months
    right = all(1 <= month <= 12 for month in months) and len(set(months)) == len(months)
    if not calendar.days and not (months and right):
        found.append(Reason("calendar.no_months"))
    if not (1 <= calendar.week <= LAST and 0 <= calendar.weekday <= 6):
        found.append(Reason("calendar.no_weekday"))
    if len(calendar.days) > MOST_DAYS or len(set(calendar.days)) != len(calendar.days):
        found.append(Reason("calendar.days", {"most": MOST_DAYS}))
    if not calendar.remind_days <= calendar.cutoff_days < calendar.invite_days:
        found.append(Reason("calendar.order"))
    return tuple(found)


def nth_weekday(year: int, month: int, week: int, weekday: int) -> date:
    """Return the weekday of a week of a month, such as the second Wednesday; LAST for the last."""
    length = monthrange(year, month)[1]
    first = 1 + (weekday - date(year, month, 1).weekday()) % 7
    if week >= LAST:
        return date(year, month, first + (length - first) // 7 * 7)
    return date(year, month, first + 7 * (week - 1))


def occasions(calendar: Calendar, first: date, last: date) -> tuple[date, ...]:
    """Return the days on which the committee meets from one day to another, both included."""
    if calendar.days:
        found = list(calendar.days)
    else:
        found = [
            nth_weekday(year, month, calendar.week, calendar.weekday)
            for year in range(first.year, last.year + 1)
            for month in calendar.months
        ]
    return tuple(sorted(day for day in found if first <= day <= last))


def to_call(calendar: Calendar, today: date) -> tuple[date, ...]:
    """Return the days for which it is time to invite: none whose cut-off has passed already."""
    first = today + timedelta(days=calendar.cutoff_days)
    return occasions(calendar, first, today + timedelta(days=calendar.invite_days))
