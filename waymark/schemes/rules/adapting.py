"""How a national adaptation comes into force and leaves it: tables, and the time for comments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from waymark.kernel.flow import Flow, Reason, Step
from waymark.schemes.rules.model import Deviation
from waymark.schemes.rules.overlay.model import Overlay
from waymark.schemes.rules.publishing import Permit

COMMENT_DAYS = 14
COMMENT_DAYS_DEVIATING = 28
"""Days for which everybody can comment: longer where something is looser than the base.

After the change classes of the Digital Public Goods Standard (governance, 3B), whose periods are
one week for a minor and three or more for a major change; the numbers are our own proposal.
"""
OPEN = frozenset({"draft", "returned"})
"""States in which the document may still change."""
PUBLIC = frozenset(
    {"consultation", "submitted", "endorsed", "suspended", "outdated", "refused", "withdrawn"}
)
"""States in which everybody can read it."""
IN_FORCE = frozenset({"endorsed", "outdated"})


@dataclass(frozen=True, slots=True)
class AdaptationFacts:
    """What the conditions ask for. `problems`: what keeps the overlay from lying on its base."""

    ops: int = 0
    problems: int = 0
    comments_until: date | None = None
    unanswered: int = 0
    today: date | None = None
    deviations: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    reasons: str = ""
    base_in_force: bool = True


def _has_ops(facts: AdaptationFacts) -> str | None:
    return None if facts.ops else "adaptation.empty"


def _lies(facts: AdaptationFacts) -> Reason | None:
    if not facts.problems:
        return None
    return Reason("adaptation.has_problems", {"count": facts.problems})


def _heard(facts: AdaptationFacts) -> Reason | None:
    """The comment period is over."""
    until, today = facts.comments_until, facts.today
    if until is not None and today is not None and today > until:
        return None
    return Reason("adaptation.comments_open", {"until": until.isoformat() if until else ""})


def _answered(facts: AdaptationFacts) -> Reason | None:
    if not facts.unanswered:
        return None
    return Reason("adaptation.unanswered", {"count": facts.unanswered})


def _named(facts: AdaptationFacts) -> str | None:
    """Every deviation is named, and none that isn't there."""
    return None if facts.deviations == facts.named else "adaptation.name_deviations"


def _reasoned(facts: AdaptationFacts) -> str | None:
    return None if facts.reasons.strip() else "adaptation.no_reasons"


def _current(facts: AdaptationFacts) -> str | None:
    return None if facts.base_in_force else "adaptation.base_superseded"


ADAPTATION = Flow(
    "adaptation",
    start="draft",
    steps=(
        Step(
            "consult",
            ("draft", "returned"),
            "consultation",
            Permit.DRAFT_ADAPTATION,
            (_has_ops, _lies, _current),
        ),
        Step("rework", "consultation", "draft", Permit.DRAFT_ADAPTATION),
        Step(
            "submit",
            "consultation",
            "submitted",
            Permit.DRAFT_ADAPTATION,
            (_lies, _heard, _answered, _current),
        ),
        Step(
            "endorse",
            "submitted",
            "endorsed",
            Permit.DECIDE_ADAPTATION,
            (_lies, _named, _reasoned, _current),
        ),
        Step("return", "submitted", "returned", Permit.DECIDE_ADAPTATION, (_reasoned,)),
        Step("refuse", "submitted", "refused", Permit.DECIDE_ADAPTATION, (_reasoned,)),
        Step(
            "suspend",
            ("endorsed", "outdated"),
            "suspended",
            Permit.DECIDE_ADAPTATION,
            (_reasoned,),
        ),
        Step("lift", "suspended", "endorsed", Permit.DECIDE_ADAPTATION, (_reasoned, _current)),
        Step(
            "withdraw",
            ("endorsed", "outdated", "suspended"),
            "withdrawn",
            Permit.DECIDE_ADAPTATION,
            (_reasoned,),
        ),
        Step("outdate", "endorsed", "outdated", Permit.PUBLISH_EDITION),
        Step(
            "replace",
            ("endorsed", "outdated", "suspended"),
            "replaced",
            Permit.DECIDE_ADAPTATION,
        ),
    ),
)
"""`outdated`: its base was superseded, so that it needs a rebase; it stays in force until then."""

DECISIONS = ("endorse", "return", "refuse", "suspend", "lift", "withdraw")


def open_decisions(state: str) -> tuple[str, ...]:
    """Return the decisions of the global body that can be taken in a state."""
    return tuple(step.name for step in ADAPTATION.open(state) if step.name in DECISIONS)


def comment_days(overlay: Overlay) -> int:
    """For how many days everybody can comment on an overlay."""
    return COMMENT_DAYS_DEVIATING if overlay.deviates else COMMENT_DAYS


def deviation_key(deviation: Deviation) -> str:
    """A deviation's name in an endorsement: `substitute B01/2`, `waive C07`."""
    return f"{deviation.kind} {deviation.rule or deviation.criterion}"


def keys(deviations: Collection[Deviation]) -> frozenset[str]:
    """The names of deviations."""
    return frozenset(map(deviation_key, deviations))
