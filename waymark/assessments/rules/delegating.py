"""Who decides where ties leave a committee too few members: a rule, and nobody's choice.

A national case goes to the global committee. Above that one there is nobody.
"""

from __future__ import annotations

from enum import StrEnum

from waymark.assessments.rules.voting import Quorum


class Decider(StrEnum):
    """Who decides on a case."""

    OWN = ""  # the committee of the case's mechanism
    GLOBAL = "global"  # the committee of the global mechanism
    NOBODY = "nobody"  # until a seat, a deputy or a ruling makes a quorum possible


def decider(able: Quorum, *, above: bool) -> Decider:
    """Return who decides: `able` counts the seats for which somebody without a tie could act.

    Who is away is not looked at: she can come to the next meeting. A committee without any seat is
    no matter of ties: somebody has to be given one.
    """
    if able.seats == 0 or able.reached:
        return Decider.OWN
    return Decider.GLOBAL if above else Decider.NOBODY
