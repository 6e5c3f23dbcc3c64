"""The credential of somebody who has completed a course."""

from __future__ import annotations

from datetime import datetime

from waymark.kernel.flow import Reason

MOST_NAME = 120
YEARS = 10
"""How long a credential is valid: what a course teaches grows old."""


def ends(completed: datetime) -> datetime:
    """Return until when the credential of somebody who completed a course then is valid."""
    later = completed.year + YEARS
    try:
        return completed.replace(year=later)
    except ValueError:  # the 29th of February
        return completed.replace(year=later, day=28)


def refuse_taking(name: str, *, completed: bool) -> tuple[Reason, ...]:
    """Return why somebody can't take a credential with a name on it.

    completed: she has completed the course.
    """
    if not completed:
        return (Reason("completion.not_yet"),)
    if not name:
        return (Reason("course.text_needed", {"field": "name"}),)
    if len(name) > MOST_NAME or "\n" in name:
        return (Reason("course.too_long", {"field": "name", "most": MOST_NAME}),)
    return ()
