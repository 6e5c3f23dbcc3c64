"""What a verdict must say: anything but acceptance names its reason from the list, and in words.

Rows from before this was asked stay as they are and count as they did.
"""

from __future__ import annotations

from waymark.assessments.rules.case import Outcome

GROUNDS = (
    "evidence.missing",
    "evidence.other",
    "evidence.part",
    "evidence.old",
    "evidence.unreadable",
    "claim.too_high",
    "claim.unclear",
    "data.differ",
    "data.incomplete",
    "relevance.unfounded",
    "other",
)
"""Why a criterion is not accepted, or what is missing before anybody can tell."""

SHOWN = ("shown.fully", "shown.otherwise")
"""Why it is accepted."""

KNOWN = frozenset((*GROUNDS, *SHOWN))
JUDGED = frozenset({Outcome.ACCEPT, Outcome.REJECT, Outcome.NEED_MORE})


def needs_ground(outcome: str) -> bool:
    """Tell whether a verdict needs a reason from the list, and words."""
    return outcome in {Outcome.REJECT, Outcome.NEED_MORE}


def refuse_verdict(outcome: str, code: str, words: str) -> tuple[tuple[str, str], ...]:
    """Return what is wrong with a verdict: the field and the key of a sentence, for each."""
    if outcome not in JUDGED:
        return (("outcome", "verdict.outcome_unknown"),)
    found = []
    if code and code not in KNOWN:
        found.append(("reason_code", "verdict.code_unknown"))
    elif needs_ground(outcome) and code not in GROUNDS:
        key = "verdict.code_missing" if not code else "verdict.code_accepts"
        found.append(("reason_code", key))
    if needs_ground(outcome) and not words.strip():
        found.append(("reason", "verdict.reason_missing"))
    return tuple(found)
