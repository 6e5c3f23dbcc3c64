"""What holds of every adaptation: it never makes easier, and its form alone shows that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.assessments.evaluate_builders import AS_OF
from tests.assessments.evaluate_strategies import World, seeds, worlds
from tests.schemes.overlays import document, random_ops
from waymark.assessments.rules.document import SchemeRef
from waymark.assessments.rules.evaluate import evaluate
from waymark.assessments.rules.evaluate_report import SATISFIED, Report
from waymark.schemes.rules import Scheme
from waymark.schemes.rules.nodes import All, AtLeast, Rule
from waymark.schemes.rules.overlay import implies, parse_overlay, resolve, resolving, strict

# Without shrinking: a world is one number, which brings it back as it is.
EACH = settings(max_examples=300, deadline=None, phases=(Phase.explicit, Phase.generate))


def under(world: World, scheme: Scheme, basis: str) -> Report:
    """The report of a world whose city answers the same under another edition."""
    submission = world.submission
    ref = SchemeRef(scheme.id, scheme.version, scheme.hash)
    submission = replace(submission, scheme=ref)
    verdicts = [
        replace(found, submission=submission.hash, rule=scheme.by_id[found.criterion].rule_hash)
        for found in world.verdicts(submission)
    ]
    return evaluate(scheme, submission, verdicts, as_of=AS_OF, basis=basis)


def lay(seed: int, base: Scheme) -> Scheme:
    chance = Random(seed)
    return resolve(base, parse_overlay(document(base, *random_ops(chance, base))))


@EACH
@given(worlds(), seeds, st.sampled_from(("claimed", "verified")))
def met_under_the_overlay_is_met_under_the_base(world: World, seed: int, basis: str) -> None:
    above = under(world, lay(seed, world.scheme), basis)
    below = under(world, world.scheme, basis)
    for result in below.criteria:
        if above.by_id[result.id].status in SATISFIED:
            assert result.status in SATISFIED
    for high, low in zip(above.levels, below.levels, strict=True):
        assert low.attained or not high.attained


@EACH
@given(worlds(), worlds())
def what_implies_by_its_form_implies_in_every_world(world: World, other: World) -> None:
    """Rules of two random schemes: where `implies` says so, no case may speak against it."""
    names = [criterion.id for criterion in world.scheme.criteria]
    report = under(world, world.scheme, "claimed")
    for name in names:
        loose, tight = other.scheme.by_id[name].rule, world.scheme.by_id[name].rule
        if not implies(tight, loose):
            continue
        criteria = tuple(
            replace(criterion, rule=loose) if criterion.id == name else criterion
            for criterion in world.scheme.criteria
        )
        second = under(world, replace(world.scheme, criteria=criteria), "claimed")
        if report.by_id[name].status == "met":
            assert second.by_id[name].status == "met"


@EACH
@given(worlds(), seeds)
def core_rules_stay(world: World, seed: int) -> None:
    base = replace(
        world.scheme,
        criteria=tuple(
            replace(criterion, core=criterion.id == "K1") for criterion in world.scheme.criteria
        ),
    )
    assert lay(seed, base).by_id["K1"].rule_hash == base.by_id["K1"].rule_hash


PROPERTIES: dict[str, Callable[[], None]] = {
    "theorem": met_under_the_overlay_is_met_under_the_base,
    "implies": what_implies_by_its_form_implies_in_every_world,
    "core": core_rules_stay,
}


@pytest.mark.parametrize("name", PROPERTIES)
def test_property(name: str) -> None:
    PROPERTIES[name]()


def _any_change_is_stricter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine's check is off, and the overlay halves what it means to tighten."""
    monkeypatch.setattr(resolving, "is_stricter", lambda *_: True)
    monkeypatch.setattr("tests.schemes.overlays._tighter", _looser)


def _looser(chance: Random, leaf: Any) -> dict[str, Any] | None:
    if hasattr(leaf, "max_age_days") and leaf.max_age_days is not None:
        return {"op": "tighten", "target": leaf.id, "param": "max_age_days", "to": 36_000}
    if getattr(leaf, "min", 0):
        return {"op": "tighten", "target": leaf.id, "param": "min", "to": leaf.min - 1}
    return None


def _rules_take_the_place_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(criterion: Any, rule: Rule, draft: Any) -> Any:
        parts = rule.parts if isinstance(rule, All | AtLeast) else (rule,)
        return replace(criterion, rule=All((parts[-1],)))

    monkeypatch.setattr(resolving, "_with_rule", wrong)


def _at_least_counts_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict, "_of_the_same", lambda tight, loose: True)


@pytest.mark.parametrize(
    ("name", "break_it"),
    [
        ("theorem", _any_change_is_stricter),
        ("theorem", _rules_take_the_place_of_others),
        ("implies", _at_least_counts_for_all),
    ],
)
def test_the_property_catches_a_broken_algebra(
    name: str, break_it: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_it(monkeypatch)
    with pytest.raises(AssertionError):
        PROPERTIES[name]()
