"""Moments as they stand in a record: in UTC, to the second."""

from __future__ import annotations

from datetime import UTC, datetime

from waymark.kernel.draw.lines import BadDraw

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def write_moment(moment: datetime) -> str:
    """An aware moment as 2027-01-31T09:00:00Z; what is finer than seconds is left out."""
    return moment.astimezone(UTC).strftime(_FORM)


def read_moment(text: object) -> datetime:
    """Read what `write_moment` wrote. Raises BadDraw."""
    try:
        found = (
            datetime.strptime(text, _FORM).replace(tzinfo=UTC) if isinstance(text, str) else None
        )
    except ValueError:
        found = None
    if found is None or write_moment(found) != text:
        raise BadDraw("draw.bad_moment", text=str(text)[:40])
    return found
