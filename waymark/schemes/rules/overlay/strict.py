"""Which of two rules asks for more, decided by their form alone.

Sound and not complete: what can't be shown by comparing nodes counts as not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from waymark.schemes.rules.nodes import (
    All,
    AnswerRule,
    AtLeast,
    EvidenceRule,
    Leaf,
    ProgressRule,
    ReportedRule,
    Rule,
    VerifiedRule,
)


def _more(before: Any, after: Any) -> bool:
    return bool(after >= before)


def _sooner(before: Any, after: Any) -> bool:
    """A shorter time; no limit is the longest there is."""
    return before is None or (after is not None and after <= before)


def _fewer(before: Any, after: Any) -> bool:
    return bool(after) and set(after) <= set(before)


def _further(before: Any, after: Any) -> bool:
    return set(after) >= set(before)


Order = Callable[[Any, Any], bool]

STRICTER: Mapping[type, Mapping[str, Order]] = {
    AnswerRule: {"min": _more},
    EvidenceRule: {"min": _more, "kinds": _fewer, "max_age_days": _sooner},
    ReportedRule: {"share_percent": _more, "max_age_days": _sooner, "dims": _further},
    ProgressRule: {"min_change": _more},
    VerifiedRule: {"min_reviewers": _more},
}
"""The parameters that can be tightened, and what makes a value at least as strict as another."""

_SAME: Mapping[type, tuple[str, ...]] = {
    AnswerRule: ("question",),
    EvidenceRule: (),
    ReportedRule: ("indicators",),
    ProgressRule: ("indicator", "direction"),
    VerifiedRule: (),
}
"""What two leaves must have in common to be compared at all."""


def is_stricter(leaf: Leaf, param: str, to: object) -> bool:
    """Whether a parameter of `leaf` may be set to `to`, which must ask for more than it does now.

    False for a parameter that has no order.
    """
    order = STRICTER[type(leaf)].get(param)
    before = getattr(leaf, param, None)
    return order is not None and to != before and order(before, to)


def implies(tight: Rule, loose: Rule) -> bool:
    """Whether `loose` is true in every world in which `tight` is, as far as forms can show."""
    if isinstance(loose, All):
        return all(implies(tight, part) for part in loose.parts)
    if isinstance(loose, AtLeast) and loose.n == len(loose.parts):
        return implies(tight, All(loose.parts))
    if isinstance(tight, AtLeast) and tight.n == len(tight.parts):
        return implies(All(tight.parts), loose)
    if isinstance(tight, All):
        return any(implies(part, loose) for part in tight.parts) or _enough(tight.parts, loose)
    if isinstance(tight, AtLeast):
        return _of_the_same(tight, loose)
    if isinstance(loose, AtLeast):
        return loose.n == 1 and any(implies(tight, part) for part in loose.parts)
    return _leaf_implies(tight, loose)


def _enough(parts: tuple[Rule, ...], loose: Rule) -> bool:
    """Whether what is asked of all makes up the number of another rule's parts."""
    if not isinstance(loose, AtLeast):
        return False
    return sum(any(implies(one, part) for one in parts) for part in loose.parts) >= loose.n


def _of_the_same(tight: AtLeast, loose: Rule) -> bool:
    """Part by part, in order: each at least as strict, and no fewer of them asked for."""
    if not isinstance(loose, AtLeast) or len(loose.parts) < len(tight.parts):
        return False
    return tight.n >= loose.n and all(
        implies(one, other) for one, other in zip(tight.parts, loose.parts, strict=False)
    )


def _leaf_implies(tight: Leaf, loose: Leaf) -> bool:
    kind = type(tight)
    if kind is not type(loose):
        return False
    same = all(getattr(tight, name) == getattr(loose, name) for name in _SAME[kind])
    return same and all(
        order(getattr(loose, name), getattr(tight, name)) for name, order in STRICTER[kind].items()
    )
