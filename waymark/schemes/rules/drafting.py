"""The next edition: which ids may stand in it, which number it gets, how long it is discussed."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from waymark.schemes.rules.located import Problem
from waymark.schemes.rules.model import Criterion, Scheme
from waymark.schemes.rules.nodes import leaves
from waymark.schemes.rules.overlay.changes import ChangeClass

COMMENT_DAYS: Mapping[str, int] = {
    ChangeClass.EDITORIAL: 7,
    ChangeClass.MINOR: 14,
    ChangeClass.MAJOR: 28,
}
"""Days for which everybody can comment on an edition, by how far its change reaches.

After the change classes of the Digital Public Goods Standard (governance, 3B), whose periods are
one week for a minor and three or more for a major change; the numbers are our own proposal.
"""
GROUPS = (
    *("state", "city", "un", "network", "academia", "civil_society", "business", "resident"),
    "other",
)
"""Who comments. The first six are those with whom criteria are defined, by the founding document
on SDG Cities, paragraph 19."""
OUTCOMES = ("taken_up", "partly", "not_taken_up", "answered")
"""What became of a comment; `answered`: it asked for no change."""
LISTS = ("stages", "levels", "evidence_kinds", "vocabularies", "registers", "criteria")


@dataclass(frozen=True)
class Used:
    """Every id that editions of a scheme have given, and what it was given to."""

    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)  # question -> criterion, the last
    rules: Mapping[str, str] = field(default_factory=dict)  # id of a leaf -> its kind


def used(editions: Iterable[Scheme]) -> Used:
    """Gather the ids of editions, the oldest first."""
    found = list(editions)
    return Used(
        {name: frozenset(one.id for s in found for one in getattr(s, name)) for name in LISTS},
        {q.id: one.id for s in found for one in s.criteria for q in one.questions},
        {
            leaf.id: type(leaf).__name__
            for s in found
            for one in s.criteria
            for leaf in leaves(one.rule)
        },
    )


def reused(draft: Scheme, base: Scheme | None, before: Used) -> list[Problem]:
    """Every id of a draft that an earlier edition gave to something else, with its place.

    What the edition that it starts from has may stay. What an edition gave up, or gave to
    something else, stays taken: answers, verdicts and certificates point to it.
    """
    return [*_in_lists(draft, base, before), *_in_criteria(draft, base, before)]


def _in_lists(draft: Scheme, base: Scheme | None, before: Used) -> Iterator[Problem]:
    for name in LISTS:
        held = {one.id for one in getattr(base, name)} if base else set()
        for index, one in enumerate(getattr(draft, name)):
            if one.id not in held and one.id in before.lists.get(name, ()):
                yield Problem(f"$.{name}[{index}].id", "reused", {"value": one.id})


def _in_criteria(draft: Scheme, base: Scheme | None, before: Used) -> Iterator[Problem]:
    asked = {q.id for one in base.criteria for q in one.questions} if base else set()
    held = {leaf.id for one in base.criteria for leaf in leaves(one.rule)} if base else set()
    for index, one in enumerate(draft.criteria):
        path = f"$.criteria[{index}]"
        was = base.by_id.get(one.id) if base else None
        if was is not None and [q.id for q in was.questions] != [q.id for q in one.questions]:
            yield Problem(f"{path}.questions", "other_question", {"value": one.id})
        for number, question in enumerate(one.questions):
            if question.id not in asked and question.id in before.questions:
                where = f"{path}.questions[{number}].id"
                yield Problem(where, "reused", {"value": question.id})
        for leaf in leaves(one.rule):
            kind = before.rules.get(leaf.id)
            other = kind is not None and kind != type(leaf).__name__
            if other or (kind is not None and leaf.id not in held):
                yield Problem(f"{path}.rule", "reused", {"value": leaf.id})


def numbers(version: str) -> tuple[int, ...]:
    """The three numbers of a version, without what stands behind a plus sign."""
    return tuple(map(int, version.partition("+")[0].split(".")))


def fits(version: str, base: str, weight: str) -> bool:
    """Whether a version is as far from that of its base as the class of its change asks for."""
    new, old = numbers(version), numbers(base)
    parts = {ChangeClass.MAJOR: 1, ChangeClass.MINOR: 2}.get(ChangeClass(weight), 3)
    return new[:parts] > old[:parts]


def next_version(base: str, weight: str, taken: Container[str]) -> str:
    """The first free version behind that of a base, as far from it as its class asks for."""
    major, minor, patch = numbers(base)
    step = 0
    while True:
        step += 1
        found = {
            ChangeClass.MAJOR: f"{major + step}.0.0",
            ChangeClass.MINOR: f"{major}.{minor + step}.0",
            ChangeClass.EDITORIAL: f"{major}.{minor}.{patch + step}",
        }[ChangeClass(weight)]
        if found not in taken:
            return found


def free_leaf_id(one: Criterion, before: Used) -> str:
    """An id for a new rule of a criterion that no edition has given."""
    taken = {leaf.id for leaf in leaves(one.rule)} | set(before.rules)
    number = 1
    while f"{one.id}/{number}" in taken:
        number += 1
    return f"{one.id}/{number}"
