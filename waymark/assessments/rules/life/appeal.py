"""Appeals: what can be appealed against, by when, how a panel sits, and what it came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waymark.assessments.rules.case import DecisionKind, Permit
from waymark.kernel.flow import Flow, Reason, Step


class AppealState(StrEnum):
    """Where an appeal stands."""

    LODGED = "lodged"
    ADMISSIBLE = "admissible"
    INADMISSIBLE = "inadmissible"
    PANEL = "panel"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Ground(StrEnum):
    """Why a decision is said to be wrong."""

    FACTS = "facts"
    RULES = "rules"
    PROCEDURE = "procedure"
    TIES = "ties"
    PROPORTION = "proportion"


class Remedy(StrEnum):
    """What follows when an appeal is upheld."""

    GRANT = "grant"  # the level that the report shows
    AGAIN = "again"  # other reviewers and members look at the case
    STANDS = "stands"  # the certificate is as it was before the decision
    NO_CONDITIONS = "no_conditions"


class Vote(StrEnum):
    """A panel member's vote."""

    UPHOLD = "uphold"
    DISMISS = "dismiss"


REMEDIES: Mapping[DecisionKind, tuple[Remedy, ...]] = {
    DecisionKind.REFUSE: (Remedy.GRANT, Remedy.AGAIN),
    DecisionKind.SUSPEND: (Remedy.STANDS,),
    DecisionKind.REVOKE: (Remedy.STANDS,),
    DecisionKind.GRANT_WITH_CONDITIONS: (Remedy.NO_CONDITIONS,),
}
"""Which decisions can be appealed against, and what can come of it."""

OPEN = (AppealState.LODGED, AppealState.ADMISSIBLE, AppealState.PANEL)


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """What the steps of an appeal look at."""

    reason: str = ""
    sitting: int = 0
    need: int = 0
    undeclared: int = 0
    unvoted: int = 0
    passed: bool = True  # whether the votes carry the step that is taken


def with_reason(facts: AppealFacts) -> str | None:
    """Whoever turns an appeal away or decides on it says why."""
    return None if facts.reason.strip() else "appeal.no_reason"


def panel_full(facts: AppealFacts) -> Reason | None:
    """As many sit as the terms ask for."""
    if facts.sitting < facts.need:
        return Reason("appeal.panel_short", {"have": facts.sitting, "need": facts.need})
    return None


def all_declared(facts: AppealFacts) -> Reason | None:
    """Everybody on the panel has said that she has no tie."""
    if facts.undeclared:
        return Reason("appeal.undeclared", {"count": facts.undeclared})
    return None


def all_voted(facts: AppealFacts) -> Reason | None:
    """Everybody on the panel has voted."""
    return Reason("appeal.unvoted", {"count": facts.unvoted}) if facts.unvoted else None


def carried(facts: AppealFacts) -> str | None:
    """The votes came to this and to nothing else."""
    return None if facts.passed else "appeal.not_carried"


END = (with_reason, panel_full, all_declared, all_voted, carried)
APPEAL = Flow(
    "appeal",
    start="lodged",
    steps=(
        Step("admit", "lodged", "admissible", Permit.ADMIT_APPEAL),
        Step("turn_away", "lodged", "inadmissible", Permit.ADMIT_APPEAL, (with_reason,)),
        Step("seat", "admissible", "panel", Permit.ADMIT_APPEAL, (panel_full,)),
        Step("uphold", "panel", "upheld", Permit.DECIDE_APPEAL, END),
        Step("dismiss", "panel", "dismissed", Permit.DECIDE_APPEAL, END),
    ),
)


@dataclass(frozen=True, slots=True)
class Against:
    """The decision that somebody wants to appeal against."""

    kind: DecisionKind
    published: bool
    until: date | None  # the last day of the time to appeal
    appealed: bool = False


def may_lodge(against: Against, *, on: date) -> tuple[Reason, ...]:
    """Return why a decision can not be appealed against now; empty when it can."""
    if against.kind not in REMEDIES or not against.published or against.until is None:
        return (Reason("appeal.not_this"),)
    found = []
    if against.appealed:
        found.append(Reason("appeal.once"))
    if on > against.until:
        found.append(Reason("appeal.too_late", {"until": against.until.isoformat()}))
    return tuple(found)


def upheld(votes: Iterable[str]) -> bool:
    """Tell whether more than half want to uphold; a tie never sets a decision aside."""
    cast = list(votes)
    return cast.count(Vote.UPHOLD) * 2 > len(cast)
