"""Taking a case to a newer edition: what stays, what is asked anew, and what falls away.

Answers travel by the id of their question, which stays the same across editions. What a criterion
asks is the same where its rule has the same hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from waymark.assessments.rules.flows import TO_ANOTHER_EDITION
from waymark.kernel.flow import Reason
from waymark.schemes.rules import Scheme

WITH_ITS_CITY = ("draft", "returned")
"""States in which a case lies with its city: it stays there."""
OPEN_TO_IT = (*WITH_ITS_CITY, *TO_ANOTHER_EDITION)
"""States from which a case can be taken to another edition."""


@dataclass(frozen=True)
class Rebase:
    """What a newer edition means for the answers of a case."""

    moves: Mapping[str, str] = field(default_factory=dict)  # criterion before -> criterion after
    same: tuple[str, ...] = ()  # criteria after: the rule is equal
    changed: tuple[str, ...] = ()  # criteria after: answered before, and asked otherwise now
    added: tuple[str, ...] = ()  # criteria after: not asked before
    removed: tuple[str, ...] = ()  # criteria before: not asked any more


def compare_editions(before: Scheme, after: Scheme) -> Rebase:
    """Return what becomes of each criterion."""
    by_question = {one.id: found.id for found in after.criteria for one in found.questions}
    moves: dict[str, str] = {}
    for criterion in before.criteria:
        found = (by_question.get(question.id) for question in criterion.questions)
        target = next((name for name in found if name is not None), None)
        if target is not None and target not in moves.values():
            moves[criterion.id] = target
    old = {target: before.by_id[name].rule_hash for name, target in moves.items()}
    kept = [one for one in after.criteria if one.id in old]
    return Rebase(
        moves=moves,
        same=tuple(one.id for one in kept if old[one.id] == one.rule_hash),
        changed=tuple(one.id for one in kept if old[one.id] != one.rule_hash),
        added=tuple(one.id for one in after.criteria if one.id not in old),
        removed=tuple(one.id for one in before.criteria if one.id not in moves),
    )


@dataclass(frozen=True)
class RebaseFacts:
    """What is known of a case that may be taken to a newer edition."""

    state: str
    newer: bool  # there is another edition by which the mechanism certifies now
    has_level: bool  # it has the level aimed for
    problems: tuple[str, ...] = ()  # why what was entered does not fit it
    expected: bool = True  # it is the edition that was previewed
    held: bool = False  # a committee chooses what it is finished by


def refuse_rebase(facts: RebaseFacts) -> tuple[Reason, ...]:
    """Return why a case stays on its edition."""
    found = []
    if facts.state not in OPEN_TO_IT:
        found.append(Reason("rebase.too_late"))
    if facts.held:
        found.append(Reason("hold.committee_chooses"))
    if not facts.newer:
        found.append(Reason("rebase.newest"))
    elif not facts.expected:
        found.append(Reason("rebase.other"))
    if facts.newer and not facts.has_level:
        found.append(Reason("rebase.no_level"))
    if facts.problems:
        found.append(Reason("rebase.unfit", {"what": "; ".join(facts.problems[:3])}))
    return tuple(found)
