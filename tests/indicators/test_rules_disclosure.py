"""Nothing withheld follows from all that is public: over units, links, periods and baselines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indicators.test_rules_suppression import echelon, reduce
from waymark.indicators.rules.disclosure import Marks, Row, Told, disclose
from waymark.indicators.rules.facts import Days, Dims
from waymark.indicators.rules.suppression import Mark

Spot = tuple[str, str, str]
AREAS = ("north", "south")
SEXES = ("female", "male")
QUARTERS = ("q1", "q2", "q3", "q4")
PARENTS = dict.fromkeys(AREAS, "")
DAYS: dict[str, Days] = {
    "year": (date(2020, 1, 1), date(2020, 12, 31)),
    "q1": (date(2020, 1, 1), date(2020, 3, 31)),
    "q2": (date(2020, 4, 1), date(2020, 6, 30)),
    "q3": (date(2020, 7, 1), date(2020, 9, 30)),
    "q4": (date(2020, 10, 1), date(2020, 12, 31)),
}
FINEST = list(product(AREAS, SEXES, QUARTERS))
SPOTS = list(product(("", *AREAS), ("", *SEXES), DAYS))


def holds(spot: Spot, finest: Spot) -> bool:
    """Whether one of the finest counts is part of a sum."""
    area, sex, time = spot
    return area in ("", finest[0]) and sex in ("", finest[1]) and time in ("year", finest[2])


def breakdown(sex: str) -> Dims:
    return (("sex", sex),) if sex else ()


def value_at(spot: Spot, numbers: dict[Spot, int]) -> float:
    return float(sum(number for finest, number in numbers.items() if holds(spot, finest)))


def rows(
    numbers: dict[Spot, int], spots: Iterable[Spot], *, name: str = "a", family: str = "a"
) -> list[Row]:
    """Counts at some of the spots, as series."""
    told: dict[tuple[str, str], list[Told]] = {}
    for area, sex, time in spots:
        told.setdefault((area, sex), []).append(
            Told(DAYS[time], value_at((area, sex, time), numbers))
        )
    return [
        Row(f"{name}/{area}/{sex}", family, area, breakdown(sex), "people", tuple(values))
        for (area, sex), values in told.items()
    ]


def attack(given: list[Row], marks: Marks) -> dict[tuple[str, Days], Fraction]:
    """What somebody learns who solves for the finest counts with all that is shown.

    It knows nothing of how the rule finds sums, nor of which rows belong together.
    """
    times = {days: name for name, days in DAYS.items()}

    def equation(row: Row, told: Told) -> list[Fraction]:
        spot = (row.area, dict(row.dims).get("sex", ""), times[told.days])
        return [Fraction(holds(spot, finest)) for finest in FINEST]

    cells = [(row, told) for row in given for told in row.told]
    basis = echelon(
        [
            [*equation(row, told), Fraction(told.value or 0)]
            for row, told in cells
            if marks[row.id, told.days] is Mark.SHOWN
        ]
    )
    learnt = {}
    for row, told in cells:
        if marks[row.id, told.days].hidden:
            rest = reduce([*equation(row, told), Fraction(0)], basis)
            if not any(rest[:-1]):
                learnt[row.id, told.days] = -rest[-1]
    return learnt


COUNTS = st.fixed_dictionaries(
    {finest: st.one_of(st.integers(0, 12), st.integers(0, 300)) for finest in FINEST}
)
SOME = st.lists(st.sampled_from(SPOTS), unique=True, min_size=1)


@given(COUNTS, SOME)
@settings(max_examples=60, deadline=None)
def test_not_over_areas_groups_and_quarters(numbers: dict[Spot, int], some: list[Spot]) -> None:
    for spots in (SPOTS, some):
        table = rows(numbers, spots)
        marks = disclose(table, PARENTS)
        for row in table:
            for told in row.told:
                if 0 < (told.value or 0) < 10:
                    assert marks[row.id, told.days] is Mark.PRIMARY
        assert attack(table, marks) == {}


@given(COUNTS, SOME, SOME)
@settings(max_examples=60, deadline=None)
def test_nor_with_what_a_linked_indicator_shows(
    numbers: dict[Spot, int], one: list[Spot], other: list[Spot]
) -> None:
    table = rows(numbers, one) + rows(numbers, other, name="b")
    assert attack(table, disclose(table, PARENTS)) == {}


@given(COUNTS, st.sets(st.sampled_from(SPOTS), min_size=6, max_size=13))
@settings(max_examples=80, deadline=None)
def test_nor_where_most_of_the_table_was_never_made(
    numbers: dict[Spot, int], few: set[Spot]
) -> None:
    """What is not there follows from what is, and small ones from that."""
    table = rows(numbers, sorted(few))
    assert attack(table, disclose(table, PARENTS)) == {}


def test_the_attack_breaks_a_table_whose_holes_are_not_looked_at() -> None:
    spots = {
        ("", "", "q2"): 141.0,
        ("", "male", "q2"): 121.0,
        ("south", "", "q2"): 20.0,
        ("north", "male", "q2"): 112.0,
        ("north", "female", "q2"): 9.0,
    }
    numbers = dict.fromkeys(FINEST, 0)
    numbers |= {("north", "male", "q2"): 112, ("north", "female", "q2"): 9}
    numbers |= {("south", "male", "q2"): 9, ("south", "female", "q2"): 11}
    table = rows(numbers, spots)
    assert {told.value for row in table for told in row.told} == set(spots.values())
    small = {
        (row.id, t.days): Mark.PRIMARY if t.value == 9 else Mark.SHOWN
        for row in table
        for t in row.told
    }
    assert attack(table, small) == {("a/north/female", DAYS["q2"]): 9}
    assert attack(table, disclose(table, PARENTS)) == {}


def test_a_small_group_that_nobody_has_listed_is_protected_too() -> None:
    marks = marks_of(row("all", 100.0), row("female", 96.0, dims=FEMALE))
    assert marks == {"all": Mark.SHOWN, "female": Mark.SECONDARY}
    marks = marks_of(row("all", 100.0), row("female", 60.0, dims=FEMALE))
    assert set(marks.values()) == {Mark.SHOWN}
    marks = marks_of(row("all", 100.0), row("north", 97.0, area="north"), areas=PARENTS)
    assert marks["north"] is Mark.SECONDARY
    marks = marks_of(row("all", 100.0), row("young", 93.0, dims=(("age", "0-64"),)))
    assert marks["young"] is Mark.SECONDARY


def test_of_a_table_too_large_to_be_worked_out_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from waymark.indicators.rules import holes

    monkeypatch.setattr(holes, "MOST_CELLS", 3)
    numbers = dict.fromkeys(FINEST, 40) | {("north", "male", "q1"): 3}
    table = rows(numbers, SPOTS)
    marks = disclose(table, PARENTS)
    assert all(mark.hidden for mark in marks.values())
    fine = rows(dict.fromkeys(FINEST, 40), SPOTS)
    assert set(disclose(fine, PARENTS).values()) == {Mark.SHOWN}


def test_the_attack_breaks_two_that_nobody_has_linked() -> None:
    numbers = dict.fromkeys(FINEST, 40) | {("north", "male", "q1"): 3}
    whole = [("north", "", "q1"), ("north", "male", "q1")]
    rest = [("north", "female", "q1")]
    apart = rows(numbers, whole) + rows(numbers, rest, name="b", family="b")
    assert attack(apart, disclose(apart, PARENTS)) == {("a/north/male", DAYS["q1"]): 3}
    linked = rows(numbers, whole) + rows(numbers, rest, name="b")
    assert attack(linked, disclose(linked, PARENTS)) == {}


def test_the_attack_breaks_periods_that_are_looked_at_one_by_one() -> None:
    numbers = dict.fromkeys(FINEST, 40) | {("north", "male", "q1"): 3}
    table = rows(numbers, [("north", "male", time) for time in DAYS])
    alone: Marks = {}
    for time in DAYS:
        alone |= disclose(rows(numbers, [("north", "male", time)]), PARENTS)
    assert attack(table, alone) == {("a/north/male", DAYS["q1"]): 3}
    assert attack(table, disclose(table, PARENTS)) == {}


def row(name: str, value: float | None, unit: str = "people", **more: Any) -> Row:
    dims = more.pop("dims", ())
    told = Told(DAYS["year"], value, more.pop("status", "A"), more.pop("size", None))
    return Row(name, more.pop("family", "a"), more.pop("area", ""), dims, unit, (told,), **more)


def marks_of(*given: Row, areas: dict[str, str] | None = None) -> dict[str, Mark]:
    return {name: mark for (name, _days), mark in disclose(given, areas or {}).items()}


MALE, FEMALE = (("sex", "male"),), (("sex", "female"),)


def test_a_share_of_a_small_count_goes_with_it() -> None:
    marks = marks_of(
        row("all", 100.0),
        row("male", 4.0, dims=MALE),
        row("female", 96.0, dims=FEMALE),
        row("share all", 12.0, "%"),
        row("share male", 4.0, "%", dims=MALE),
        row("share female", 13.0, "%", dims=FEMALE),
    )
    assert marks == {
        "all": Mark.SHOWN,
        "male": Mark.PRIMARY,
        "female": Mark.SECONDARY,
        "share all": Mark.SHOWN,
        "share male": Mark.PRIMARY,
        "share female": Mark.SECONDARY,
    }


def test_a_thin_sample_takes_the_count_of_its_group_along() -> None:
    marks = marks_of(
        row("share male", 40.0, "%", dims=MALE, size=12),
        row("male", 4000.0, dims=MALE),
    )
    assert set(marks.values()) == {Mark.PRIMARY}


def test_a_baseline_that_repeats_a_small_number_goes_and_one_that_restates_it_too() -> None:
    for value in (4.0, 5.0, 50.0):
        marks = marks_of(
            row("all", 100.0),
            row("male", 4.0, dims=MALE),
            row("female", 96.0, dims=FEMALE),
            row("male/baseline", value, dims=MALE),
        )
        assert marks["male"] is Mark.PRIMARY
        assert marks["male/baseline"] is Mark.PRIMARY
        assert marks["female"] is Mark.SECONDARY
    marks = marks_of(row("all", 100.0), row("all/baseline", 101.0))
    assert set(marks.values()) == {Mark.SHOWN}


def test_missing_stays_missing_beside_what_is_withheld() -> None:
    marks = marks_of(
        row("male", 4.0, dims=MALE),
        row("share male", None, "%", dims=MALE, status="M"),
        row("said male", None, "days", dims=MALE, status="Q"),
    )
    assert marks == {
        "male": Mark.PRIMARY,
        "share male": Mark.MISSING,
        "said male": Mark.PRIMARY,
    }


@pytest.mark.parametrize(
    ("unit", "hidden"), [("road deaths", True), ("%", False), ("t", False), ("people", True)]
)
def test_a_city_may_say_that_an_unclear_unit_counts_people(unit: str, hidden: bool) -> None:
    assert marks_of(row("all", 4.0, unit, counts=True))["all"].hidden is hidden


def test_the_groups_of_a_breakdown_of_ones_own_may_make_up_the_whole() -> None:
    marks = marks_of(
        row("all", 50.0, "%"),
        row("a", 40.0, "%", dims=(("race/ethnicity", "a"),), size=12),
        row("b", 52.0, "%", dims=(("race/ethnicity", "b"),), size=400),
    )
    assert marks["a"] is Mark.PRIMARY
    assert marks["b"] is Mark.SECONDARY


def test_units_that_are_written_differently_are_one() -> None:
    marks = marks_of(
        row("all", 50.0, "%"),
        row("male", 40.0, "percent", dims=MALE, size=12),
        row("female", 52.0, "per cent", dims=FEMALE, size=400),
    )
    assert marks["female"] is Mark.SECONDARY


def test_every_number_gets_a_mark_and_nothing_is_withheld_without_reason() -> None:
    numbers = dict.fromkeys(FINEST, 40)
    table = rows(numbers, SPOTS)
    marks = disclose(table, PARENTS)
    assert len(marks) == len(SPOTS)
    assert set(marks.values()) == {Mark.SHOWN}
