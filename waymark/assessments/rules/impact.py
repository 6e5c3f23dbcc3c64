"""A dry run: what another edition would mean for cases, in counts and never in a total.

Each case is compared with itself under two editions. On the claimed basis, because a verdict holds
only for the rule that it was given on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from waymark.assessments.rules.document import Submission
from waymark.assessments.rules.evaluate import outline
from waymark.assessments.rules.evaluate_report import SATISFIED, CriterionResult, LevelResult
from waymark.schemes.rules import ProgressRule, ReportedRule, Scheme, leaves


@dataclass(frozen=True, slots=True)
class CaseImpact:
    """What changes for one case: ids of criteria and levels that it would lose or gain."""

    case: str
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    levels_lost: tuple[str, ...] = ()
    levels_gained: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything changes at all."""
        return bool(self.lost or self.gained or self.levels_lost or self.levels_gained)


@dataclass(frozen=True)
class Impact:
    """All cases together: how many there are, and how many of them each change touches."""

    cases: tuple[CaseImpact, ...] = ()
    criteria_lost: Mapping[str, int] = field(default_factory=dict)
    criteria_gained: Mapping[str, int] = field(default_factory=dict)
    levels_lost: Mapping[str, int] = field(default_factory=dict)
    levels_gained: Mapping[str, int] = field(default_factory=dict)

    @property
    def touched(self) -> tuple[CaseImpact, ...]:
        """The cases for which something changes."""
        return tuple(case for case in self.cases if case.any)


def indicators_asked(scheme: Scheme) -> frozenset[str]:
    """The indicators that a rule of an edition looks at; checks look at more."""
    found: set[str] = set()
    for criterion in scheme.criteria:
        for leaf in leaves(criterion.rule):
            if isinstance(leaf, ReportedRule):
                found.update(leaf.indicators)
            elif isinstance(leaf, ProgressRule):
                found.add(leaf.indicator)
    return frozenset(found)


def what_rules_see(document: Mapping[str, Any], asked: frozenset[str]) -> dict[str, Any]:
    """A submission document without what no rule looks at: most of it is series and tables."""
    kept = {
        name: part for name, part in document.items() if name not in ("registers", "indicators")
    }
    for name in ("observations", "baselines", "targets"):
        if name in kept:
            kept[name] = [item for item in kept[name] if item["indicator"] in asked]
    return kept


Outline = tuple[Iterable[CriterionResult], Iterable[LevelResult]]


def case_impact(case: str, before: Outline, after: Outline) -> CaseImpact:
    """Compare one case under two editions; a new criterion that is not met counts as lost."""
    known = {result.id for result in before[0]}
    was = {result.id for result in before[0] if result.status in SATISFIED}
    there = {result.id for result in after[0]}
    now = {result.id for result in after[0] if result.status in SATISFIED}
    had = {level.id for level in before[1] if level.attained}
    has = {level.id for level in after[1] if level.attained}
    return CaseImpact(
        case=case,
        lost=tuple(sorted(((was & there) | (there - known)) - now)),
        gained=tuple(sorted((now & known) - was)),
        levels_lost=tuple(sorted(had - has)),
        levels_gained=tuple(sorted(has - had)),
    )


def impact(
    submissions: Iterable[tuple[Scheme, Submission]], after: Scheme, *, as_of: date
) -> Impact:
    """Judge each case under the edition it is on and under `after`, and count what changes.

    A submission needs to hold only what the rules of both look at (`what_rules_see`).
    """
    found = [
        case_impact(
            submission.case,
            outline(before, submission, as_of=as_of),
            outline(after, submission, as_of=as_of),
        )
        for before, submission in submissions
    ]
    return Impact(
        tuple(found),
        *(
            dict(sorted(Counter(name for case in found for name in getattr(case, part)).items()))
            for part in ("lost", "gained", "levels_lost", "levels_gained")
        ),
    )
