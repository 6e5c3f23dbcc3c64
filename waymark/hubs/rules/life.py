"""The states of a hub, from a proposal to its end.

Up to the decision a hub is a case of assessments, and the steps are the case's own: this table
says what they are called for a hub, and what follows. Its permits are those of that engine where
it has them. Nothing runs it before proposals can be sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waymark.hubs.rules.spans import refuse_extension
from waymark.kernel.flow import Flow, Reason, Step


class HubState(StrEnum):
    """Where a hub stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # first step
    ASKED = "asked"  # more questions: the second step is open
    COMPLETED = "completed"  # second step
    ASSESSED = "assessed"
    ADVISED = "advised"  # the advisory board has given its view
    ACCEPTED = "accepted"
    RESERVE = "reserve"
    NOT_ACCEPTED = "not_accepted"
    AGREED = "agreed"  # on deliverables
    LABELLED = "labelled"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class HubFacts:
    """What the steps look at."""

    arrived_in_time: bool = True
    eligible: bool = True
    reason: str = ""
    starts: date | None = None
    ends: date | None = None
    until: date | None = None
    on: date | None = None
    final_report: bool = False


def _in_time(facts: HubFacts) -> str | None:
    return None if facts.arrived_in_time else "hub.late"


def _eligible(facts: HubFacts) -> str | None:
    return None if facts.eligible else "hub.not_eligible"


def _reasoned(facts: HubFacts) -> str | None:
    return None if facts.reason.strip() else "hub.no_reason"


def _begun(facts: HubFacts) -> str | None:
    return None if facts.starts and facts.on and facts.on >= facts.starts else "hub.not_begun"


def _longer(facts: HubFacts) -> Reason | str | None:
    if not (facts.starts and facts.ends and facts.until):
        return "hub.no_dates"
    return refuse_extension(facts.starts, facts.ends, facts.until)


def _reported(facts: HubFacts) -> str | None:
    return None if facts.final_report else "hub.no_final_report"


S = HubState
BEFORE = (S.DRAFT, S.SUBMITTED, S.ASKED, S.COMPLETED, S.ASSESSED, S.ADVISED)
CHOSEN = (S.RESERVE, S.ACCEPTED, S.AGREED, S.LABELLED, S.ACTIVE, S.SUSPENDED)
DECIDE, LIFE = "decide", "decide_on_award"
HUB = Flow(
    "hub",
    start=S.DRAFT,
    steps=(
        Step("submit", S.DRAFT, S.SUBMITTED, "submit_case", (_in_time,)),
        Step("validate", S.SUBMITTED, S.ASKED, "admit_case", (_eligible,)),
        Step("turn_down", S.SUBMITTED, S.NOT_ACCEPTED, "admit_case", (_reasoned,)),
        Step("complete", S.ASKED, S.COMPLETED, "submit_case", (_in_time,)),
        Step("assess", S.COMPLETED, S.ASSESSED, "make_report"),
        Step("advise", S.ASSESSED, S.ADVISED, "advise_on_hub"),
        Step("accept", (S.ADVISED, S.RESERVE), S.ACCEPTED, DECIDE, (_reasoned,)),
        Step("reserve", S.ADVISED, S.RESERVE, DECIDE, (_reasoned,)),
        Step("refuse", (S.ADVISED, S.RESERVE), S.NOT_ACCEPTED, DECIDE, (_reasoned,)),
        Step("agree", S.ACCEPTED, S.AGREED, "agree_on_deliverables"),
        Step("label", S.AGREED, S.LABELLED, DECIDE),
        Step("begin", S.LABELLED, S.ACTIVE, LIFE, (_begun,)),
        Step("extend", S.ACTIVE, S.ACTIVE, LIFE, (_reasoned, _longer)),
        Step("suspend", S.ACTIVE, S.SUSPENDED, LIFE, (_reasoned,)),
        Step("lift", S.SUSPENDED, S.ACTIVE, LIFE, (_reasoned,)),
        Step("close", S.ACTIVE, S.CLOSED, LIFE, (_reported,)),
        Step("withdraw", BEFORE, S.WITHDRAWN, "withdraw_case", (_reasoned,)),
        Step("give_up", CHOSEN, S.WITHDRAWN, LIFE, (_reasoned,)),
    ),
)
LABEL_STANDS = frozenset({S.LABELLED, S.ACTIVE})
"""The states in which the label may be shown."""
