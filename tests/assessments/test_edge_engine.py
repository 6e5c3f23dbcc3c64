"""Edge cases of CERTIFICATION.md §1.7 that the engine alone decides."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assessments.evaluate_builders import (
    AS_OF,
    criterion_document,
    evidence,
    scheme_of,
    submission_of,
    usual_rule,
    verdict,
)
from waymark.assessments.rules.evaluate import evaluate

SAID = {"K": {"level": 2, "narrative": "What we did."}}


def judged(words: tuple[str, ...] = ("accept", "accept"), **parts: Any) -> Any:
    """What the engine says of one criterion, after two reviewers said these words."""
    more = parts.pop("criterion", {})
    scheme = scheme_of(criterion_document("K", "A", usual_rule("K"), **more))
    submission = submission_of(scheme, **{"answers": SAID, **parts})
    said = [verdict(scheme, submission, "K", f"r{n}", word) for n, word in enumerate(words)]
    found = evaluate(scheme, submission, said, as_of=AS_OF, basis="verified", world="closed")
    return found.by_id["K"]


@pytest.mark.parametrize("state", ["withdrawn", "expired", "erased"])
def test_edge_evidence_that_does_not_count_any_more_is_a_gap_with_its_reason(state: str) -> None:
    assert judged(evidence=[evidence("e1", "K")]).status == "met", "the control"
    found = judged(evidence=[evidence("e1", "K", state=state)])
    assert found.status == "partly"
    assert f"evidence.{state}" in {gap.code for gap in found.gaps}
    beside = [evidence("e1", "K", state=state), evidence("e2", "K")]
    assert judged(evidence=beside).status == "met", "something else stands behind the answer"


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("accept", "accept"), "met"),
        (("accept", "reject"), "not_assessed"),
        (("accept", "need_more"), "not_assessed"),
        (("accept",), "not_assessed"),
        (("reject", "reject"), "partly"),
    ],
)
def test_edge_reviewers_split_and_a_tie_is_never_acceptance(
    words: tuple[str, ...], status: str
) -> None:
    assert judged(words, evidence=[evidence("e1", "K")]).status == status


def test_edge_not_relevant_counts_with_the_rule_a_reason_and_the_reviewers_word() -> None:
    claim = {"K": {"not_relevant": True, "reason": "There is no coast."}}
    allowed = {"not_relevant": True}
    assert judged(answers=claim, criterion=allowed).status == "not_applicable"
    assert judged(answers=claim).status != "not_applicable", "its rule does not allow it"
    silent = {"K": {"not_relevant": True}}
    assert judged(answers=silent, criterion=allowed).status != "not_applicable", "no reason"
    for words in (("accept", "reject"), ("reject", "reject"), ()):
        assert judged(words, answers=claim, criterion=allowed).status != "not_applicable", words


def test_edge_a_level_that_was_skipped_is_told_in_the_same_report() -> None:
    """Levels build on each other: who meets the second stage alone has no level."""
    names = ("K", "L")
    scheme = scheme_of(
        *(
            criterion_document(name, stage, usual_rule(name))
            for name, stage in zip(names, "AB", strict=True)
        )
    )

    def levels(*met: str) -> dict[str, bool]:
        submission = submission_of(
            scheme,
            answers={name: {"level": 2, "narrative": "Done."} for name in met},
            evidence=[evidence(f"e{name}", name) for name in met],
        )
        said = [verdict(scheme, submission, name, by, "accept") for name in met for by in "xy"]
        found = evaluate(scheme, submission, said, as_of=AS_OF, basis="verified", world="closed")
        return {one.id: one.attained for one in found.levels}

    assert levels("K", "L") == {"level-A": True, "level-B": True}
    assert levels("K") == {"level-A": True, "level-B": False}
    assert levels("L") == {"level-A": False, "level-B": False}, "the lower one is lacking"
