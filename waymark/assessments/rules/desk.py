"""What a case waits for on the secretariat's desk."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from enum import StrEnum

from waymark.assessments.rules.case import CaseState


class Waits(StrEnum):
    """What a case waits for on the desk; `others` means that it waits for somebody else."""

    ADMIT = "admit"
    ASSIGN = "assign"
    LATE = "late"
    THIRD = "third"
    REPORT = "report"
    SCHEDULE = "schedule"
    PUBLISH = "publish"
    OTHERS = "others"


ON_THE_DESK = tuple(wait for wait in Waits if wait != Waits.OTHERS)

BY_STATE = {
    CaseState.SUBMITTED: Waits.ADMIT,
    CaseState.ADMISSIBLE: Waits.ASSIGN,
    CaseState.REPORTED: Waits.SCHEDULE,
    CaseState.DECIDED: Waits.PUBLISH,
}
"""States in which only one thing can be waited for."""


@dataclass(frozen=True)
class Progress:
    """How far the review of a case is: current assignments, and questions without an answer."""

    slots: int
    filled: int = 0
    delivered: int = 0
    late: int = 0
    open_questions: int = 0
    thirds: int = 0  # third reviewers at work
    talks: int = 0  # talks between reviewers who differ
    ties: int = 0  # talks that ended with a tie and wait for a third

    @property
    def counts(self) -> tuple[int, ...]:
        """All that is counted, in order."""
        return astuple(self)[1:]


def waits_of(state: str, review: Progress) -> Waits:
    """Return what a case waits for on the desk."""
    known = CaseState(state)
    in_review = known == CaseState.IN_REVIEW
    if in_review and review.filled < review.slots:
        return Waits.ASSIGN
    if known in {CaseState.IN_REVIEW, CaseState.CLARIFICATION} and review.late:
        return Waits.LATE
    if in_review and review.ties and not review.thirds:
        return Waits.THIRD
    if in_review and (review.talks or review.thirds):
        return Waits.OTHERS
    if in_review and review.delivered >= review.slots and not review.open_questions:
        return Waits.REPORT
    return BY_STATE.get(known, Waits.OTHERS)
