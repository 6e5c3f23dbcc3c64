"""A scheme document that departs from its format is refused, with the place of each departure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.schemes import data
from waymark.schemes.rules import InvalidDocument, parse_scheme, scheme_document
from waymark.schemes.rules.located import MAX_PROBLEMS, PROBLEMS

Document = dict[str, Any]
Change = Callable[[Document], object]


def problems(document: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDocument) as caught:
        parse_scheme(document)
    assert all(problem.sentence.endswith(".") for problem in caught.value.problems)
    return [(problem.path, problem.code) for problem in caught.value.problems]


def rule(document: Document, index: int = 0) -> Document:
    found: Document = document["criteria"][index]["rule"]
    return found


def leaf(document: Document, number: int) -> Document:
    found: Document = rule(document)["all"][number]
    return found


def as_core_not_relevant(document: Document) -> None:
    document["criteria"][0]["not_relevant"] = True


def without_stage(document: Document) -> None:
    document["criteria"] = [item for item in document["criteria"] if item["stage"] != "D"]


CASES: list[tuple[Change, str, str]] = [
    (lambda d: d.pop("version"), "$.version", "missing"),
    (lambda d: d.update(version="1.0"), "$.version", "pattern"),
    (lambda d: d.update(extra=1), "$.extra", "unknown_key"),
    (lambda d: d.update(format="waymark-scheme/2"), "$.format", "format"),
    (lambda d: d.update(criteria={}), "$.criteria", "type"),
    (lambda d: d.update(criteria=[]), "$.criteria", "too_few"),
    (lambda d: d["criteria"][1].update(id="A01"), "$.criteria[1]", "duplicate"),
    (lambda d: d["criteria"][0].pop("title"), "$.criteria[0].title", "missing"),
    (lambda d: d["criteria"][0].update(title={"fr": "x"}), "$.criteria[0].title.en", "missing"),
    (lambda d: d["criteria"][0].update(title={"en": " "}), "$.criteria[0].title.en", "empty"),
    (lambda d: d["criteria"][0].update(title={"EN!": "x"}),
     "$.criteria[0].title['EN!']", "pattern"),
    (lambda d: d["criteria"][0].update(title={"en": "a\x07"}),
     "$.criteria[0].title.en", "control"),
    (lambda d: d["criteria"][0].update(stage="Z"), "$.criteria[0].stage", "unknown_ref"),
    (lambda d: d["criteria"][0].update(core="yes"), "$.criteria[0].core", "type"),
    (lambda d: d["criteria"][0]["descriptors"].pop(), "$.criteria[0].descriptors", "too_few"),
    (lambda d: d["criteria"][0].update(evidence_kinds=["photo"]),
     "$.criteria[0].evidence_kinds", "unknown_ref"),
    (lambda d: d["criteria"][0].update(registers=["none"]),
     "$.criteria[0].registers", "unknown_ref"),
    (lambda d: d["criteria"][0].update(drivers=["none"]), "$.criteria[0].drivers", "unknown_ref"),
    (as_core_not_relevant, "$.criteria[0]", "conflict"),
    (lambda d: d["criteria"][0].update(waived={"reason": {"en": "x"}, "until": "2030-01-01"}),
     "$.criteria[0]", "conflict"),
    (lambda d: d["levels"][2].update(stages=["A", "C"]), "$.levels[2].stages", "order"),
    (lambda d: d["levels"][3].update(stages=["A", "B", "C", "E"]),
     "$.levels[3].stages", "unknown_ref"),
    (without_stage, "$.stages[3]", "conflict"),
    # rules: anything that is not exactly one known node is refused
    (lambda d: leaf(d, 0).update(kind="python"), "$.criteria[0].rule.all[0].kind", "choice"),
    (lambda d: leaf(d, 0).update(kind=["answer"]), "$.criteria[0].rule.all[0].kind", "choice"),
    (lambda d: leaf(d, 0).update(min="2"), "$.criteria[0].rule.all[0].min", "type"),
    (lambda d: leaf(d, 0).update(min=2.0), "$.criteria[0].rule.all[0].min", "type"),
    (lambda d: leaf(d, 0).update(min=True), "$.criteria[0].rule.all[0].min", "type"),
    (lambda d: leaf(d, 0).update(min=4), "$.criteria[0].rule.all[0].min", "range"),
    (lambda d: leaf(d, 0).update(weight=3), "$.criteria[0].rule.all[0].weight", "unknown_key"),
    (lambda d: leaf(d, 0).pop("id"), "$.criteria[0].rule.all[0].id", "missing"),
    (lambda d: leaf(d, 0).update(id="B01/1"), "$.criteria[0].rule", "rule"),
    (lambda d: leaf(d, 0).update(id="A01/2"), "$.criteria[0].rule", "duplicate"),
    (lambda d: leaf(d, 0).update(question="A02.level"), "$.criteria[0].rule", "unknown_ref"),
    (lambda d: leaf(d, 1).update(kinds=[]), "$.criteria[0].rule.all[1].kinds", "too_few"),
    (lambda d: leaf(d, 1).update(kinds=["dataset"]), "$.criteria[0].rule", "unknown_ref"),
    (lambda d: leaf(d, 1).update(min=0), "$.criteria[0].rule.all[1].min", "range"),
    (lambda d: leaf(d, 2).update(min_reviewers=0),
     "$.criteria[0].rule.all[2].min_reviewers", "range"),
    (lambda d: rule(d).update(at_least=1), "$.criteria[0].rule", "rule"),
    (lambda d: d["criteria"][0].update(rule={"all": []}), "$.criteria[0].rule.all", "too_few"),
    (lambda d: d["criteria"][0].update(rule={"at_least": 4, "of": rule(d)["all"]}),
     "$.criteria[0].rule.at_least", "rule"),
    (lambda d: d["criteria"][0].update(rule="answer >= 2"), "$.criteria[0].rule", "type"),
    (lambda d: d["criteria"][0].update(
        rule={"all": [{"all": [{"all": [{"all": [{"all": [{"all": [{"all": [
            leaf(d, 0)]}]}]}]}]}]}]}),
     "$.criteria[0].rule.all[0].all[0].all[0].all[0].all[0].all[0].all[0]", "rule"),
    # registers and checks
    (lambda d: d["registers"][0]["columns"][0].update(type="formula"),
     "$.registers[0].columns[0].type", "choice"),
    (lambda d: d["registers"][0]["columns"][0].update(many=True),
     "$.registers[0].columns[0]", "conflict"),
    (lambda d: d["registers"][0]["columns"][0].update(vocabulary="none"),
     "$.registers[0].columns[0].vocabulary", "unknown_ref"),
    (lambda d: d["criteria"][0]["checks"][0].update(id="run_code"),
     "$.criteria[0].checks[0].id", "unknown_ref"),
    (lambda d: d["criteria"][0]["checks"][0]["params"].update(register="none"),
     "$.criteria[0].checks[0].params.register", "unknown_ref"),
    (lambda d: d["criteria"][0]["checks"][0]["params"].update(columns=["none"]),
     "$.criteria[0].checks[0].params.columns[0]", "unknown_ref"),
    (lambda d: d["criteria"][0]["checks"][0]["params"].update(code="1+1"),
     "$.criteria[0].checks[0].params.code", "unknown_key"),
    (lambda d: d["criteria"][0]["checks"][0]["params"].pop("columns"),
     "$.criteria[0].checks[0].params.columns", "missing"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "path", "code"), CASES, ids=[f"{p} {c}" for _, p, c in CASES])
def test_each_departure_is_found_at_its_place(change: Change, path: str, code: str) -> None:
    document = data.read()
    change(document)
    assert (path, code) in problems(document)


def test_all_problems_are_listed_at_once() -> None:
    document = data.read()
    document["criteria"][0]["core"] = "yes"
    document["criteria"][5]["rule"]["all"][0]["min"] = "two"
    document["levels"][0]["name"] = {}
    assert {path for path, _ in problems(document)} == {
        "$.criteria[0].core",
        "$.criteria[5].rule.all[0].min",
        "$.levels[0].name",
    }


def test_the_list_of_problems_stays_readable() -> None:
    document = data.read()
    for criterion in document["criteria"]:
        criterion.update(core="yes", not_relevant="no", title=1, text=2, why=3)
    assert len(problems(document)) == MAX_PROBLEMS


@pytest.mark.parametrize("document", [None, 1, "x", [], [[]], True, {}])
def test_what_is_no_scheme_at_all_is_refused(document: Any) -> None:
    assert problems(document)


def test_every_problem_has_a_sentence() -> None:
    codes = {code for _, _, code in CASES}
    assert codes <= set(PROBLEMS)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("id", "kind", "all", "en", "min")), inner, max_size=3)
    ),
    max_leaves=5,
)
_places = st.sampled_from(
    [
        ("criteria", 0, "rule"),
        ("criteria", 0, "rule", "all", 1),
        ("criteria", 0, "title"),
        ("criteria", 0, "checks"),
        ("criteria", 2),
        ("registers", 0, "columns"),
        ("vocabularies", 0),
        ("indicator_sets", 0, "domains", 0),
        ("levels",),
        ("stages", 0),
    ]
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(_places, _json)
def test_rubbish_anywhere_is_refused_and_never_crashes(
    place: tuple[Any, ...], rubbish: Any
) -> None:
    document = data.read()
    where = document
    for step in place[:-1]:
        where = where[step]
    where[place[-1]] = rubbish
    try:
        scheme = parse_scheme(document)
    except InvalidDocument:
        return
    # Now and then the rubbish is a valid text.
    assert parse_scheme(scheme_document(scheme)) == scheme
