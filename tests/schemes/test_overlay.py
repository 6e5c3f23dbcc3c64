"""What an overlay may do to its base, what it may not, and how it is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.assessments.evaluate_builders import criterion_document, scheme_of, text, usual_rule
from tests.schemes.overlays import base, document, overlay
from waymark.schemes.rules import InvalidDocument, leaves, parse_scheme, scheme_document
from waymark.schemes.rules.overlay import (
    ChangeClass,
    changes,
    class_of,
    overlay_document,
    parse_overlay,
    rebase,
    resolve,
)

WORDS = {"en": "Because the law says so"}
ANSWER = {"kind": "answer", "id": "K3/ke-1", "question": "K3.level", "min": 3}
LAW = {"kind": "evidence", "id": "K3/ke-2", "kinds": ["ke:gazette"], "min": 1}
GAZETTE = {"op": "add_evidence_kind", "id": "ke:gazette", "label": text("Gazette")}
SUBSTITUTE = {
    "op": "substitute",
    "leaf": "K3/2",
    "rule": LAW,
    "reason": WORDS,
    "basis": "An act of 2020",
}
WAIVE = {"op": "waive", "criterion": "K3", "reason": WORDS, "until": "2028-12-31"}
OWN = {"op": "add_criterion", "criterion": criterion_document("ke:N1", "A", usual_rule("ke:N1"))}


def tighten(target: str, param: str, to: Any) -> dict[str, Any]:
    return {"op": "tighten", "target": target, "param": param, "to": to}


def localise(criterion: str, field: str, **texts: str) -> dict[str, Any]:
    return {"op": "localise", "criterion": criterion, "field": field, "texts": texts}


def test_every_allowed_operation_does_what_it_says() -> None:
    ground = base()
    laid = overlay(
        ground,
        localise("K1", "title", sw="Kichwa"),
        localise("K2", "guidance", en="Ask the county"),
        localise("K2", "descriptor_3", sw="Ngazi"),
        {"op": "map_source", "indicator": "sdg:1.1.1", "source": text("The statistics office")},
        GAZETTE,
        OWN,
        {"op": "add_rule", "criterion": "K3", "rule": ANSWER},
        tighten("K2/1", "min", 3),
        tighten("K2", "not_relevant", False),
        SUBSTITUTE,
    )
    scheme = resolve(ground, laid)
    assert scheme.version == "1.0.0+ke.1.0.0"
    assert scheme.by_id["K1"].title == {"en": "Title of K1", "sw": "Kichwa"}
    assert scheme.by_id["K2"].guidance["en"] == "Ask the county"
    assert scheme.by_id["K2"].descriptors[3]["sw"] == "Ngazi"
    assert not scheme.by_id["K2"].not_relevant
    assert [leaf.id for leaf in leaves(scheme.by_id["K3"].rule)] == [
        *("K3/1", "K3/ke-2", "K3/3", "K3/ke-1")
    ]
    assert scheme.by_id["K3"].evidence_kinds == ("plan", "report", "ke:gazette")
    assert scheme.by_id["ke:N1"].origin == "ke"
    assert scheme.adaptation is not None
    assert scheme.adaptation.base == ground.hash
    assert scheme.adaptation.hash == laid.hash
    [deviation] = scheme.adaptation.deviations
    assert (deviation.criterion, deviation.kind, deviation.rule) == ("K3", "substitute", "K3/2")
    assert laid.deviates


def test_a_waiver_ends_and_is_a_deviation() -> None:
    scheme = resolve(base(), overlay(base(), WAIVE))
    waiver = scheme.by_id["K3"].waived
    assert waiver is not None
    assert waiver.until == date(2028, 12, 31)
    assert scheme.adaptation is not None
    assert [d.kind for d in scheme.adaptation.deviations] == ["waive"]


@pytest.mark.parametrize(
    ("op", "where", "why"),
    [
        (tighten("K1/1", "min", 3), "$.ops[0].target", "core criterion"),
        ({**WAIVE, "criterion": "K1"}, "$.ops[0].criterion", "core criterion"),
        ({**SUBSTITUTE, "leaf": "K1/2"}, "$.ops[0].leaf", "core criterion"),
        (
            {"op": "add_rule", "criterion": "K1", "rule": {**ANSWER, "id": "K1/ke-1"}},
            "$.ops[0].criterion",
            "core criterion",
        ),
        (tighten("K3/1", "min", 1), "$.ops[0].to", "asks for no more"),
        (tighten("K3/1", "min", 2), "$.ops[0].to", "asks for no more"),
        (tighten("K3/2", "kinds", ["plan", "report", "law"]), "$.ops[0].to", "asks for no more"),
        (tighten("K3/3", "min", 3), "$.ops[0].param", "min_reviewers"),
        (tighten("K3/9", "min", 3), "$.ops[0].target", "does not exist"),
        (tighten("K9/1", "min", 3), "$.ops[0].target", "does not exist"),
        (tighten("K3", "not_relevant", False), "$.ops[0].to", "only a change to false"),
        ({**SUBSTITUTE, "leaf": "K3/3"}, "$.ops[0].leaf", "reviewers"),
        (localise("K3", "title", en="Softer words"), "$.ops[0].texts.en", "words stay"),
        (localise("K9", "title", sw="x"), "$.ops[0].criterion", "does not exist"),
        (
            {"op": "add_rule", "criterion": "K3", "rule": {**ANSWER, "id": "K3/4"}},
            "$.ops[0]",
            "K3/ke-",
        ),
        (
            {
                "op": "add_criterion",
                "criterion": criterion_document("K4", "A", usual_rule("K4")),
            },
            "$.ops[0].criterion.id",
            "ke:",
        ),
        ({**GAZETTE, "id": "gazette"}, "$.ops[0].id", "ke:"),
    ],
)
def test_what_is_not_allowed_is_refused_with_place_and_reason(
    op: dict[str, Any], where: str, why: str
) -> None:
    ground = base()
    with pytest.raises(InvalidDocument) as caught:
        resolve(ground, overlay(ground, op))
    assert caught.value.problems[0].path == where
    assert why in caught.value.problems[0].sentence


@pytest.mark.parametrize("name", ["remove", "loosen", "drop", "set_core", None, 3])
def test_there_is_no_operation_that_takes_away(name: object) -> None:
    with pytest.raises(InvalidDocument, match=r"\$\.ops\[0\]\.op is not one of"):
        parse_overlay(document(base(), {"op": name, "criterion": "K3"}))


def test_an_overlay_lies_only_over_the_bytes_it_was_made_for() -> None:
    ground = base()
    laid = overlay(ground, tighten("K3/1", "min", 3))
    other = scheme_of(criterion_document("K1", "A", usual_rule("K1")))
    with pytest.raises(InvalidDocument, match="another edition"):
        resolve(other, laid)


def test_a_leaf_is_replaced_once() -> None:
    again = {**SUBSTITUTE, "rule": {**LAW, "id": "K3/ke-3"}}
    with pytest.raises(InvalidDocument, match=r"\$\.ops\[2\]\.leaf"):
        resolve(base(), overlay(base(), GAZETTE, SUBSTITUTE, again))


def test_documents_are_read_back_as_they_were_written() -> None:
    ground = base()
    laid = overlay(ground, GAZETTE, OWN, SUBSTITUTE, WAIVE, tighten("K2/2", "kinds", ["plan"]))
    assert parse_overlay(overlay_document(laid)) == laid
    scheme = resolve(ground, laid)
    assert parse_scheme(scheme_document(scheme)) == scheme
    assert parse_scheme(scheme_document(scheme)).hash == scheme.hash


def test_one_changed_byte_changes_the_hash() -> None:
    ground = base()
    one = overlay(ground, SUBSTITUTE)
    other = overlay(ground, {**SUBSTITUTE, "basis": "An act of 2021"})
    assert one.hash != other.hash


# Editions


def edition(**more: dict[str, Any]) -> Any:
    """The base with members of its criteria replaced: `K3={"title": …}`."""
    plain = scheme_document(base())
    for criterion in plain["criteria"]:
        criterion.update(more.get(criterion["id"], {}))
    return parse_scheme({**plain, "version": "1.1.0"})


@pytest.mark.parametrize(
    ("change", "want", "keys"),
    [
        ({}, ChangeClass.EDITORIAL, []),
        ({"K3": {"title": text("Other words")}}, ChangeClass.EDITORIAL, ["criterion.texts"]),
        ({"K3": {"rule": usual_rule("K3", level=1)}}, ChangeClass.MINOR, ["criterion.rule_looser"]),
        ({"K3": {"rule": usual_rule("K3", level=3)}}, ChangeClass.MAJOR, ["criterion.rule"]),
        ({"K3": {"not_relevant": True}}, ChangeClass.MINOR, ["criterion.not_relevant"]),
        ({"K2": {"not_relevant": False}}, ChangeClass.MAJOR, ["criterion.not_relevant"]),
        ({"K3": {"core": True}}, ChangeClass.MAJOR, ["criterion.core"]),
    ],
)
def test_the_class_of_a_change_follows_from_the_rules(
    change: dict[str, Any], want: ChangeClass, keys: list[str]
) -> None:
    old, new = base(), edition(**change)
    assert [found.key for found in changes(old, new)] == keys
    assert class_of(old, new) is want


def test_criteria_that_come_and_go() -> None:
    less = scheme_of(
        criterion_document("K1", "A", usual_rule("K1"), core=True),
        criterion_document("K3", "B", usual_rule("K3")),
    )
    assert class_of(base(), less) is ChangeClass.MINOR
    assert class_of(less, base()) is ChangeClass.MAJOR


def test_an_overlay_follows_an_editorial_change_by_itself() -> None:
    old, new = base(), edition(K3={"title": text("Other words")})
    laid = overlay(old, tighten("K3/1", "min", 3), OWN)
    moved = rebase(laid, old, new)
    assert moved.by_itself
    assert moved.overlay.ops == laid.ops
    assert resolve(new, moved.overlay).by_id["K3"].title == text("Other words")


def test_what_the_new_base_has_changed_is_stuck_and_named() -> None:
    old, new = base(), edition(K3={"rule": usual_rule("K3", level=3)})
    moved = rebase(overlay(old, tighten("K3/1", "min", 3), tighten("K2/1", "min", 3)), old, new)
    assert not moved.by_itself
    assert [op.target for op in moved.overlay.ops] == ["K2/1"]  # type: ignore[union-attr]
    [(op, problem)] = moved.stuck
    assert "its rule has changed" in problem.sentence
    assert op.target == "K3/1"  # type: ignore[union-attr]


def test_only_the_own_base_is_left_behind() -> None:
    with pytest.raises(ValueError, match="another edition"):
        rebase(overlay(base(), WAIVE), edition(K3={"core": True}), base())
