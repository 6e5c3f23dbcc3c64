"""Taking a case from one mechanism to another: who has to agree, and what stands in the way.

Answers and evidence go along by the ids of their questions. Verdicts never do: the people of the
other mechanism judge for themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from waymark.assessments.rules.flows import BEFORE_DECISION
from waymark.kernel.flow import Reason


class Party(StrEnum):
    """Who has a word in a transfer."""

    CITY = "city"
    FROM = "from"  # the secretariat that has the case
    TO = "to"  # the one that would get it


class Cause(StrEnum):
    """Why a case is to go on elsewhere."""

    FOUNDED = "founded"  # the country has a mechanism of its own now
    CLOSED = "closed"  # the mechanism ends
    ASKED = "asked"  # another reason


class End(StrEnum):
    """What came of it."""

    OPEN = ""
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # who asked has taken it back


UNSEEN = ("draft", "returned")
"""States in which the case lies with its city alone."""


def needed(state: str, *, responsible: bool) -> tuple[Party, ...]:
    """Return who has to agree.

    As long as nobody has its case in hand, a city goes by itself to the mechanism that is
    responsible for its country, and to the other one if that agrees. Later, both secretariats
    have to agree.

    responsible: the mechanism that would get the case certifies the cities of this country.
    """
    if state in UNSEEN:
        return (Party.CITY,) if responsible else (Party.CITY, Party.TO)
    return (Party.CITY, Party.FROM, Party.TO)


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """What is known where a case is to go to another mechanism."""

    state: str
    same: bool = False  # it is under that mechanism
    serves: bool = True  # the other one is the global one, or the country's own
    edition: bool = True  # it certifies by this scheme
    has_level: bool = True  # its edition has the level aimed for
    open_there: bool = False  # the place has an open case of this scheme there
    place_ended: bool = False  # it has become part of another, or was divided
    problems: tuple[str, ...] = ()  # why what was entered does not fit its edition
    expected: bool = True  # it is the edition that was previewed
    reason: str = "-"


def refuse_transfer(facts: TransferFacts) -> tuple[Reason, ...]:
    """Return why a case can not go to a mechanism; empty when it can."""
    if facts.state not in BEFORE_DECISION:
        return (Reason("transfer.decided"),)
    if facts.same or not facts.serves:
        return (Reason("transfer.nowhere"),)
    if not facts.edition:
        return (Reason("transfer.no_edition"),)
    found = []
    if not facts.expected:
        found.append(Reason("rebase.other"))
    if not facts.has_level:
        found.append(Reason("transfer.no_level"))
    if facts.open_there:
        found.append(Reason("transfer.open_there"))
    if facts.place_ended:
        found.append(Reason("case.place_ended"))
    if facts.problems:
        found.append(Reason("transfer.unfit", {"what": "; ".join(facts.problems[:3])}))
    if not facts.reason.strip():
        found.append(Reason("case.no_reason"))
    return tuple(found)


def missing(need: Iterable[Party], said: Mapping[str, bool]) -> tuple[Party, ...]:
    """Return whose word is still missing; said: party -> whether it agrees."""
    return tuple(party for party in need if not said.get(party, False))
