"""The document of a crosswalk: nothing is lost on its way, and every fault is told by its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from tests.schemes.crossing import OURS, document, documents, row, unchecked
from waymark.schemes.rules.crosswalk import (
    BadCrosswalk,
    Relation,
    Why,
    as_table,
    crosswalk_document,
    crosswalk_hash,
    from_table,
    parse_crosswalk,
    why_not,
)


def parsed(value: object, numbers: tuple[int, ...] = ()) -> Any:
    return parse_crosswalk(value, ours=OURS, numbers=numbers)


def faults(value: object) -> set[tuple[int, str, str]]:
    with pytest.raises(BadCrosswalk) as bad:
        parsed(value)
    return {(one.row, one.column, one.code) for one in bad.value.faults}


@given(documents())
def test_nothing_is_lost_as_json_or_as_a_table(value: dict[str, Any]) -> None:
    found = parsed(value)
    assert crosswalk_document(found) == value
    back, numbers = from_table(as_table(found))
    again = parsed(back, numbers)
    assert again == found
    assert crosswalk_hash(again) == crosswalk_hash(found)


def test_a_formula_survives_the_table_and_does_not_run_there() -> None:
    value = document(rows=[row("P1", "A01", reason="=1+1"), row("P2", "A02", source="-x")])
    table = as_table(parsed(value))
    assert b"'=1+1" in table
    assert parsed(*from_table(table)).rows[0].reason == "=1+1"


@given(documents())
def test_only_what_covers_ours_and_was_checked_fills_in(value: dict[str, Any]) -> None:
    for one in parsed(value).rows:
        fills = (
            one.relation in ("equal", "superset")
            and one.confidence != "low"
            and one.status != "proposed"
        )
        assert (why_not(one) is None) is fills


@pytest.mark.parametrize("relation", [Relation.SUBSET, Relation.INTERSECT])
def test_a_part_never_fills_in_however_sure(relation: Relation) -> None:
    sure = row("P1", "A01", relation=relation.value, status="confirmed")
    assert why_not(parsed(document(rows=[sure])).rows[0]) is Why.PART
    whole = row("P1", "A01", status="confirmed")
    assert why_not(parsed(document(rows=[whole])).rows[0]) is None


def test_why_a_row_fills_in_nothing() -> None:
    rows = [row("P1", "A01", confidence="low"), unchecked("P2", "A02")]
    assert [why_not(one) for one in parsed(document(rows=rows)).rows] == [
        Why.UNSURE,
        Why.UNCHECKED,
    ]


def test_a_level_holds_what_the_lower_ones_hold() -> None:
    found = parsed(document())
    assert [one.theirs for one in found.held("basic")] == ["P1", "P3", "P4"]
    assert [one.theirs for one in found.beyond("basic")] == ["P2"]
    assert [one.theirs for one in found.held("full")] == ["P1", "P2", "P3", "P4"]


def test_faults_are_told_all_at_once_by_row_and_column() -> None:
    value = document(
        rows=[
            row("P1", "Z99", level=4),
            row("P1", "A01", relation="same", needs="gold"),
            row("P2", "A02", status="checked", checked_by="", checked_on="20.1.2026"),
            row("P2", "A02"),
            row("P3", "A03", status="proposed"),
            "no record",
        ]
    )
    assert faults(value) >= {
        (1, "criterion", "crosswalk.no_such_criterion"),
        (1, "level", "crosswalk.number"),
        (2, "relation", "crosswalk.not_one_of"),
        (2, "needs", "crosswalk.no_such_level"),
        (3, "checked_by", "crosswalk.empty"),
        (3, "checked_on", "crosswalk.day"),
        (4, "theirs", "crosswalk.twice"),
        (5, "status", "crosswalk.checked_yet_proposed"),
        (6, "", "crosswalk.not_an_object"),
    }


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"to": "third-scheme"}, (0, "to", "crosswalk.not_ours")),
        ({"id": "sdg-cities"}, (0, "id", "crosswalk.is_ours")),
        ({"id": "Two Words"}, (0, "id", "crosswalk.bad_slug")),
        ({"url": "javascript:alert(1)"}, (0, "url", "crosswalk.bad_url")),
        ({"fictional": "yes"}, (0, "fictional", "crosswalk.yes_or_no")),
        ({"format": "other/1"}, (0, "format", "crosswalk.format")),
        ({"version": True}, (0, "version", "crosswalk.number")),
        ({"rows": []}, (0, "rows", "crosswalk.no_entries")),
        ({"levels": {}}, (0, "levels", "crosswalk.no_entries")),
        ({"endorsed": True}, (0, "endorsed", "crosswalk.unknown_column")),
        ({"name": 7}, (0, "name", "crosswalk.not_text")),
        ({"owner": ""}, (0, "owner", "crosswalk.empty")),
        ({"about": "a\x00b"}, (0, "about", "text.bad")),
    ],
)
def test_faults_of_the_head(more: dict[str, Any], expected: tuple[int, str, str]) -> None:
    assert expected in faults(document(**more))


def test_a_row_through_a_third_scheme_is_refused_plainly() -> None:
    through = row("P1", "other-scheme/X1")
    assert (1, "criterion", "crosswalk.no_such_criterion") in faults(document(rows=[through]))


def test_rows_of_a_table_bear_the_numbers_of_its_lines() -> None:
    table = as_table(parsed(document())).decode().replace(",A03,subset,", ",A03,nearly,")
    value, numbers = from_table(table.encode())
    with pytest.raises(BadCrosswalk) as bad:
        parsed(value, numbers)
    lines = table.splitlines()
    assert [(one.row, one.column) for one in bad.value.faults] == [(numbers[2], "relation")]
    assert "nearly" in lines[numbers[2] - 1]


def test_a_table_without_its_columns_is_refused() -> None:
    with pytest.raises(BadCrosswalk) as bad:
        from_table(b"part,theirs,colour\nrow,P1,red\n")
    codes = {(one.column, one.code) for one in bad.value.faults}
    assert ("colour", "crosswalk.unknown_column") in codes
    assert ("relation", "crosswalk.missing_column") in codes
    with pytest.raises(BadCrosswalk):
        from_table(b"\xff\xfe\x00 nothing")
