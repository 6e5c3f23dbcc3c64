"""A case whose adaptation has lost its endorsement: held, until a committee chooses or it is back.

CERTIFICATION.md §1.7: no verdict and no decision meanwhile; the committee chooses whether the case
is finished on the base edition or waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from waymark.assessments.rules.flows import TO_ANOTHER_EDITION
from waymark.kernel.flow import Reason

NOT_ENDORSED = frozenset({"suspended", "withdrawn"})
"""States of an adaptation in which nothing is judged by it. One that was replaced had its time."""
HELD_IN = (*TO_ANOTHER_EDITION, "scheduled")
"""States in which a case is somebody else's than its city's: there it is held on record."""
FREE = ("withdraw", "transfer", "unschedule")
FREE_WITH = ("edition_", "erase_")


class Choice(StrEnum):
    """What a committee chooses for a case that is held."""

    BASE = "base"  # it is finished on the edition that the adaptation lies on
    WAIT = "wait"  # until the endorsement is back


class Ended(StrEnum):
    """How a hold came to its end."""

    BASE = "base"
    BACK = "back"  # the endorsement is
    NEWER = "newer"  # the city took another edition of its country's


def goes_on(step: str) -> bool:
    """Whether a step of a case may be taken while it is held: those that judge nothing."""
    return step in FREE or step.startswith(FREE_WITH)


@dataclass(frozen=True)
class HoldFacts:
    """What is known of a hold on which a committee chooses."""

    over: bool = False
    tied: bool = False  # who chooses has a tie to the city
    last: str = ""  # the choice that holds
    has_level: bool = True  # the base edition has the level aimed for
    problems: tuple[str, ...] = ()  # why what was entered does not fit the base edition


def refuse_choice(choice: Choice, facts: HoldFacts) -> tuple[Reason, ...]:
    """Return why a committee can't choose this."""
    found = []
    if facts.over:
        found.append(Reason("hold.over"))
    if facts.tied:
        found.append(Reason("decision.recused"))
    if choice == facts.last:
        found.append(Reason("hold.chosen"))
    if choice == Choice.BASE and not facts.has_level:
        found.append(Reason("hold.no_level"))
    if choice == Choice.BASE and facts.problems:
        found.append(Reason("rebase.unfit", {"what": "; ".join(facts.problems[:3])}))
    return tuple(found)
