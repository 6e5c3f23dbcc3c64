"""What a cell may say, and what it may not, as tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.indicators.rules.cells import (
    days_of,
    marker,
    read_count,
    read_margin,
    read_milestones,
    read_number,
    read_period,
    read_status,
    write_milestones,
)
from waymark.indicators.rules.groups import VOCABULARY, read_group
from waymark.indicators.rules.problems import Unreadable

NUMBERS = [
    ("12", 12.0),
    ("12.5", 12.5),
    ("-3", -3.0),
    ("+3", 3.0),
    (".5", 0.5),
    ("1 234.5", 1234.5),
    ("1\u202f234", 1234.0),
    ("1'234'567", 1234567.0),
    ("1,234,567", 1234567.0),
    ("1,234.5", 1234.5),
    ("12.5 %", 12.5),
    ("1e3", 1000.0),
    ("\u2212 4", -4.0),
    ("١٢٫٥", 12.5),
    ("१२", 12.0),
    ("-0", 0.0),
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_numbers_as_offices_write_them(text: str, number: float) -> None:
    assert read_number(text) == number
    assert str(read_number(text)) != "-0.0"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("12,5", "value.comma"),
        ("1,234", "value.comma_unclear"),
        ("twelve", "value.text"),
        ("12.5*", "value.text"),
        ("<5", "value.text"),
        ("1.2.3", "value.text"),
        ("", "value.text"),
        ("%", "value.text"),
        ("nan", "value.text"),
        ("inf", "value.text"),
        ("1e400", "value.too_large"),
        ("10000000000000000", "value.too_large"),
    ],
)
def test_what_is_no_number_says_why(text: str, key: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_number(text)
    assert refused.value.key == key


def test_a_comma_that_may_mean_two_things_gets_both_readings() -> None:
    with pytest.raises(Unreadable) as refused:
        read_number("1,234")
    assert (refused.value.params["write"], refused.value.params["whole"]) == ("1.234", "1234")


@pytest.mark.parametrize(
    ("text", "number"), [("12,5", 12.5), ("1.234,5", 1234.5), ("1.234", 1234.0), ("7", 7.0)]
)
def test_a_file_may_write_decimals_with_a_comma(text: str, number: float) -> None:
    assert read_number(text, comma=True) == number


def test_a_point_in_a_file_with_commas_is_not_taken_for_a_thousand() -> None:
    with pytest.raises(Unreadable) as refused:
        read_number("12.5", comma=True)
    assert refused.value.key == "value.point"


@given(st.floats(min_value=-1e15, max_value=1e15))
def test_every_number_that_we_write_is_read_back(number: float) -> None:
    assert read_number(repr(number)) == number
    assert read_number(repr(number).replace(".", ","), comma=True) == number


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = read_number(text)
    except Unreadable:
        return
    assert abs(number) <= 1e15


@pytest.mark.parametrize(
    ("text", "status"), [("..", "M"), ("n/a", "M"), (" – ", "M"), ("x", "Q"), ("12", ""), ("", "")]
)
def test_signs_in_place_of_a_value(text: str, status: str) -> None:
    assert marker(text) == status


@pytest.mark.parametrize(
    ("text", "code"), [("A", "A"), ("p", "P"), ("Estimated", "E"), ("break in  series", "B")]
)
def test_statuses_by_code_or_word(text: str, code: str) -> None:
    assert read_status(text) == code


def test_small_refusals() -> None:
    for read, text in [
        (read_status, "perhaps"),
        (read_count, "-1"),
        (read_count, "1.5"),
        (read_margin, "-2"),
        (read_milestones, "2027"),
        (read_milestones, "2027=1; 2027=2"),
        (read_milestones, "27=1"),
        (read_period, "soon"),
        (read_period, "2015 (" + "x" * 50 + ")"),
    ]:
        with pytest.raises(Unreadable):
            read(text)


def test_a_wrong_period_says_what_to_write() -> None:
    with pytest.raises(Unreadable) as refused:
        read_period("2010-13")
    assert refused.value.params["write"] == "2010-12"


def test_periods_are_equal_by_their_days() -> None:
    assert days_of("2014/15") == days_of("2014-2015") != days_of("2014")


@given(
    st.dictionaries(st.integers(1990, 2100), st.floats(-1e6, 1e6).map(lambda x: x + 0.0)).map(
        lambda found: tuple(sorted(found.items()))
    )
)
def test_milestones_are_read_as_they_are_written(milestones: tuple[tuple[int, float], ...]) -> None:
    assert read_milestones(write_milestones(milestones)) == milestones


@pytest.mark.parametrize(
    ("dimension", "text", "group"),
    [
        ("sex", "F", "female"),
        ("sex", "Women", "female"),
        ("sex", "Total", ""),
        ("sex", "_T", ""),
        ("age", "15 to 24", "15-24"),
        ("age", "15–24 years", "15-24"),
        ("age", "65 and over", "65+"),
        ("age", "under 5", "0-4"),
        ("age", "Y15T24", "15-24"),
        ("age", "Y_GE65", "65+"),
        ("age", "schoolchildren", "schoolchildren"),
        ("disability", "yes", "with"),
        ("income", "Poorest", "q1"),
        ("income", "Bottom 40%", "lowest_40"),
        ("migration", "Non-migrant", "non_migrant"),
        ("group", "People in informal settlements", "informal_residents"),
        ("group", "Fisherfolk of  the lake", "Fisherfolk of the lake"),
    ],
)
def test_groups_by_any_of_their_names(dimension: str, text: str, group: str) -> None:
    assert read_group(dimension, text) == group


def test_closed_lists_name_what_they_know() -> None:
    with pytest.raises(Unreadable) as refused:
        read_group("sex", "femal")
    assert refused.value.params["near"] == "female"
    with pytest.raises(Unreadable):
        read_group("disability", "PWD")  # with, or without? standards differ
    with pytest.raises(Unreadable):
        read_group("group", "x" * 81)


@pytest.mark.parametrize("dimension", VOCABULARY)
def test_ids_of_groups_are_read_as_themselves(dimension: str) -> None:
    for group in VOCABULARY[dimension]:
        assert read_group(dimension, group) == group
