"""Monitoring of a hub every half year: what is due when, and what a report has to say.

The form is that of our proposal in `docs/adr/0071`: deliverables, acceleration, synchronization,
reach, lessons, help needed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waymark.hubs.rules.spans import months_after
from waymark.kernel.flow import Reason

EVERY = 6
"""Months between two reports."""
TEXTS = ("acceleration", "synchronization", "reach", "lessons")
"""What a report tells everybody; `help` is for the secretariat."""
MOST_TEXT, MOST_LINE = 5_000, 500


class Progress(StrEnum):
    """How far a deliverable is."""

    NOT_STARTED = "not_started"
    ON_TIME = "on_time"
    LATE = "late"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Line:
    """What a report says of one deliverable."""

    id: str
    state: str
    proof: str = ""  # an address or words by which one sees it
    words: str = ""


def dues(starts: date, ends: date) -> tuple[date, ...]:
    """Return the days on which reports are due: every half year, and the last one at the end."""
    found, number = [], 1
    while (day := months_after(starts, EVERY * number)) < ends:
        found.append(day)
        number += 1
    return (*found, ends)


def next_due(starts: date, ends: date, handed_in: int) -> date | None:
    """Return when the next report is due after so many were handed in; None after the last."""
    days = dues(starts, ends)
    return days[handed_in] if handed_in < len(days) else None


def is_final(starts: date, ends: date, handed_in: int) -> bool:
    """Tell whether the next report is the last one."""
    return handed_in >= len(dues(starts, ends)) - 1


def refuse(
    lines: Sequence[Line], asked: Collection[str], texts: dict[str, str], *, final: bool
) -> tuple[Reason, ...]:
    """Return why a report can't be handed in; empty where it can.

    Each deliverable has its state, what is done its proof, what is late or dropped its reason;
    in the last report nothing is on its way any more.
    """
    found = []
    if {one.id for one in lines} != set(asked) or any(
        one.state not in set(Progress) for one in lines
    ):
        found.append(Reason("report.lines"))
    if any(one.state == Progress.DONE and not one.proof.strip() for one in lines):
        found.append(Reason("report.proof"))
    if any(
        one.state in {Progress.LATE, Progress.DROPPED} and not one.words.strip() for one in lines
    ):
        found.append(Reason("report.why"))
    under_way = {Progress.NOT_STARTED, Progress.ON_TIME, Progress.LATE}
    if final and any(one.state in under_way for one in lines):
        found.append(Reason("report.open_at_end"))
    if not texts.get("acceleration", "").strip():
        found.append(Reason("report.acceleration", {"field": "acceleration"}))
    return tuple(found)
