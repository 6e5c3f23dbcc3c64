"""Two editions of a list: what differs, the way from one to the other, and what it means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.indicators.rules.editions import (
    Change,
    Diff,
    Kind,
    Row,
    Rows,
    apply,
    as_json,
    content_hash,
    diff,
    effects,
    from_json,
    origins,
    remembered,
)

CODES = [f"{number}.{letter}" for number in (1, 2) for letter in "ab"]
SOME = st.sampled_from(["", "x", "y"])


def rows_of(codes: list[str]) -> st.SearchStrategy[Rows]:
    return st.tuples(
        *(
            st.builds(
                Row,
                code=st.just(code),
                label=st.sampled_from([(), (("en", "One"),), (("en", "Two"), ("fr", "Deux"))]),
                unit=SOME,
                direction=st.sampled_from(["", "up", "down"]),
                domain=SOME,
                goal=st.sampled_from([None, 1, 17]),
                facts=st.sampled_from([(), (("tier", "I"),)]),
                former=st.sampled_from([(), *((one,) for one in CODES if one != code)]),
            )
            for code in codes
        )
    )


EDITIONS = st.lists(st.sampled_from(CODES), unique=True).flatmap(rows_of)


@given(EDITIONS)
def test_nothing_differs_between_an_edition_and_itself(one: Rows) -> None:
    assert diff(one, one) == Diff()
    assert diff(one, one).is_empty


@given(EDITIONS, EDITIONS)
def test_a_difference_leads_from_one_edition_to_the_other(one: Rows, other: Rows) -> None:
    found = diff(one, other)
    assert apply(found, one) == other
    assert found.is_empty == (one == other)


@pytest.mark.parametrize("forgotten", ["added", "removed", "changed", "sequence"])
def test_a_difference_that_forgets_something_does_not_lead_there(forgotten: str) -> None:
    one = (Row("a", unit="%"), Row("b"), Row("c"))
    other = (Row("d"), Row("c"), Row("a", unit="km"))
    found = diff(one, other)
    assert apply(found, one) == other
    without = replace(found, **{"sequence": (), forgotten: ()})
    assert apply(without, one) != other


@given(EDITIONS, EDITIONS)
def test_every_row_is_new_gone_or_one_and_the_same(one: Rows, other: Rows) -> None:
    came = origins(one, other)
    assert len(set(came.values())) == len(came), "no old row becomes two"
    found = diff(one, other)
    assert {row.code for row in found.added} == {row.code for row in other} - set(came)
    assert {row.code for row in found.removed} == {row.code for row in one} - set(came.values())


@given(EDITIONS, EDITIONS)
def test_what_is_remembered_are_the_same_rows_with_all_codes_they_had(
    one: Rows, other: Rows
) -> None:
    whole = remembered(one, other)
    came, old = origins(one, other), {row.code: row for row in one}
    for row in whole:
        if before := old.get(came.get(row.code, "")):
            assert {before.code, *before.former} - {row.code} <= set(row.former)
        assert row.code not in row.former
    assert diff(whole, whole).is_empty


@given(EDITIONS)
def test_an_edition_reads_as_it_was_written(one: Rows) -> None:
    assert from_json(as_json(one)) == one
    assert content_hash(from_json(as_json(one))) == content_hash(one)


@given(EDITIONS, EDITIONS)
def test_just_equal_editions_have_equal_hashes(one: Rows, other: Rows) -> None:
    assert (content_hash(one) == content_hash(other)) == (one == other)


def named(*codes: str, **former: str) -> Rows:
    """Rows whose label is their own name, so that one sees which is which."""
    return tuple(Row(code, former=tuple(filter(None, [former.get(code)]))) for code in codes)


def test_a_renamed_row_is_the_same_row() -> None:
    found = diff(named("a", "b"), named("a", "c", c="b"))
    assert [(one.before.code, one.after.code, one.kinds) for one in found.changed] == [
        ("b", "c", (Kind.CODE,))
    ]
    assert (found.added, found.removed) == ((), ())


def test_without_a_former_code_one_went_and_another_came() -> None:
    found = diff(named("a", "b"), named("a", "c"))
    assert [row.code for row in found.removed] == ["b"]
    assert [row.code for row in found.added] == ["c"]


def test_rows_may_move_up_by_one() -> None:
    before, after = named("1", "2", "3"), named("1", "2", "3", "4", **{"3": "2", "4": "3"})
    assert origins(before, after) == {"1": "1", "3": "2", "4": "3"}
    found = diff(before, after)
    assert [row.code for row in found.added] == ["2"]
    assert diff(remembered(before, after), after).is_empty, "told once, it is history"


def test_two_rows_may_change_places_and_stay_so() -> None:
    before, after = named("1", "2"), named("1", "2", **{"1": "2", "2": "1"})
    assert origins(before, after) == {"1": "2", "2": "1"}
    assert origins(after, after) == {"1": "1", "2": "2"}


def test_what_a_row_says_of_itself_comes_before_its_code() -> None:
    assert origins(named("a"), named("a", "b", b="a")) == {"b": "a"}


def test_of_two_that_claim_one_code_the_first_has_it() -> None:
    assert origins(named("a"), named("b", "c", b="a", c="a")) == {"b": "a"}


def test_a_row_renamed_twice_comes_from_its_latest_code() -> None:
    before = (Row("b", former=("a",)), Row("a"))
    assert origins(before, (Row("c", former=("a", "b")), Row("a"))) == {"c": "b", "a": "a"}


def test_a_code_given_twice_is_no_edition() -> None:
    with pytest.raises(ValueError, match="twice"):
        diff(named("a", "a"), named("a"))


def test_what_a_change_means() -> None:
    row = Row("a", unit="%", direction="up", label=(("en", "One"),))

    def keys(**changed: object) -> list[tuple[str, bool]]:
        found = effects(Change(row, replace(row, **changed)))  # type: ignore[arg-type]
        return [(one.key, one.look) for one in found]

    assert keys(label=(("en", "Two"),)) == [("edition.kept", False)]
    assert keys(domain="x") == [("edition.kept", False)]
    assert keys(unit="km") == [("edition.unit", True)]
    assert keys(direction="down") == [("edition.direction", True)]
    assert keys(code="b", unit="km") == [("edition.code", False), ("edition.unit", True)]
