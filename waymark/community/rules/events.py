"""What a space plans: events and joint trainings with a time zone, and tasks with a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from waymark.kernel.flow import Reason

LONGEST = timedelta(days=31)
MOST_WHERE = 300


class EventKind(StrEnum):
    """What an event is."""

    MEETING = "meeting"
    TRAINING = "training"  # with an aim, materials, who took part, and a closing note


@dataclass(frozen=True, slots=True)
class Training:
    """What an act on a training looks at."""

    kind: str
    starts: datetime
    ends: datetime
    cancelled: bool
    closed: bool


def refuse_times(starts: datetime, ends: datetime, at: datetime) -> tuple[Reason, ...]:
    """Return why an event can't have these times; they carry their zone."""
    if ends <= starts:
        return (Reason("event.backwards", {"field": "ends"}),)
    if ends - starts > LONGEST:
        return (Reason("event.too_long", {"field": "ends", "most": LONGEST.days}),)
    if ends <= at:
        return (Reason("event.passed", {"field": "starts"}),)
    return ()


def _refuse_any(told: Training) -> tuple[Reason, ...]:
    if told.kind != EventKind.TRAINING:
        return (Reason("training.is_none"),)
    if told.cancelled:
        return (Reason("event.cancelled"),)
    return (Reason("training.closed"),) if told.closed else ()


def refuse_part(told: Training, at: datetime) -> tuple[Reason, ...]:
    """Return why it can't be noted now who takes part in a training."""
    if found := _refuse_any(told):
        return found
    return (Reason("training.not_begun"),) if at < told.starts else ()


def refuse_closing(told: Training, at: datetime) -> tuple[Reason, ...]:
    """Return why a training can't be closed now."""
    if found := _refuse_any(told):
        return found
    return (Reason("training.not_over"),) if at < told.ends else ()
