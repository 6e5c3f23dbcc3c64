"""Who does the secretariat's acts on a case where everybody there has a tie to the city.

Nobody chooses it: the rule looks who is free, first in the mechanism, then in the global one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Desk(StrEnum):
    """Who has the secretariat's acts on a case."""

    OWN = ""  # the mechanism's own secretariat
    LEAD = "lead"  # the lead of its technical team
    GLOBAL = "global"  # the secretariat of the global mechanism


@dataclass(frozen=True)
class DeskFacts:
    """How many are there, and how many of them have no tie to the city."""

    own: int = 0
    own_free: int = 0
    leads_free: int = 0
    global_free: int = 0  # of another mechanism's, the global one's


def desk_for(facts: DeskFacts) -> Desk:
    """Return who does the secretariat's acts; the own one's where nobody at all is free.

    A secretariat without anybody is no matter of ties: somebody has to be given a seat.
    """
    if facts.own == 0 or facts.own_free:
        return Desk.OWN
    if facts.leads_free:
        return Desk.LEAD
    return Desk.GLOBAL if facts.global_free else Desk.OWN
