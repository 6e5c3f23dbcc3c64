"""The time in which an intake takes cases: both its seconds are part of it."""

from __future__ import annotations

from datetime import UTC, datetime

from waymark.kernel.flow import Reason


def utc(moment: datetime) -> str:
    """Say a moment to the second, the same for readers everywhere."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def has_passed(last: datetime, at: datetime) -> bool:
    """Tell whether a last second is over; until it ends, what arrives is in time."""
    return at.replace(microsecond=0) > last


def refuse_time(opens: datetime, closes: datetime, at: datetime) -> Reason | None:
    """Return why nothing can be begun for an intake at a moment, or None."""
    if at.replace(microsecond=0) < opens:
        return Reason("case.too_early", {"moment": utc(opens)})
    if has_passed(closes, at):
        return Reason("case.too_late", {"moment": utc(closes)})
    return None
