"""How far the city has come with a criterion, and what is next for it: counts, never a score."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from waymark.assessments.rules.case import EDITABLE, CaseState

EVIDENCE_FROM = 2  # a claim of this level or more is worth little without something to show


class Work(StrEnum):
    """How far a criterion is; the values are those of the shown states."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Given:
    """What stands on a criterion: the answer, and how many evidence items in use."""

    level: int | None = None
    narrative: bool = False
    not_relevant: bool = False
    reason: bool = False
    evidence: int = 0


NOTHING = Given()


def is_answered(given: Given) -> bool:
    """Tell whether the criterion may be handed in: a level, or not relevant with a reason."""
    return given.level is not None or (given.not_relevant and given.reason)


def lacks_evidence(given: Given) -> bool:
    """Tell whether a claim of level 2 or 3 has nothing behind it yet."""
    claimed = given.level is not None and given.level >= EVIDENCE_FROM and not given.not_relevant
    return claimed and given.evidence == 0


def work_on(given: Given) -> Work:
    """Return how far a criterion is."""
    if given == NOTHING:
        return Work.NOT_STARTED
    if is_answered(given) and not lacks_evidence(given):
        return Work.DONE
    return Work.IN_PROGRESS


@dataclass(frozen=True, slots=True)
class Counts:
    """How many criteria are done, begun and not begun."""

    done: int = 0
    begun: int = 0
    untouched: int = 0

    @property
    def total(self) -> int:
        """How many there are."""
        return self.done + self.begun + self.untouched

    @property
    def state(self) -> Work:
        """How far they are together."""
        if self.total and self.done == self.total:
            return Work.DONE
        return Work.IN_PROGRESS if self.done or self.begun else Work.NOT_STARTED


def counts(states: Iterable[Work]) -> Counts:
    """Count criteria by how far they are."""
    found = list(states)
    return Counts(
        found.count(Work.DONE), found.count(Work.IN_PROGRESS), found.count(Work.NOT_STARTED)
    )


class Next(StrEnum):
    """What a case waits for. Each has its sentence and says who is meant."""

    OPEN = "open"  # no case yet
    ANSWER = "answer"
    SIGN = "sign"
    MEND = "mend"
    REPLY = "reply"
    SEND_REPLIES = "send_replies"
    ADMISSION = "admission"
    REVIEWERS = "reviewers"
    REVIEW = "review"
    COMMITTEE = "committee"
    PUBLICATION = "publication"
    NOTHING = "nothing"


_ELSEWHERE = {
    CaseState.SUBMITTED: Next.ADMISSION,
    CaseState.ADMISSIBLE: Next.REVIEWERS,
    CaseState.IN_REVIEW: Next.REVIEW,
    CaseState.REPORTED: Next.COMMITTEE,
    CaseState.SCHEDULED: Next.COMMITTEE,
    CaseState.DECIDED: Next.PUBLICATION,
}


def what_is_next(state: str, *, unanswered: int, open_questions: int) -> Next:
    """Return what a case in this state waits for."""
    if state == CaseState.CLARIFICATION:
        return Next.REPLY if open_questions else Next.SEND_REPLIES
    if state not in EDITABLE:
        return _ELSEWHERE.get(CaseState(state), Next.NOTHING)
    if unanswered:
        return Next.ANSWER
    return Next.MEND if state == CaseState.RETURNED else Next.SIGN
