"""The state tables of a draw and of a spot check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from waymark.assessments.rules.case import Permit
from waymark.kernel.flow import Flow, Reason, Step


class DrawState(StrEnum):
    """How far a draw is. Within `announced`, the days and the clock say the rest: see Phase."""

    ANNOUNCED = "announced"
    DRAWN = "drawn"
    CLOSED = "closed"
    FAILED = "failed"


class Phase(StrEnum):
    """What a draw waits for."""

    COMMITTING = "committing"
    REVEALING = "revealing"
    WAITING = "waiting"  # for the last source of chance
    DRAWING = "drawing"
    TOO_FEW = "too_few"  # did not give or reveal: nothing can be drawn any more
    CHECKING = "checking"
    CLOSED = "closed"
    FAILED = "failed"


class CheckKind(StrEnum):
    """Why a case is looked at again."""

    DRAWN = "drawn"
    RISK = "risk"


class CheckState(StrEnum):
    """How far a spot check is."""

    OPEN = "open"
    CONCORDANT = "concordant"
    DISCORDANT = "discordant"  # waits for the committee
    SETTLED = "settled"  # the committee has decided
    WITHDRAWN = "withdrawn"  # could not be made; another case may have taken the place


READ_AGAIN = (CheckState.CONCORDANT, CheckState.DISCORDANT, CheckState.SETTLED)
"""States in which a check has a result, so that a steward who judges nothing there may read it."""


@dataclass(frozen=True, slots=True)
class DrawFacts:
    """What the steps of a draw look at."""

    at: datetime
    commit_by: datetime
    reveal_by: datetime
    beacon_at: datetime
    committed: int = 0
    revealed: int = 0
    needed: int = 3
    sealed: bool = True
    open_checks: int = 0


def too_few(facts: DrawFacts) -> bool:
    """Whether it is certain that too little chance was given."""
    return (facts.at > facts.commit_by and facts.committed < facts.needed) or (
        facts.at > facts.reveal_by and facts.revealed < facts.needed
    )


def phase(state: str, facts: DrawFacts) -> Phase:
    """Return what a draw waits for at a moment."""
    if state != DrawState.ANNOUNCED:
        return {
            DrawState.DRAWN: Phase.CHECKING,
            DrawState.CLOSED: Phase.CLOSED,
            DrawState.FAILED: Phase.FAILED,
        }[DrawState(state)]
    if too_few(facts):
        return Phase.TOO_FEW
    if facts.at <= facts.commit_by:
        return Phase.COMMITTING
    if facts.at <= facts.reveal_by:
        return Phase.REVEALING
    return Phase.WAITING if facts.at < facts.beacon_at else Phase.DRAWING


def has_chance(facts: DrawFacts) -> Reason | None:
    """Enough parties have revealed."""
    if facts.revealed < facts.needed:
        return Reason("draw.too_little_chance", {"need": facts.needed})
    return None


def beacon_came(facts: DrawFacts) -> str | None:
    """The last source of chance has come, after all secrets were out."""
    return None if facts.at >= facts.beacon_at else "draw.beacon_not_yet"


def is_sealed(facts: DrawFacts) -> str | None:
    """The announcement stands in the ledger under a signed root."""
    return None if facts.sealed else "draw.not_sealed"


def chance_failed(facts: DrawFacts) -> str | None:
    """A draw is given up only where too few parties kept their word, never for its result."""
    return None if too_few(facts) else "draw.not_failed"


def all_checked(facts: DrawFacts) -> Reason | None:
    """Every drawn case has been checked and settled."""
    if facts.open_checks:
        return Reason("draw.open_checks", {"count": facts.open_checks})
    return None


DRAW = Flow(
    "draw",
    start="announced",
    steps=(
        Step("draw", "announced", "drawn", Permit.RUN_DRAW, (is_sealed, has_chance, beacon_came)),
        Step("give_up", "announced", "failed", Permit.RUN_DRAW, (chance_failed,)),
        Step("close", "drawn", "closed", Permit.RUN_DRAW, (all_checked,)),
    ),
)


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What the steps of a spot check look at."""

    reviewers: int = 0
    delivered: int = 0
    concordant: bool = True
    cause: str = ""  # why it can't be made


def all_reviewed(facts: CheckFacts) -> Reason | None:
    """Every reviewer of the check has delivered."""
    if facts.delivered < facts.reviewers:
        return Reason("case.undelivered", {"count": facts.reviewers - facts.delivered})
    return None


def agrees(facts: CheckFacts) -> str | None:
    """The check came to the same as the case."""
    return None if facts.concordant else "spot.discordant"


def differs(facts: CheckFacts) -> str | None:
    """The check came to something else."""
    return "spot.concordant" if facts.concordant else None


def impossible(facts: CheckFacts) -> str | None:
    """A drawn case is left out only for a cause that lies open, never because somebody likes to."""
    return None if facts.cause else "spot.no_cause"


CHECK = Flow(
    "spot check",
    start="open",
    steps=(
        Step("confirm", "open", "concordant", Permit.CONCLUDE_CHECK, (all_reviewed, agrees)),
        Step("differ", "open", "discordant", Permit.CONCLUDE_CHECK, (all_reviewed, differs)),
        Step("settle", "discordant", "settled", Permit.DECIDE),
        Step("withdraw", "open", "withdrawn", Permit.RUN_DRAW, (impossible,)),
    ),
)
