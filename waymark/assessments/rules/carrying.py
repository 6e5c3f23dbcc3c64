"""Taking over what a city that ended had entered: what goes along, and what stands in the way.

A case that lies with its city takes answers, tables and evidence from a case of a city that it
follows on. Verdicts never go along, and nothing that it says already is written over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from waymark.assessments.rules.case import EDITABLE
from waymark.kernel import canonical
from waymark.kernel.flow import Reason


@dataclass(frozen=True)
class Goes:
    """What would go along, by its names in the case that takes it over.

    kept: where that case says something already, and goes on saying it.
    """

    answers: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()  # ids of items
    kept: tuple[str, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether nothing would go along."""
        return not (self.answers or self.tables or self.evidence)

    @property
    def fingerprint(self) -> str:
        """Equal where the same would go along."""
        told = [list(self.answers), list(self.tables), list(self.evidence), list(self.kept)]
        return hashlib.sha256(canonical.dumps(told)).hexdigest()


def what_goes(
    *,
    moves: Mapping[str, str],
    answered: Iterable[str],
    said: Iterable[str],
    tables: Iterable[str],
    known_tables: Iterable[str],
    filled: Iterable[str],
    evidence: Iterable[str],
) -> Goes:
    """Return what goes along.

    moves: criterion there -> criterion here. answered, tables: what the other case holds. said,
    filled: criteria and tables of which this one says something. known_tables: its edition's.
    """
    there = {moves[name] for name in answered if name in moves}
    brought = set(tables) & set(known_tables)
    own, full = set(said), set(filled)
    return Goes(
        tuple(sorted(there - own)),
        tuple(sorted(brought - full)),
        tuple(sorted(evidence)),
        tuple(sorted((there & own) | (brought & full))),
    )


@dataclass(frozen=True, slots=True)
class CarryFacts:
    """What is known where a case is to take something over."""

    state: str  # of the case that takes it over
    follows: bool = True  # its city is what the other one became
    same_scheme: bool = True
    before: bool = False  # it has taken over from that case
    goes: bool = True  # anything would go along
    problems: tuple[str, ...] = ()  # why it does not fit the edition
    expected: bool = True  # it is what was previewed


def refuse_carrying(facts: CarryFacts) -> tuple[Reason, ...]:
    """Return why a case can't take over; empty when it can."""
    if not facts.follows:
        return (Reason("carry.not_followed"),)
    if not facts.same_scheme:
        return (Reason("carry.other_scheme"),)
    if facts.before:
        return (Reason("carry.done"),)
    found = []
    if facts.state not in EDITABLE:
        found.append(Reason("carry.handed_in"))
    if not facts.goes:
        found.append(Reason("carry.nothing"))
    if facts.problems:
        found.append(Reason("transfer.unfit", {"what": "; ".join(facts.problems[:3])}))
    if not facts.expected:
        found.append(Reason("carry.changed"))
    return tuple(found)
