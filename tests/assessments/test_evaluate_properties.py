"""Properties of the engine, each with a broken engine that it catches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.assessments.evaluate_builders import AS_OF
from tests.assessments.evaluate_strategies import World, worlds, worlds_and_less
from waymark.assessments.rules import evaluate as engine
from waymark.assessments.rules import evaluate_leaves as leaves
from waymark.assessments.rules import evaluate_walk as walk
from waymark.assessments.rules.document_parse import parse_submission
from waymark.assessments.rules.evaluate_report import (
    FALSE,
    SATISFIED,
    TRUE,
    UNKNOWN,
    LevelResult,
    Report,
    report_bytes,
)
from waymark.schemes.rules import AnswerRule, EvidenceRule

FALLS_SHORT = ("partly", "not_met")
Property = Callable[[], None]
moderate = settings(
    max_examples=80, deadline=None, derandomize=True, database=None, phases=[Phase.generate]
)


def run(of: World, **how: str) -> Report:
    submission = of.submission
    verdicts = of.verdicts(submission)
    return engine.evaluate(of.scheme, submission, verdicts, as_of=AS_OF, **how)


def statuses(report: Report) -> dict[str, str]:
    return {result.id: result.status for result in report.criteria}


@settings(moderate, max_examples=300)
@given(worlds_and_less(), st.sampled_from(("claimed", "verified")))
def more_information_settles_and_never_unsettles(pair: tuple[World, World], basis: str) -> None:
    full, less = (statuses(run(each, basis=basis, world="open")) for each in pair)
    for name, status in less.items():
        if status in SATISFIED:
            assert full[name] in SATISFIED
        if status in FALLS_SHORT:
            assert full[name] in FALLS_SHORT


@moderate
@given(worlds())
def unknown_is_never_true(world: World) -> None:
    """What is met while drafting rests on nothing unknown: it is met in the closed world too."""
    for basis in ("claimed", "verified"):
        opened, closed = (run(world, basis=basis, world=kind) for kind in ("open", "closed"))
        for result in opened.criteria:
            if {item.value for item in result.rules} == {UNKNOWN}:
                assert result.status == "not_assessed"
            if result.status in SATISFIED:
                assert closed.by_id[result.id].status in SATISFIED


@moderate
@given(worlds())
def the_closed_world_adds_gaps_and_nothing_else(world: World) -> None:
    for basis in ("claimed", "verified"):
        opened, closed = (
            statuses(run(world, basis=basis, world=kind)) for kind in ("open", "closed")
        )
        for name, status in closed.items():
            if status in SATISFIED:
                assert opened[name] in SATISFIED
            if opened[name] in FALLS_SHORT:
                assert status in FALLS_SHORT


@moderate
@given(worlds(), st.sampled_from(("open", "closed")))
def what_is_verified_was_claimed(world: World, kind: str) -> None:
    claimed, verified = (
        statuses(run(world, basis=basis, world=kind)) for basis in ("claimed", "verified")
    )
    for name, status in verified.items():
        if status in SATISFIED:
            assert claimed[name] in SATISFIED


@moderate
@given(worlds())
def levels_are_cumulative(world: World) -> None:
    report = run(world)
    satisfied = {result.id for result in report.criteria if result.status in SATISFIED}
    for index, level in enumerate(report.levels):
        needed = {
            criterion.id
            for criterion in world.scheme.criteria
            if criterion.stage in world.scheme.levels[index].stages
        }
        assert set(level.lacking) == needed - satisfied
        assert level.attained == (needed <= satisfied)
        if level.attained:
            assert all(lower.attained for lower in report.levels[:index])


@moderate
@given(worlds(), st.randoms(use_true_random=False))
def order_never_matters(world: World, chance: Any) -> None:
    def shuffled(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            names = list(value)
            chance.shuffle(names)
            return {name: shuffled(value[name], name) for name in names}
        if isinstance(value, list):
            items = [shuffled(item) for item in value]
            chance.shuffle(items)
            return items
        return value

    submission = world.submission
    other = parse_submission(shuffled(world.document), world.scheme)
    verdicts = list(world.verdicts(submission))
    first = engine.evaluate(world.scheme, submission, verdicts, as_of=AS_OF, basis="verified")
    chance.shuffle(verdicts)
    second = engine.evaluate(world.scheme, other, verdicts, as_of=AS_OF, basis="verified")
    assert report_bytes(first) == report_bytes(second)


PROPERTIES: dict[str, Property] = {
    "monotone": more_information_settles_and_never_unsettles,
    "unknown": unknown_is_never_true,
    "closed": the_closed_world_adds_gaps_and_nothing_else,
    "verified": what_is_verified_was_claimed,
    "levels": levels_are_cumulative,
    "order": order_never_matters,
}


@pytest.mark.parametrize("name", PROPERTIES)
def test_property(name: str) -> None:
    PROPERTIES[name]()


def unusable_evidence_is_a_shortfall(monkeypatch: pytest.MonkeyPatch) -> None:
    """While drafting, a withdrawn item makes the leaf false although another may come."""
    judge = leaves._JUDGES[EvidenceRule]

    def broken(leaf: Any, criterion: Any, facts: Any) -> leaves.Outcome:
        outcome = judge(leaf, criterion, facts)
        bad = outcome.value == UNKNOWN and len(outcome.gaps) > 1
        return leaves.Outcome(FALSE, outcome.gaps, outcome.inputs) if bad else outcome

    monkeypatch.setitem(leaves._JUDGES, EvidenceRule, broken)


def one_rejection_is_final(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = leaves.judge_review

    def broken(rule: str, need: int, verdicts: Any, facts: Any) -> leaves.Outcome:
        outcome = judge(rule, need, verdicts, facts)
        rejected = outcome.value == UNKNOWN and outcome.gaps[0].code == "review.rejected"
        return leaves.Outcome(FALSE, outcome.gaps) if rejected else outcome

    monkeypatch.setattr(leaves, "judge_review", broken)


def unknown_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "kleene_all", lambda values: FALSE if FALSE in values else TRUE)


def drafting_is_stricter(monkeypatch: pytest.MonkeyPatch) -> None:
    """While drafting, an answer must reach level 3."""
    judge = leaves._JUDGES[AnswerRule]

    def broken(leaf: AnswerRule, criterion: Any, facts: Any) -> leaves.Outcome:
        need = 3 if facts.world == "open" else leaf.min
        return judge(AnswerRule(leaf.id, leaf.question, need), criterion, facts)

    monkeypatch.setitem(leaves._JUDGES, AnswerRule, broken)


def reviewers_lift_the_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = leaves._JUDGES[AnswerRule]

    def broken(leaf: AnswerRule, criterion: Any, facts: Any) -> leaves.Outcome:
        if facts.basis == "verified":
            return leaves.Outcome(TRUE)
        return judge(leaf, criterion, facts)

    monkeypatch.setitem(leaves._JUDGES, AnswerRule, broken)


def levels_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A level looks at its own stage only."""

    def broken(scheme: Any, by_id: Any) -> Any:
        found = []
        for level in scheme.levels:
            own = [item.id for item in scheme.criteria if item.stage == level.stages[-1]]
            lacking = tuple(name for name in own if by_id[name] not in SATISFIED)
            found.append(LevelResult(level.id, not lacking, lacking))
        return tuple(found)

    monkeypatch.setattr(engine, "levels_of", broken)


def last_verdict_given_first_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report keeps verdicts in the order in which they happened to arrive."""
    monkeypatch.setattr(
        engine, "verdict_set_hash", lambda verdicts: ",".join(item.id for item in verdicts)
    )


@pytest.mark.parametrize(
    ("name", "break_it"),
    [
        ("monotone", unusable_evidence_is_a_shortfall),
        ("monotone", one_rejection_is_final),
        ("unknown", unknown_passes),
        ("closed", drafting_is_stricter),
        ("verified", reviewers_lift_the_claim),
        ("levels", levels_stand_alone),
        ("order", last_verdict_given_first_wins),
    ],
)
def test_the_property_catches_a_broken_engine(
    name: str, break_it: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_it(monkeypatch)
    with pytest.raises(AssertionError):
        PROPERTIES[name]()
