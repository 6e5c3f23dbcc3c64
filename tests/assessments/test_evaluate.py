"""Nodes, statuses, "not relevant", waivers, levels and what the report says about itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.assessments.evaluate_builders import (
    AS_OF,
    criterion_document,
    evidence,
    scheme_document,
    scheme_of,
    submission_of,
    text,
    usual_rule,
    verdict,
)
from waymark.assessments.rules.document import Submission, verdict_document
from waymark.assessments.rules.evaluate import evaluate, verdict_set_hash
from waymark.assessments.rules.evaluate_report import Report, report_bytes
from waymark.kernel import canonical
from waymark.schemes.rules import Scheme, parse_scheme
from waymark.schemes.rules.plain import plain


def answer_leaf(number: int, need: int) -> dict[str, Any]:
    return {"kind": "answer", "id": f"K/{number}", "question": "K.level", "min": need}


def judged(rule: dict[str, Any], world: str = "closed", **parts: Any) -> Any:
    scheme = scheme_of(criterion_document("K", "A", rule))
    submission = submission_of(scheme, **parts)
    return evaluate(scheme, submission, as_of=AS_OF, world=world).by_id["K"]


@pytest.mark.parametrize(
    ("n", "level", "status", "parts"),
    [(1, 0, "not_met", (0, 1)), (1, 1, "met", (1, 1)), (2, 1, "partly", (1, 2)),
     (2, 2, "met", (2, 2)), (2, 3, "met", (2, 2))],
)  # fmt: skip
def test_at_least(n: int, level: int, status: str, parts: tuple[int, int]) -> None:
    rule = {"at_least": n, "of": [answer_leaf(number, number) for number in (1, 2, 3)]}
    result = judged(rule, answers={"K": {"level": level}})
    assert (result.status, (result.met_parts, result.parts)) == (status, parts)
    assert (result.gaps == ()) == (status == "met")


def test_at_least_is_unknown_while_the_rest_could_still_make_it() -> None:
    short = {"kind": "evidence", "id": "K/9", "kinds": ["plan"], "min": 1}
    rule = {"at_least": 2, "of": [answer_leaf(1, 1), answer_leaf(2, 3), short]}
    assert judged(rule, "open", answers={"K": {"level": 1}}).status == "not_assessed"
    assert judged(rule, "open", answers={"K": {"level": 0}}).status == "not_met"


def test_parts_and_gaps_of_the_usual_rule() -> None:
    result = judged(usual_rule("K"), answers={"K": {"level": 1}}, evidence=[evidence("e", "K")])
    assert (result.status, result.met_parts, result.parts) == ("partly", 1, 2)
    assert [(gap.code, gap.rule) for gap in result.gaps] == [("answer.below", "K/1")]
    assert [(item.rule, item.value) for item in result.rules] == [
        ("K/1", "false"),
        ("K/2", "true"),
        ("K/3", "true"),
    ]
    assert result.inputs.answers == ("K.level",)
    assert result.inputs.evidence == ("e",)
    nothing = judged(usual_rule("K"))
    assert (nothing.status, nothing.met_parts, nothing.parts) == ("not_met", 0, 2)


def reviewed(
    scheme: Scheme, submission: Submission, *outcomes: str, basis: str = "verified"
) -> Report:
    verdicts = [
        verdict(scheme, submission, "K", f"r{n}", outcome, n) for n, outcome in enumerate(outcomes)
    ]
    return evaluate(scheme, submission, verdicts, as_of=AS_OF, basis=basis)


@pytest.mark.parametrize(
    ("allowed", "reason", "outcomes", "claimed", "verified"),
    [
        (True, "No river here", ("accept", "accept"), "not_applicable", "not_applicable"),
        (True, "No river here", ("accept",), "not_applicable", "not_assessed"),
        (True, "No river here", (), "not_applicable", "not_assessed"),
        (True, "No river here", ("reject", "reject"), "not_applicable", "partly"),
        (True, "No river here", ("accept", "reject"), "not_applicable", "not_assessed"),
        (True, "   ", ("accept", "accept"), "not_met", "partly"),
        (False, "No river here", ("accept", "accept"), "not_met", "partly"),
    ],
)
def test_not_relevant(
    allowed: bool, reason: str, outcomes: tuple[str, ...], claimed: str, verified: str
) -> None:
    scheme = scheme_of(criterion_document("K", "A", usual_rule("K"), not_relevant=allowed))
    submission = submission_of(scheme, answers={"K": {"not_relevant": True, "reason": reason}})
    for basis, status in (("claimed", claimed), ("verified", verified)):
        result = reviewed(scheme, submission, *outcomes, basis=basis).by_id["K"]
        assert result.status == status, basis


def test_not_relevant_without_a_reason_is_open_while_drafting() -> None:
    scheme = scheme_of(criterion_document("K", "A", usual_rule("K"), not_relevant=True))
    submission = submission_of(scheme, answers={"K": {"not_relevant": True}})
    report = evaluate(scheme, submission, as_of=AS_OF, world="open")
    assert report.by_id["K"].status == "not_assessed"
    assert report.by_id["K"].gaps[0].code == "not_relevant.no_reason"


def test_not_relevant_needs_a_reviewer_even_where_the_rule_asks_for_none() -> None:
    scheme = scheme_of(criterion_document("K", "A", answer_leaf(1, 1), not_relevant=True))
    submission = submission_of(scheme, answers={"K": {"not_relevant": True, "reason": "None"}})
    assert reviewed(scheme, submission).by_id["K"].status == "not_assessed"
    assert reviewed(scheme, submission, "accept").by_id["K"].status == "not_applicable"


def test_a_waiver_holds_until_its_last_day() -> None:
    until = AS_OF + timedelta(days=1)
    waived = {"reason": text("National equivalent"), "until": until.isoformat()}
    scheme = scheme_of(criterion_document("K", "A", usual_rule("K"), waived=waived))
    submission = submission_of(scheme)
    assert evaluate(scheme, submission, as_of=until).by_id["K"].status == "waived"
    after = evaluate(scheme, submission, as_of=until + timedelta(days=1))
    assert after.by_id["K"].status == "not_met"


def levels(report: Report) -> dict[str, tuple[bool, tuple[str, ...]]]:
    return {level.id: (level.attained, level.lacking) for level in report.levels}


def test_levels_build_on_each_other_and_name_what_they_lack() -> None:
    scheme = scheme_of(*(criterion_document(f"{s}1", s, usual_rule(f"{s}1")) for s in "ABC"))

    def report(*done: str) -> Report:
        submission = submission_of(
            scheme,
            answers={name: {"level": 2} for name in done},
            evidence=[evidence("e", *done)] if done else [],
        )
        return evaluate(scheme, submission, as_of=AS_OF)

    assert report().level is None
    assert report("A1").level == "level-A"
    assert levels(report("A1", "C1")) == {
        "level-A": (True, ()),
        "level-B": (False, ("B1",)),
        "level-C": (False, ("B1",)),
    }
    assert report("B1", "C1").level is None
    assert report("A1", "B1", "C1").level == "level-C"
    stage = report("A1").stages[0]
    assert (stage.passed, stage.counts["met"], sum(stage.counts.values())) == (True, 1, 1)


def test_only_known_ways_to_evaluate() -> None:
    scheme = scheme_of(criterion_document("K", "A", usual_rule("K")))
    submission = submission_of(scheme)
    with pytest.raises(ValueError, match="basis"):
        evaluate(scheme, submission, as_of=AS_OF, basis="hoped")
    with pytest.raises(ValueError, match="world"):
        evaluate(scheme, submission, as_of=AS_OF, world="best")
    other = parse_scheme({**scheme_document(*[criterion_document("K", "A", usual_rule("K"))]),
                          "version": "1.0.1"})  # fmt: skip
    with pytest.raises(ValueError, match="another edition"):
        evaluate(other, submission, as_of=AS_OF)


def test_the_report_binds_its_inputs_by_hash() -> None:
    scheme = scheme_of(criterion_document("K", "A", usual_rule("K")))
    submission = submission_of(scheme)
    first = reviewed(scheme, submission, "accept")
    assert first.submission == submission.hash
    assert first.scheme.hash == scheme.hash
    assert first.hash == canonical.digest(canonical.loads(report_bytes(first), max_bytes=10**6))
    again = reviewed(scheme, submission, "accept")
    assert report_bytes(first) == report_bytes(again)
    assert reviewed(scheme, submission, "reject").verdicts != first.verdicts
    later = evaluate(scheme, submission, as_of=date(2027, 1, 1))
    assert later.hash != evaluate(scheme, submission, as_of=AS_OF).hash


def test_the_fast_hash_of_verdicts_is_the_canonical_one() -> None:
    scheme = scheme_of(criterion_document("K", "A", usual_rule("K")))
    submission = submission_of(scheme)
    plain_one = verdict(scheme, submission, "K", "r1", "accept", 2)
    rich = replace(
        verdict(scheme, submission, "K", "r2", "reject", 1),
        reason='Quote " \\ tab \t é \u2028 \U0001f600 مرحبا',
        reason_code="thin",
        evidence=("e1", "e2"),
    )
    documents = [verdict_document(item) for item in (rich, plain_one)]
    assert documents == [plain(item) for item in (rich, plain_one)]
    assert verdict_set_hash([plain_one, rich]) == canonical.digest(documents)
    assert verdict_set_hash([rich, plain_one]) == canonical.digest(documents)
