"""The states of a hub, from its acceptance to its end. Before, it is a case of assessments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waymark.hubs.rules.permits import Permit
from waymark.kernel.flow import Flow, Step


class HubState(StrEnum):
    """Where a hub stands with its two sides."""

    ACCEPTED = "accepted"  # the agreement is being made
    LABELLED = "labelled"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Phase(StrEnum):
    """What a hub is on a day, for everybody."""

    COMING = "coming"  # labelled, and not begun
    RUNNING = "running"
    OVER = "over"  # its last day has passed, and its end was not put on record
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class HubFacts:
    """What the steps look at."""

    agreed: bool = False  # both sides, on the newest version
    reason: str = ""
    over: bool = False  # the last day has passed


def _agreed(facts: HubFacts) -> str | None:
    return None if facts.agreed else "hub.not_agreed"


def _reasoned(facts: HubFacts) -> str | None:
    return None if facts.reason.strip() else "hub.no_reason"


def _over(facts: HubFacts) -> str | None:
    return None if facts.over else "hub.not_over"


S = HubState
HUB = Flow(
    "hub",
    start=S.ACCEPTED,
    steps=(
        Step("label", S.ACCEPTED, S.LABELLED, Permit.KEEP_HUB, (_agreed,)),
        Step("close", S.LABELLED, S.CLOSED, Permit.KEEP_HUB, (_over, _reasoned)),
        Step("give_up", S.ACCEPTED, S.WITHDRAWN, Permit.KEEP_HUB, (_reasoned,)),
    ),
)


def phase(state: str, starts: date, ends: date, on: date) -> Phase:
    """Return what a labelled hub is on a day; closed and withdrawn stay what they are."""
    if state in {HubState.CLOSED, HubState.WITHDRAWN}:
        return Phase(state)
    if on < starts:
        return Phase.COMING
    return Phase.RUNNING if on <= ends else Phase.OVER
