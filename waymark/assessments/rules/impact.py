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

import msgspec

from waymark.assessments.rules.document import Submission
from waymark.assessments.rules.evaluate import levels_of, statuses
from waymark.assessments.rules.evaluate_report import SATISFIED
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


class _Named(msgspec.Struct):
    indicator: str


_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_items = msgspec.json.Decoder(list[msgspec.Raw]).decode
_names = msgspec.json.Decoder(list[_Named]).decode
_whole = msgspec.json.decode


def what_rules_see(document: bytes, asked: frozenset[str]) -> dict[str, Any]:
    """A submission document without what no rule looks at: most of it is series and tables.

    What is left out is never taken apart. For documents that the platform froze itself: others are
    read by `parse_submission`.
    """
    kept: dict[str, Any] = {}
    for name, part in _members(document).items():
        if name in ("observations", "baselines", "targets"):
            items = zip(_names(part), _items(part), strict=True)
            kept[name] = [_whole(item) for named, item in items if named.indicator in asked]
        elif name not in ("registers", "indicators"):
            kept[name] = _whole(part)
    return kept


def case_impact(
    case: str, before: Scheme, after: Scheme, stood: Mapping[str, str], stands: Mapping[str, str]
) -> CaseImpact:
    """Compare one case under two editions, by the status of each criterion under either.

    A new criterion that is not met counts as lost.
    """
    was = {name for name, status in stood.items() if status in SATISFIED}
    now = {name for name, status in stands.items() if status in SATISFIED}
    had = {level.id for level in levels_of(before, stood) if level.attained}
    has = {level.id for level in levels_of(after, stands) if level.attained}
    return CaseImpact(
        case=case,
        lost=tuple(sorted(((was & stands.keys()) | (stands.keys() - stood.keys())) - now)),
        gained=tuple(sorted(now & stood.keys() - was)),
        levels_lost=tuple(sorted(had - has)),
        levels_gained=tuple(sorted(has - had)),
    )


def judged_alike(before: Scheme, after: Scheme) -> frozenset[str]:
    """The criteria that both editions judge by the same rule and waive alike."""
    return frozenset(
        criterion.id
        for criterion in after.criteria
        if (was := before.by_id.get(criterion.id)) is not None
        and (was.rule_hash, was.waived) == (criterion.rule_hash, criterion.waived)
    )


def impact(
    submissions: Iterable[tuple[Scheme, Submission]], after: Scheme, *, as_of: date
) -> Impact:
    """Judge each case under the edition it is on and under `after`, and count what changes.

    A criterion that both judge alike is judged once. A submission needs to hold only what the
    rules of both look at (`what_rules_see`).
    """
    alike: dict[str, frozenset[str]] = {}
    found = []
    for before, submission in submissions:
        if before.hash not in alike:
            alike[before.hash] = judged_alike(before, after)
        stood = statuses(before, submission, as_of=as_of, kept={})
        kept = {name: stood[name] for name in alike[before.hash]}
        stands = statuses(after, submission, as_of=as_of, kept=kept)
        found.append(case_impact(submission.case, before, after, stood, stands))
    return Impact(
        tuple(found),
        *(
            dict(sorted(Counter(name for case in found for name in getattr(case, part)).items()))
            for part in ("lost", "gained", "levels_lost", "levels_gained")
        ),
    )
