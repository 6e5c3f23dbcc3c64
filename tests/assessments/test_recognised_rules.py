"""What a result of another scheme fills in, and that it never counts by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessments.evaluate_builders import AS_OF, criterion_document, usual_rule
from tests.schemes.crossing import OURS, document, documents, row
from waymark.assessments.rules import document as doc
from waymark.assessments.rules.document_parse import parse_submission
from waymark.assessments.rules.evaluate import evaluate
from waymark.assessments.rules.imported import refuse_confirming
from waymark.assessments.rules.recognised import Planned, Result, What, plan, refusals
from waymark.schemes.rules import Scheme, parse_scheme
from waymark.schemes.rules.crosswalk import Crosswalk, Relation, parse_crosswalk

TODAY = date(2026, 6, 1)
KNOWN = OURS["sdg-cities"]


def crosswalk(**more: Any) -> Crosswalk:
    return parse_crosswalk(document(**more), ours=OURS)


def planned(
    found: Crosswalk, level: str, answered: frozenset[str] = frozenset(), **more: Any
) -> dict[str, Planned]:
    result = Result(level, date(2026, 1, 1), more.pop("valid_until", None))
    told = plan(found, result, known=KNOWN, answered=answered, today=TODAY, **more)
    return {one.criterion: one for one in told}


def test_what_is_filled_in_and_what_not_and_why() -> None:
    found = planned(crosswalk(), "full", frozenset({"A02"}))
    assert {name: (one.what, one.why) for name, one in found.items()} == {
        "A01": (What.FILL, ""),
        "A02": (What.KEEP, "answered"),
        "A03": (What.HINT, "part"),
        "A04": (What.HINT, "unchecked"),
    }
    assert "A02" not in planned(crosswalk(), "basic")  # a level that is not held says nothing


def test_a_result_that_has_expired_fills_in_nothing() -> None:
    last = planned(crosswalk(), "full", valid_until=TODAY)
    assert last["A01"].fills
    over = planned(crosswalk(), "full", valid_until=TODAY - timedelta(days=1))
    assert {one.why for one in over.values()} == {"expired", "part", "unchecked"}
    assert not any(one.fills for one in over.values())
    gone = planned(crosswalk(), "full", in_force=False)
    assert gone["A01"].why == "not_in_force"
    assert not any(one.fills for one in gone.values())


@given(documents(), st.data())
def test_a_part_or_what_is_unsure_is_never_filled_in(value: dict[str, Any], data: Any) -> None:
    found = parse_crosswalk(value, ours=OURS)
    level = data.draw(st.sampled_from([one.id for one in found.levels]))
    answered = data.draw(st.frozensets(st.sampled_from(sorted(KNOWN))))
    told = planned(found, level, answered)
    held = found.held(level)
    for one in told.values():
        assert one.row in held
        if one.fills:
            assert one.row.relation in (Relation.EQUAL, Relation.SUPERSET)
            assert one.row.confidence != "low"
            assert one.row.status != "proposed"
            assert one.criterion not in answered
        else:
            assert one.why
    touching = [one for one in held if one.relation in (Relation.SUBSET, Relation.INTERSECT)]
    only = (
        parse_crosswalk(
            {
                **value,
                "rows": [r for r in value["rows"] if r["relation"] in ("subset", "intersect")],
            },
            ours=OURS,
        )
        if touching
        else None
    )
    if only is not None:
        assert not any(one.fills for one in planned(only, level).values())


def test_of_several_rows_the_one_that_fills_stands_and_the_lower_level() -> None:
    rows = [
        row("P1", "A01", relation="intersect"),
        row("P2", "A01", relation="superset", level=3),
        row("P3", "A01", level=3),
        row("P4", "A01", level=1),
    ]
    found = planned(crosswalk(rows=rows), "full")
    assert (found["A01"].row.theirs, found["A01"].row.level) == ("P4", 1)


def test_what_is_refused_of_a_result() -> None:
    levels = ("basic", "full")
    assert not refusals(Result("basic", TODAY, TODAY), levels, TODAY)
    wrong = Result("gold", TODAY + timedelta(days=1), TODAY)
    assert {one.key for one in refusals(wrong, levels, TODAY)} == {
        "recognised.level",
        "recognised.future",
        "recognised.backwards",
    }


SOURCE = doc.Imported(
    *("r1", "harbour-pledge", "Harbour Pledge", "P1", "equal", "full", "HP-7"),
    awarded=date(2026, 1, 5),
    crosswalk="a" * 64,
)


def small_scheme() -> Scheme:
    from tests.assessments.evaluate_builders import scheme_document

    only_evidence = {
        "all": [
            {"kind": "evidence", "id": "B.b/1", "kinds": ["plan"], "min": 1},
            {"kind": "verified", "id": "B.b/2", "min_reviewers": 1},
        ]
    }
    return parse_scheme(
        scheme_document(
            criterion_document("A.a", "A", usual_rule("A.a")),
            criterion_document("B.b", "B", only_evidence),
        )
    )


def submission(scheme: Scheme, imported: doc.Imported | None) -> doc.Submission:
    return doc.Submission(
        case="c1",
        scheme=doc.SchemeRef(scheme.id, scheme.version, scheme.hash),
        place=doc.Place("p1", "Place", "KEN", "city"),
        answers={
            name: doc.Answer(level=2, narrative="", imported=imported) for name in ("A.a", "B.b")
        },
        evidence=(
            doc.Evidence("e1", ("A.a", "B.b"), "plan", effective=date(2026, 1, 5), sha256="b" * 64),
        ),
    )


def verdict(scheme: Scheme, found: doc.Submission, name: str, who: str, **more: Any) -> doc.Verdict:
    rule = scheme.by_id[name].rule_hash
    return doc.Verdict(f"{name}-{who}", who, name, "accept", 1, found.hash, rule, **more)


@pytest.mark.parametrize("basis", ["claimed", "verified"])
@pytest.mark.parametrize("world", ["open", "closed"])
def test_nothing_that_was_filled_in_counts_by_itself(basis: str, world: str) -> None:
    scheme = small_scheme()
    for imported, expected in ((None, {"met"}), (SOURCE, {"not_assessed"})):
        found = submission(scheme, imported)
        unsaid = [
            verdict(scheme, found, name, who) for name in ("A.a", "B.b") for who in ("r1", "r2")
        ]
        told = evaluate(scheme, found, unsaid, as_of=AS_OF, basis=basis, world=world)
        assert {one.status for one in told.criteria} == expected
        confirmed = [replace(one, confirmed=True) for one in unsaid]
        told = evaluate(scheme, found, confirmed, as_of=AS_OF, basis=basis, world=world)
        assert {one.status for one in told.criteria} == {"met"}


def test_one_reviewer_who_does_not_confirm_is_enough_to_hold_it_back() -> None:
    scheme = small_scheme()
    found = submission(scheme, SOURCE)
    both = [
        verdict(scheme, found, "A.a", "r1", confirmed=True),
        verdict(scheme, found, "A.a", "r2"),
    ]
    told = evaluate(scheme, found, both, as_of=AS_OF, basis="verified").by_id["A.a"]
    assert told.status == "not_assessed"
    assert [gap.code for gap in told.gaps] == ["imported.unconfirmed"]
    assert told.rests is not None
    assert (told.rests.name, told.rests.confirmed) == ("Harbour Pledge", False)


def test_the_mark_is_part_of_what_is_signed_and_read_back() -> None:
    scheme = small_scheme()
    marked, plain = submission(scheme, SOURCE), submission(scheme, None)
    assert marked.hash != plain.hash
    assert parse_submission(doc.submission_document(marked)).answers["A.a"].imported == SOURCE
    assert "imported" not in doc.submission_document(plain)["answers"]["A.a"]


def test_what_a_verdict_has_to_say_of_an_answer_that_was_taken_over() -> None:
    def why(source: doc.Imported | None, accepts: bool, confirmed: bool) -> str | None:
        return refuse_confirming(source, accepts=accepts, confirmed=confirmed, today=TODAY)

    assert why(SOURCE, True, True) is None
    assert why(SOURCE, True, False) == "verdict.import_unconfirmed"
    assert why(SOURCE, False, False) is None
    assert why(SOURCE, False, True) == "verdict.confirmed_yet_not_accepted"
    assert why(None, True, False) is None
    assert why(None, True, True) == "verdict.nothing_imported"
    over = replace(SOURCE, valid_until=TODAY - timedelta(days=1))
    assert why(over, True, True) == "verdict.import_expired"
    assert why(replace(SOURCE, valid_until=TODAY), True, True) is None
