"""Small numbers stay unknown: whoever adds and subtracts all that is published learns none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.indicators.rules.suppression import (
    COUNT_UNDER,
    LIMITS,
    Cell,
    Key,
    Limits,
    Mark,
    determined,
    protect,
    published,
)
from waymark.indicators.rules.wholes import suppress

# Two districts, one of which has two quarters; sex; ages with a coarser group across two finer.
AREAS = {"north": "", "south": "", "hill": "north", "lake": "north"}
LEAVES = ("hill", "lake", "south")
SEXES = ("female", "male")
AGES = ("0-14", "15-64", "65+")
INSIDE = {"": LEAVES, "north": ("hill", "lake"), **{area: (area,) for area in LEAVES}}
SPANS = {"": AGES, "15+": ("15-64", "65+"), **{age: (age,) for age in AGES}}
BOTH = {"": SEXES, **{sex: (sex,) for sex in SEXES}}


def key(area: str = "", sex: str = "", age: str = "") -> Key:
    dims = tuple(sorted({"sex": sex, "age": age}.items()))
    return area, tuple((name, group) for name, group in dims if group)


def table(numbers: Iterable[int]) -> dict[Key, Cell]:
    """All margins at every level over the finest counts."""
    finest = dict(zip(product(LEAVES, SEXES, AGES), numbers, strict=True))
    return {
        key(area, sex, age): Cell(
            float(sum(finest[one] for one in product(INSIDE[area], BOTH[sex], SPANS[age]))), True
        )
        for area, sex, age in product(INSIDE, BOTH, SPANS)
    }


# --- the attack: it knows nothing of how the rules find sums -----------------------------


def attack(cells: Mapping[Key, Cell], marks: Mapping[Key, Mark]) -> dict[Key, Fraction]:
    """Every withheld value that the published ones give away, by solving for the finest counts.

    The unknowns are the finest counts; each published cell is one equation in them. A withheld
    cell is known when its own sum of finest counts is a combination of the published rows.
    """
    finest = list(product(LEAVES, SEXES, AGES))

    def row(name: tuple[str, str, str]) -> list[Fraction]:
        area, sex, age = name
        inside = set(product(INSIDE[area], BOTH[sex], SPANS[age]))
        return [Fraction(one in inside) for one in finest]

    names = list(product(INSIDE, BOTH, SPANS))
    known = [
        [*row(name), Fraction(cells[key(*name)].value or 0)]
        for name in names
        if key(*name) in cells and marks[key(*name)] is Mark.SHOWN
    ]
    basis = echelon(known)
    learnt = {}
    for name in names:
        if key(*name) in cells and marks[key(*name)].hidden:
            rest = reduce([*row(name), Fraction(0)], basis)
            if not any(rest[:-1]):
                learnt[key(*name)] = -rest[-1]
    return learnt


def reduce(row: list[Fraction], basis: list[tuple[int, list[Fraction]]]) -> list[Fraction]:
    for pivot, other in basis:
        if row[pivot]:
            row = [a - row[pivot] * b for a, b in zip(row, other, strict=True)]
    return row


def echelon(rows: list[list[Fraction]]) -> list[tuple[int, list[Fraction]]]:
    """Gaussian elimination in exact numbers: pivots and their rows."""
    basis: list[tuple[int, list[Fraction]]] = []
    for given_row in rows:
        row = reduce(given_row, basis)
        pivot = next((place for place, part in enumerate(row[:-1]) if part), None)
        if pivot is not None:
            basis.append((pivot, [part / row[pivot] for part in row]))
    return basis


COUNTS = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 300)), min_size=18, max_size=18)


@given(COUNTS)
@settings(max_examples=80, deadline=None)
def test_no_withheld_cell_follows_from_the_published_ones(numbers: list[int]) -> None:
    cells = table(numbers)
    marks = suppress(cells, AREAS)
    assert set(marks) == set(cells)
    for name, cell in cells.items():
        if cell.value and cell.value < COUNT_UNDER:
            assert marks[name] is Mark.PRIMARY
    assert attack(cells, marks) == {}


def test_the_attack_breaks_what_is_only_primary() -> None:
    cells = table([3, *[40] * 17])
    primary = {name: LIMITS.primary(cell) for name, cell in cells.items()}
    assert [name for name, mark in primary.items() if mark.hidden] == [
        key("hill", "female", "0-14")
    ]
    assert attack(cells, primary) == {key("hill", "female", "0-14"): 3}
    assert attack(cells, suppress(cells, AREAS)) == {}


@given(COUNTS, st.data())
@settings(max_examples=60, deadline=None)
def test_nor_where_parts_of_the_table_were_never_made(numbers: list[int], data: Any) -> None:
    cells = table(numbers)
    for name in data.draw(st.lists(st.sampled_from(sorted(cells)), max_size=20)):
        cells.pop(name, None)
    marks = suppress(cells, AREAS)
    assert attack(cells, marks) == {}


@given(COUNTS)
@settings(max_examples=30, deadline=None)
def test_nor_where_the_table_is_of_shares_with_known_sizes(numbers: list[int]) -> None:
    """A share times the size of its group adds up; so the attack is one on those products."""
    cells = table(numbers)
    shares = {name: Cell(50.0, size=cell.value) for name, cell in cells.items() if cell.value}
    marks = suppress(shares, AREAS)
    products = {name: Cell(cell.size) for name, cell in shares.items()}
    assert attack(products, marks) == {}
    assert all(marks[name].hidden for name, cell in shares.items() if (cell.size or 0) < 30)


@given(COUNTS)
@settings(max_examples=30, deadline=None)
def test_what_is_withheld_together_is_no_small_number_either(numbers: list[int]) -> None:
    """Where a total and all other groups are shown, the rest of it is at least the limit."""
    cells = table(numbers)
    marks = suppress(cells, AREAS)
    for area, age in product(INSIDE, SPANS):
        whole, parts = key(area, "", age), [key(area, sex, age) for sex in SEXES]
        lost = [name for name in parts if marks[name].hidden]
        if marks[whole] is Mark.SHOWN and lost:
            rest = sum(cells[name].value or 0 for name in lost)
            others = [name for name in parts if name not in lost and cells[name].value]
            assert rest >= COUNT_UNDER or not others


def simple(**counts: float) -> dict[Key, Cell]:
    """A whole of its sexes or areas."""
    return {key(sex=sex): Cell(value, True) for sex, value in counts.items()} | {
        key(): Cell(sum(counts.values()), True)
    }


def test_the_other_group_goes_too_and_the_total_stays() -> None:
    marks = suppress(simple(female=4, male=96), {})
    assert marks == {
        key(sex="female"): Mark.PRIMARY,
        key(sex="male"): Mark.SECONDARY,
        key(): Mark.SHOWN,
    }


def test_the_smallest_loss_of_three_is_chosen() -> None:
    marks = suppress(simple(female=4, male=80, other=16), {})
    assert marks[key(sex="other")] is Mark.SECONDARY
    assert marks[key(sex="male")] is Mark.SHOWN


def test_suppressed_differs_from_missing() -> None:
    cells = {
        key(): Cell(100, True),
        key("north"): Cell(4, True),
        key("south"): Cell(96, True),
        key("hill"): Cell(None, True, status="M"),
        key("lake"): Cell(None, True, status="Q"),
    }
    marks = suppress(cells, AREAS)
    assert [published(cells[name], marks[name]) for name in cells] == [
        (100, "A"),
        (None, "Q"),
        (None, "Q"),
        (None, "M"),
        (None, "Q"),
    ]


def test_what_the_source_withheld_is_protected_as_well() -> None:
    cells = simple(female=40, male=60) | {key(sex="male"): Cell(None, True, status="Q")}
    assert suppress(cells, {})[key(sex="female")] is Mark.SECONDARY


def test_nothing_is_withheld_without_reason() -> None:
    cells = table([50] * 18)
    assert set(suppress(cells, AREAS).values()) == {Mark.SHOWN}
    assert set(suppress(simple(female=0, male=96), {}).values()) == {Mark.SHOWN}
    shares = {key(): Cell(50.0), key(sex="female"): Cell(3.0), key(sex="male"): Cell(4.0)}
    assert set(suppress(shares, {}).values()) == {Mark.SHOWN}  # 3 % is no small number of people


def test_groups_that_leave_something_over_give_nothing_away() -> None:
    cells = {key(): Cell(500, True), key("north"): Cell(4, True), key("south"): Cell(96, True)}
    areas = {**AREAS, "west": ""}
    assert suppress(cells, areas)[key("south")] is Mark.SHOWN
    cells[key()] = Cell(101, True)  # west can be next to nothing, so south would tell on north
    assert suppress(cells, areas)[key("south")] is Mark.SECONDARY


def test_a_city_may_ask_for_more() -> None:
    cells = simple(female=15, male=85)
    assert not any(mark.hidden for mark in suppress(cells, {}).values())
    assert suppress(cells, {}, Limits(count=20))[key(sex="female")] is Mark.PRIMARY


def test_the_search_ends_where_nothing_is_left_to_withhold() -> None:
    one = ("x", ())
    sums = [((one, 1),)]  # says that it is nothing, whatever is published
    assert protect({one: Cell(3, True)}, sums) == {one: Mark.PRIMARY}


@pytest.mark.parametrize(
    ("rows", "fixed"),
    [
        ([{"a": 1}], {"a"}),
        ([{"a": 1, "b": 1}], set()),
        ([{"a": 1, "b": 1}, {"a": 1, "b": -1}], {"a", "b"}),
        ([{"a": 1, "b": 1}, {"b": 1, "c": 1}, {"a": 1, "c": 1, "d": 1}], set()),
        ([{"a": 1, "b": 1}, {"b": 1, "c": 1}, {"a": 1, "b": 1, "d": 1}], {"d"}),
        ([{"a": 1, "b": 1}, {"a": 1, "b": 1}], set()),
    ],
)
def test_what_equations_fix(rows: list[dict[str, int]], fixed: set[str]) -> None:
    named = [{key(name): sign for name, sign in row.items()} for row in rows]
    assert determined(named) == {key(name) for name in fixed}
