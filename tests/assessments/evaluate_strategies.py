"""Random schemes, submissions and verdicts for the properties of the engine."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.assessments.evaluate_builders import (
    criterion_document,
    evidence,
    scheme_of,
    submission_document,
    verdict,
)
from waymark.assessments.rules.document import Submission, Verdict
from waymark.assessments.rules.document_parse import parse_submission
from waymark.schemes.rules import Scheme

NAMES = ("K1", "K2", "K3")
INDICATORS = ("sdg:1.1.1", "sdg:1.2.1", "sdg:11.6.2")
REVIEWERS = ("r1", "r2", "r3")  # a panel that asks for two decides among three


@dataclass(frozen=True)
class World:
    """A scheme, a submission document and the verdicts on it, by (criterion, reviewer)."""

    scheme: Scheme
    document: dict[str, Any]
    opinions: tuple[tuple[str, str, str], ...]

    @property
    def submission(self) -> Submission:
        return parse_submission(self.document, self.scheme)

    def verdicts(self, submission: Submission) -> tuple[Verdict, ...]:
        return tuple(
            verdict(self.scheme, submission, criterion, reviewer, outcome, seq)
            for seq, (criterion, reviewer, outcome) in enumerate(self.opinions)
        )


def _leaf(chance: Random, name: str) -> dict[str, Any]:
    age = chance.choice(({}, {"max_age_days": 400}))
    kinds = (
        {"kind": "answer", "question": f"{name}.level", "min": chance.randint(0, 3)},
        {
            "kind": "evidence",
            "kinds": chance.choice((["plan"], ["report"], ["plan", "report"])),
            "min": chance.randint(1, 2),
            **age,
        },
        {
            "kind": "reported",
            "indicators": list(INDICATORS),
            "share_percent": chance.randint(1, 100),
            **age,
        },
        {
            "kind": "progress",
            "indicator": chance.choice(INDICATORS),
            "direction": chance.choice(("up", "down")),
            "min_change": chance.randint(0, 5),
        },
        {"kind": "verified", "min_reviewers": 2},
    )
    # Evidence is where most of the ways to go wrong lie.
    return chance.choices(kinds, weights=(2, 5, 1, 1, 3))[0]


def _rule(chance: Random, name: str, count: Iterator[int], depth: int = 0) -> dict[str, Any]:
    if depth == 3 or chance.random() < 0.25 * (depth + 1):
        return {**_leaf(chance, name), "id": f"{name}/{next(count)}"}
    parts = [_rule(chance, name, count, depth + 1) for _ in range(chance.randint(1, 3))]
    if chance.random() < 0.5:
        return {"all": parts}
    return {"at_least": chance.randint(1, len(parts)), "of": parts}


def _document(chance: Random, scheme: Scheme) -> dict[str, Any]:
    answers: dict[str, Any] = {
        name: {"level": chance.randint(0, 3), "narrative": chance.choice(("", "año"))}
        for name in NAMES
    }
    if chance.random() < 0.5:
        answers["K2"] = {"not_relevant": True, "reason": chance.choice(("", "None here"))}
    items = [
        evidence(
            f"e{index}",
            chance.choice(NAMES),
            kind=chance.choice(("plan", "report")),
            state=chance.choice(("active", "active", "withdrawn", "expired")),
            effective=chance.choice((None, "2022-01-01", "2026-01-01", "2027-01-01")),
        )
        for index in range(chance.randint(0, 6))
    ]
    observations = [
        {"indicator": indicator, "period": str(year), "value": chance.randint(-3, 9)}
        for indicator in INDICATORS
        for year in chance.sample((2015, 2020, 2025, 2027), chance.randint(0, 3))
    ]
    return submission_document(scheme, answers=answers, evidence=items, observations=observations)


def _world(chance: Random) -> World:
    scheme = scheme_of(
        *(
            criterion_document(
                name, stage, _rule(chance, name, itertools.count(1)), not_relevant=name == "K2"
            )
            for name, stage in zip(NAMES, "AAB", strict=True)
        )
    )
    pairs = [(name, reviewer) for name in NAMES for reviewer in REVIEWERS]
    opinions = tuple(
        (*pair, chance.choice(("accept", "accept", "accept", "reject", "need_more")))
        for pair in chance.sample(pairs, 7)
    )
    return World(scheme, _document(chance, scheme), opinions)


def _less(chance: Random, world: World) -> World:
    """The same world with some facts not yet told.

    A fact is an answer, an evidence item, the whole series of an indicator, or a verdict.
    """

    def some(facts: Any) -> list[Any]:
        return [fact for fact in facts if chance.random() < 0.5]

    full = world.document
    series = some(INDICATORS)
    less = {
        **full,
        "answers": dict(some(full["answers"].items())),
        "evidence": some(full["evidence"]),
        "observations": [item for item in full["observations"] if item["indicator"] in series],
    }
    return replace(world, document=less, opinions=tuple(some(world.opinions)))


# One seed per example: a world has hundreds of choices, and drawing each through Hypothesis costs
# a hundred times more than evaluating it. A failure names its seed, which brings it back.
seeds = st.integers(0, 2**48)


def worlds() -> st.SearchStrategy[World]:
    """Random worlds."""
    return seeds.map(lambda seed: _world(Random(seed)))


def worlds_and_less() -> st.SearchStrategy[tuple[World, World]]:
    """Random worlds, each with one where less is known."""

    def pair(seed: int) -> tuple[World, World]:
        chance = Random(seed)
        world = _world(chance)
        return world, _less(chance, world)

    return seeds.map(pair)
