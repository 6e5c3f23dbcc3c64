"""Moments as certificates write them: whole seconds in UTC, `2026-11-21T10:00:00Z`."""

import re
from datetime import UTC, datetime

_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def write_moment(at: datetime) -> str:
    """An aware datetime as text. Raises ValueError on a naive one."""
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def read_moment(text: object) -> datetime | None:
    """The moment that an XSD dateTimeStamp states, or None if it is not one."""
    if not isinstance(text, str) or not _STAMP.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
