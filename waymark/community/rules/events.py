"""What a space plans: events with a time zone, and tasks with a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from waymark.kernel.flow import Reason

LONGEST = timedelta(days=31)
MOST_WHERE = 300


def refuse_times(starts: datetime, ends: datetime, at: datetime) -> tuple[Reason, ...]:
    """Return why an event can't have these times; they carry their zone."""
    if ends <= starts:
        return (Reason("event.backwards", {"field": "ends"}),)
    if ends - starts > LONGEST:
        return (Reason("event.too_long", {"field": "ends", "most": LONGEST.days}),)
    if ends <= at:
        return (Reason("event.passed", {"field": "starts"}),)
    return ()
