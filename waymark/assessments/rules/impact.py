"""A dry run: what another edition would mean for cases, in counts and never in a total.

Each case is compared with itself under two editions. On the claimed basis, because a verdict holds
only for the rule that it was given on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from waymark.assessments.rules.document import SchemeRef, Submission
from waymark.assessments.rules.evaluate import evaluate
from waymark.assessments.rules.evaluate_report import SATISFIED, Report
from waymark.schemes.rules import Scheme


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


def case_impact(before: Report, after: Report) -> CaseImpact:
    """Compare one case's reports under two editions; a new criterion not met counts as lost."""
    was = {result.id for result in before.criteria if result.status in SATISFIED}
    now = {result.id for result in after.criteria if result.status in SATISFIED}
    known = {result.id for result in before.criteria}
    fresh = [result.id for result in after.criteria if result.id not in known]
    had = {level.id for level in before.levels if level.attained}
    has = {level.id for level in after.levels if level.attained}
    there = {result.id for result in after.criteria}
    return CaseImpact(
        case=before.case,
        lost=tuple(sorted(((was & there) - now) | (set(fresh) - now))),
        gained=tuple(sorted((now & known) - was)),
        levels_lost=tuple(sorted(had - has)),
        levels_gained=tuple(sorted(has - had)),
    )


def impact(
    submissions: Iterable[tuple[Scheme, Submission]], after: Scheme, *, as_of: date
) -> Impact:
    """Evaluate each case under the edition it is on and under `after`, and count what changes."""
    found = []
    ref = SchemeRef(after.id, after.version, after.hash)
    for before, submission in submissions:
        moved = replace(submission, scheme=ref)
        found.append(
            case_impact(
                evaluate(before, submission, as_of=as_of), evaluate(after, moved, as_of=as_of)
            )
        )
    return Impact(
        tuple(found),
        *(
            dict(sorted(Counter(name for case in found for name in getattr(case, part)).items()))
            for part in ("lost", "gained", "levels_lost", "levels_gained")
        ),
    )
