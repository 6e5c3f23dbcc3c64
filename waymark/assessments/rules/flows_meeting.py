"""The state table of a meeting."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.assessments.rules.case import Permit
from waymark.kernel.flow import Flow, Reason, Step


@dataclass(frozen=True)
class MeetingFacts:
    """What the steps of a meeting look at."""

    undecided: int = 0
    items: int = 0
    quorate: bool = False
    reason: str = ""


def has_agenda(facts: MeetingFacts) -> str | None:
    """There is something to decide."""
    return None if facts.items else "meeting.no_agenda"


def is_quorate(facts: MeetingFacts) -> str | None:
    """Enough members are present."""
    return None if facts.quorate else "meeting.not_quorate"


def all_decided(facts: MeetingFacts) -> Reason | None:
    """Every item has its decision."""
    if facts.undecided:
        return Reason("meeting.undecided", {"count": facts.undecided})
    return None


def with_words(facts: MeetingFacts) -> str | None:
    """Who moves a meeting or calls it off says why."""
    return None if facts.reason.strip() else "meeting.no_reason"


MEETING = Flow(
    "meeting",
    start="planned",
    steps=(
        Step("convene", "planned", "convened", Permit.CONVENE_MEETING, (has_agenda, is_quorate)),
        Step("move", "planned", "planned", Permit.PLAN_MEETING, (with_words,)),
        Step("cancel", "planned", "cancelled", Permit.PLAN_MEETING, (with_words,)),
        Step("nothing_ready", "planned", "cancelled", Permit.PLAN_MEETING),
        Step("adjourn", ("planned", "convened"), "adjourned", Permit.CONVENE_MEETING),
        Step("ask_meeting", "convened", "adjourned", Permit.ASK_MEETING, (with_words,)),
        Step("close", "convened", "closed", Permit.CONVENE_MEETING, (all_decided,)),
        Step("publish", "closed", "published", Permit.PUBLISH_DECISIONS),
    ),
)
