"""The case document: read without loss, refused with the place of each departure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from waymark.assessments import data as case_data
from waymark.assessments.rules.document import (
    Case,
    case_document,
    submission_document,
    submission_hash,
)
from waymark.assessments.rules.document_parse import parse_case, parse_submission, parse_verdicts
from waymark.assessments.rules.evaluate import evaluate
from waymark.kernel import canonical
from waymark.schemes import data
from waymark.schemes.rules import InvalidDocument, Scheme, parse_scheme

EXAMPLE = Path(__file__).parents[2] / "docs" / "reference" / "example-case.json"
Change = Callable[[dict[str, Any]], object]


def scheme() -> Scheme:
    return parse_scheme(data.read())


def example() -> Any:
    return canonical.loads(EXAMPLE.read_bytes(), max_bytes=10**6)


def schema_errors(document: Any) -> list[Any]:
    return list(Draft202012Validator(case_data.read()).iter_errors(document))


def test_the_example_of_the_reference_is_read_without_loss() -> None:
    Draft202012Validator.check_schema(case_data.read())
    assert schema_errors(example()) == []
    case = parse_case(example(), scheme())
    assert parse_case(case_document(case), scheme()) == case
    assert schema_errors(case_document(case)) == []
    alone = parse_submission(submission_document(case.submission), scheme())
    assert alone == case.submission
    assert parse_verdicts(example()["verdicts"]) == case.verdicts


def report_of(case: Case) -> Any:
    assert case.as_of is not None
    return evaluate(
        scheme(), case.submission, case.verdicts, as_of=case.as_of, basis=case.basis,
        world=case.world,
    )  # fmt: skip


def test_the_example_comes_to_what_the_reference_says() -> None:
    report = report_of(parse_case(example(), scheme()))
    assert report.level == "silver"
    assert report.ignored == ()
    assert report.stages[0].counts["met"] == 11
    statuses = {result.status for result in report.criteria}
    assert {"met", "partly", "not_met", "not_assessed"} <= statuses


def test_order_spaces_and_explicit_defaults_do_not_move_the_hash() -> None:
    document = example()["submission"]
    first = submission_hash(parse_submission(document))
    document["evidence"].reverse()
    document["observations"].reverse()
    document["evidence"][0]["visibility"] = document["evidence"][0].get("visibility", "reviewers")
    document["answers"] = dict(reversed(document["answers"].items()))
    document["targets"][0]["dims"] = {}
    assert submission_hash(parse_submission(document)) == first
    document["answers"]["A01"]["level"] = 0
    assert submission_hash(parse_submission(document)) != first


def sub(change: Change) -> Change:
    return lambda document: change(document["submission"])


SHAPE: list[tuple[Change, str, str]] = [
    (lambda d: d.pop("format"), "$.format", "missing"),
    (lambda d: d.update(format="case"), "$.format", "format"),
    (lambda d: d.update(score=3), "$.score", "unknown_key"),
    (lambda d: d.update(as_of="01.02.2026"), "$.as_of", "date"),
    (lambda d: d.update(as_of="2026-02-30"), "$.as_of", "date"),
    (lambda d: d.update(world="best"), "$.world", "choice"),
    (lambda d: d["verdicts"][0].update(outcome="maybe"), "$.verdicts[0].outcome", "choice"),
    (lambda d: d["verdicts"][0].update(submission="x"), "$.verdicts[0].submission", "pattern"),
    (lambda d: d["verdicts"][0].update(seq=1.5), "$.verdicts[0].seq", "type"),
    (lambda d: d["verdicts"][1].update(id="V01"), "$.verdicts[1]", "duplicate"),
    (sub(lambda s: s.pop("place")), "$.submission.place", "missing"),
    (sub(lambda s: s["place"].update(population=-1)), "$.submission.place.population", "range"),
    (sub(lambda s: s["place"].update(boundary="yes")), "$.submission.place.boundary", "type"),
    (sub(lambda s: s["answers"].update(A01={"level": 4})),
     "$.submission.answers.A01.level", "range"),
    (sub(lambda s: s["answers"].update(A01={"level": "2"})),
     "$.submission.answers.A01.level", "type"),
    (sub(lambda s: s["answers"].update(A01=2)), "$.submission.answers.A01", "type"),
    (sub(lambda s: s["evidence"][0].update(state="lost")),
     "$.submission.evidence[0].state", "choice"),
    (sub(lambda s: s["evidence"][0].update(sha256="abc")),
     "$.submission.evidence[0].sha256", "pattern"),
    (sub(lambda s: s["evidence"][0].update(url="javascript:alert(1)")),
     "$.submission.evidence[0].url", "pattern"),
    (sub(lambda s: s["evidence"][0].update(received_at="2026-01-01T00:00:00")),
     "$.submission.evidence[0].received_at", "moment"),
    (sub(lambda s: s["evidence"][0].update(covered_from="2025-03-01")),
     "$.submission.evidence[0].covered_to", "order"),
    (sub(lambda s: s["evidence"][1].update(id="E01")), "$.submission.evidence[1]", "duplicate"),
    (sub(lambda s: s["observations"][0].update(value="71")),
     "$.submission.observations[0].value", "type"),
    (sub(lambda s: s["observations"][0].update(value=None)),
     "$.submission.observations[0]", "conflict"),
    (sub(lambda s: s["observations"][0].update(value=True)),
     "$.submission.observations[0].value", "type"),
    (sub(lambda s: s["observations"][0].update(period="soon")),
     "$.submission.observations[0].period", "pattern"),
    (sub(lambda s: s["observations"][0].update(indicator="6.1.1")),
     "$.submission.observations[0].indicator", "pattern"),
    (sub(lambda s: s["observations"].append(dict(s["observations"][0], value=1))),
     "$.submission.observations[-1]", "duplicate"),
    (sub(lambda s: s["registers"].update(policies="none")),
     "$.submission.registers.policies", "type"),
]  # fmt: skip

MEANING: list[tuple[Change, str, str]] = [
    (sub(lambda s: s["scheme"].update(version="2.0.0")), "$.submission.scheme.version",
     "unknown_ref"),
    (sub(lambda s: s["answers"].update(Z99={"level": 1})), "$.submission.answers.Z99",
     "unknown_ref"),
    (sub(lambda s: s["evidence"][0].update(kind="rumour")), "$.submission.evidence[0].kind.rumour",
     "unknown_ref"),
    (sub(lambda s: s["evidence"][0].update(criteria=["Z99"])),
     "$.submission.evidence[0].criteria.Z99", "unknown_ref"),
    (sub(lambda s: s["registers"].update(gossip=[])), "$.submission.registers.gossip",
     "unknown_ref"),
    (sub(lambda s: s["registers"]["policies"][0].update(mood="good")),
     "$.submission.registers.policies[0].mood", "unknown_ref"),
    (sub(lambda s: s["registers"]["policies"][0].update(level="planet")),
     "$.submission.registers.policies[0].level", "choice"),
    (sub(lambda s: s["registers"]["policies"][0].update(goals="11")),
     "$.submission.registers.policies[0].goals", "type"),
    (sub(lambda s: s["registers"]["policies"][0].update(goals=["0"])),
     "$.submission.registers.policies[0].goals[0]", "pattern"),
    (sub(lambda s: s["registers"]["team"][0].update(role=["lead"])),
     "$.submission.registers.team[0].role", "choice"),
    (sub(lambda s: s["registers"]["datasets"][0].update(year="2024")),
     "$.submission.registers.datasets[0].year", "type"),
    (sub(lambda s: s["registers"]["work_programme"][0].update(due="soon")),
     "$.submission.registers.work_programme[0].due", "date"),
]  # fmt: skip


def found(document: Any, known: Scheme | None) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDocument) as caught:
        parse_case(document, known)
    assert all(problem.sentence for problem in caught.value.problems)
    return [(problem.path, problem.code) for problem in caught.value.problems]


@pytest.mark.parametrize(("change", "path", "code"), SHAPE, ids=[f"{p} {c}" for _, p, c in SHAPE])
def test_a_wrong_shape_is_found_at_its_place(change: Change, path: str, code: str) -> None:
    document = example()
    change(document)
    last = len(document.get("submission", {}).get("observations", [])) - 1
    assert (path.replace("[-1]", f"[{last}]"), code) in found(document, None)


@pytest.mark.parametrize(
    ("change", "path", "code"), MEANING, ids=[f"{p} {c}" for _, p, c in MEANING]
)
def test_what_the_scheme_does_not_know_is_found(change: Change, path: str, code: str) -> None:
    document = example()
    change(document)
    assert (path, code) in found(document, scheme())


NOT_IN_THE_SCHEMA = ("duplicate", "order", "date", "moment")  # beyond what JSON Schema can say


@pytest.mark.parametrize(
    ("change", "code"), [(c, k) for c, _, k in SHAPE if k not in NOT_IN_THE_SCHEMA]
)
def test_the_schema_refuses_what_the_reader_refuses(change: Change, code: str) -> None:
    document = example()
    change(document)
    if code == "pattern" and document["submission"]["observations"][0]["period"] == "soon":
        return  # the many ways to write a period are read by code alone
    assert schema_errors(document) != []


@pytest.mark.parametrize("document", [None, 7, "case", [], {}, {"submission": {}}])
def test_what_is_no_case_at_all_is_refused(document: Any) -> None:
    assert found(document, None)
