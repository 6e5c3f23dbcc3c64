"""The rule language of a scheme: a closed set of typed nodes, and nothing that is ever executed.

`All` and `AtLeast` join parts; the five leaves ask one question each. Every leaf has a stable id
(`B01/2`) that verdicts, reports and national adaptations refer to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

RULE_KINDS = ("answer", "evidence", "reported", "progress", "verified")
MAX_RULE_DEPTH = 6


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True when `n` of the parts are."""

    n: int
    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """The level that the city gives itself on a question is at least `min`."""

    id: str
    question: str
    min: int


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """At least `min` usable evidence items of these kinds, none older than `max_age_days`."""

    id: str
    kinds: tuple[str, ...]
    min: int
    max_age_days: int | None = None


@dataclass(frozen=True, slots=True)
class ReportedRule:
    """`share_percent` of the indicators have a value not older than `max_age_days`.

    `dims` names dimensions (`sex`, `area`) that the value must be split by.
    """

    id: str
    indicators: tuple[str, ...]
    share_percent: int
    max_age_days: int | None = None
    dims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressRule:
    """The latest value differs from the baseline by `min_change` or more in the good direction."""

    id: str
    indicator: str
    direction: str
    min_change: int | float


@dataclass(frozen=True, slots=True)
class VerifiedRule:
    """`min_reviewers` reviewers accepted the criterion, and more accepted than rejected it."""

    id: str
    min_reviewers: int


Leaf = AnswerRule | EvidenceRule | ReportedRule | ProgressRule | VerifiedRule
Rule = All | AtLeast | Leaf


def leaves(rule: Rule) -> Iterator[Leaf]:
    """Every leaf of a rule, in the order of the document."""
    if isinstance(rule, All | AtLeast):
        for part in rule.parts:
            yield from leaves(part)
    else:
        yield rule


def rule_document(rule: Rule) -> dict[str, object]:
    """The rule as it stands in the scheme document."""
    if isinstance(rule, All):
        return {"all": [rule_document(part) for part in rule.parts]}
    if isinstance(rule, AtLeast):
        return {"at_least": rule.n, "of": [rule_document(part) for part in rule.parts]}
    return _leaf_document(rule)


def _leaf_document(leaf: Leaf) -> dict[str, object]:
    if isinstance(leaf, AnswerRule):
        return {"kind": "answer", "id": leaf.id, "question": leaf.question, "min": leaf.min}
    if isinstance(leaf, EvidenceRule):
        body = {"kind": "evidence", "id": leaf.id, "kinds": list(leaf.kinds), "min": leaf.min}
        return _with_age(body, leaf.max_age_days)
    if isinstance(leaf, ReportedRule):
        body = {"kind": "reported", "id": leaf.id, "indicators": list(leaf.indicators)}
        body["share_percent"] = leaf.share_percent
        if leaf.dims:
            body["dims"] = list(leaf.dims)
        return _with_age(body, leaf.max_age_days)
    if isinstance(leaf, ProgressRule):
        return {
            "kind": "progress",
            "id": leaf.id,
            "indicator": leaf.indicator,
            "direction": leaf.direction,
            "min_change": leaf.min_change,
        }
    return {"kind": "verified", "id": leaf.id, "min_reviewers": leaf.min_reviewers}


def _with_age(body: dict[str, object], max_age_days: int | None) -> dict[str, object]:
    if max_age_days is not None:
        body["max_age_days"] = max_age_days
    return body
