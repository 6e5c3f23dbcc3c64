"""Cohorts as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from waymark.learning.models.cohorts import Cohort, CohortSession


def state(row: Cohort, today: date) -> str:
    """Return the key of the words for where a cohort stands."""
    if row.cancelled_at is not None:
        return "cohort.called_off"
    if today > row.last:
        return "cohort.over"
    return "cohort.runs" if today >= row.first else "cohort.coming"


@dataclass(frozen=True)
class Session:
    """A session with its beginning in the zone in which it is spoken of."""

    row: CohortSession
    starts: datetime


def session(row: CohortSession) -> Session:
    """Return a session in words."""
    return Session(row, row.starts_at.astimezone(ZoneInfo(row.zone)))
