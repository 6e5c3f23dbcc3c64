"""How long a hub lasts: 12 to 36 months of the calendar, extensions included."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from waymark.kernel.flow import Reason

LEAST, MOST = 12, 36
"""Months that a hub lasts (seed document 004: one to three years)."""
_DAY = timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later; the month's last where it has no such day.

    Raises ValueError after the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(starts: date, months: int = MOST) -> date:
    """Return the last day of a hub that lasts so many months: 1 January to 31 December is 12."""
    return months_after(starts, months) - _DAY


def refuse_span(starts: date, ends: date) -> Reason | None:
    """Return why a hub can't last from one day to another, both included, or None."""
    if ends < starts:
        return Reason("hub.backwards")
    if ends < last_day(starts, LEAST):
        return Reason("hub.too_short", {"least": LEAST, "day": last_day(starts, LEAST)})
    if ends > last_day(starts):
        return Reason("hub.too_long", {"most": MOST, "day": last_day(starts)})
    return None


def refuse_extension(starts: date, ends: date, until: date) -> Reason | None:
    """Return why a hub can't be extended to a day, or None: later than now, 36 months in all."""
    if until <= ends:
        return Reason("hub.not_longer", {"day": ends})
    if until > last_day(starts):
        return Reason("hub.too_long", {"most": MOST, "day": last_day(starts)})
    return None
