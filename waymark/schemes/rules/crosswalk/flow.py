"""How a crosswalk comes into force and leaves it: the decision of the committee’s chair."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.kernel.flow import Flow, Step
from waymark.schemes.rules.publishing import Permit


@dataclass(frozen=True, slots=True)
class CrosswalkFacts:
    """What the conditions ask for. `own`: who decides wrote it herself."""

    reasons: str = ""
    own: bool = False
    known: bool = True  # every criterion that it names is one of the edition in force


def _reasoned(facts: CrosswalkFacts) -> str | None:
    return None if facts.reasons.strip() else "adaptation.no_reasons"


def _not_own(facts: CrosswalkFacts) -> str | None:
    return "crosswalk.own_work" if facts.own else None


def _known(facts: CrosswalkFacts) -> str | None:
    return None if facts.known else "crosswalk.unknown_now"


CROSSWALK = Flow(
    "crosswalk",
    start="draft",
    steps=(
        Step("propose", "draft", "proposed", Permit.DRAFT_CROSSWALK, (_known,)),
        Step("rework", "proposed", "draft", Permit.DRAFT_CROSSWALK),
        Step("discard", "draft", "discarded", Permit.DRAFT_CROSSWALK),
        Step(
            "approve",
            "proposed",
            "in_force",
            Permit.DECIDE_CROSSWALK,
            (_reasoned, _not_own, _known),
        ),
        Step("return", "proposed", "draft", Permit.DECIDE_CROSSWALK, (_reasoned,)),
        Step("withdraw", "in_force", "withdrawn", Permit.DECIDE_CROSSWALK, (_reasoned,)),
        Step("replace", "in_force", "replaced", Permit.DECIDE_CROSSWALK),
    ),
)
"""`replace` is never asked for: the next version that is approved brings it about."""
DECISIONS = ("approve", "return", "withdraw")
PUBLIC = frozenset({"proposed", "in_force", "withdrawn", "replaced"})
"""States in which everybody reads a crosswalk; drafts stay with the desk."""
