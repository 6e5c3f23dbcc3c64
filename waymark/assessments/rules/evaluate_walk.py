"""One walk over the rule of one criterion, in three-valued logic."""

from __future__ import annotations

from waymark.assessments.rules.evaluate_facts import Facts
from waymark.assessments.rules.evaluate_leaves import Outcome, judge_leaf
from waymark.assessments.rules.evaluate_report import FALSE, TRUE, UNKNOWN, Reason
from waymark.schemes.rules import All, AtLeast, Criterion, Rule, VerifiedRule


class Walk:
    """Judges the rule of a criterion and remembers what each leaf came to."""

    def __init__(self, criterion: Criterion, facts: Facts) -> None:
        self.criterion = criterion
        self.facts = facts
        self.outcomes: dict[str, Outcome] = {}
        self._values: dict[int, str] = {}

    def judge(self, rule: Rule) -> tuple[str, tuple[Reason, ...]]:
        """The Kleene value of a node and the reasons why it is not true."""
        if isinstance(rule, All | AtLeast):
            judged = [self.judge(part) for part in rule.parts]
            values = [value for value, _ in judged]
            value = kleene_all(values) if isinstance(rule, All) else kleene_at_least(rule.n, values)
            gaps = () if value == TRUE else tuple(gap for _, some in judged for gap in some)
        else:
            outcome = judge_leaf(rule, self.criterion, self.facts)
            self.outcomes[rule.id] = outcome
            value, gaps = outcome.value, outcome.gaps
        self._values[id(rule)] = value
        return value, gaps

    def parts(self, rule: Rule) -> tuple[int, int]:
        """How many parts of the rule are true, of how many.

        On the claimed basis a review is not a part: it was not looked at.
        """
        if isinstance(rule, All | AtLeast):
            parts = [part for part in rule.parts if self._counts(part)]
        else:
            parts = [rule]
        met = sum(self._values[id(part)] == TRUE for part in parts)
        return (min(met, rule.n), rule.n) if isinstance(rule, AtLeast) else (met, len(parts))

    def _counts(self, part: Rule) -> bool:
        return self.facts.basis == "verified" or not isinstance(part, VerifiedRule)


def kleene_all(values: list[str]) -> str:
    """False if one is false, else unknown if one is unknown, else true."""
    if FALSE in values:
        return FALSE
    return UNKNOWN if UNKNOWN in values else TRUE


def kleene_at_least(n: int, values: list[str]) -> str:
    """True when `n` are true, false when the unknown ones cannot make up the number."""
    if values.count(TRUE) >= n:
        return TRUE
    return FALSE if values.count(TRUE) + values.count(UNKNOWN) < n else UNKNOWN
