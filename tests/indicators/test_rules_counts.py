"""Coverage as counts, gaps between groups, and who may do what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.indicators.rules.coverage import Count, State, coverage, total
from waymark.indicators.rules.gaps import GroupPoint, gaps
from waymark.indicators.rules.permits import TABLE, Permit
from waymark.people.rules import Role


def test_counts_stand_in_the_order_of_the_list() -> None:
    states = [
        State("society", chosen=True, value=True, groups=True),
        State("economy"),
        State("society", chosen=True, targets=True),
    ]
    counts = coverage(states)
    assert counts == (
        Count("society", 2, 2, 1, 1, 0, 1),
        Count("economy", 1),
    )
    assert total(counts) == Count("", 3, 2, 1, 1, 0, 1)


STATES = st.builds(State, st.sampled_from("abc"), *[st.booleans()] * 5)


@given(st.lists(STATES, max_size=20))
def test_no_count_is_larger_than_the_list_and_all_rows_are_counted(states: list[State]) -> None:
    counts = coverage(states)
    assert sum(count.listed for count in counts) == len(states)
    for count in counts:
        for name in ("chosen", "value", "groups", "areas", "targets"):
            assert 0 <= getattr(count, name) <= count.listed


def points(*rows: tuple[str, int, float], dimension: str = "sex") -> list[GroupPoint]:
    return [GroupPoint(dimension, group, year, value) for group, year, value in rows]


@pytest.mark.parametrize(
    ("rows", "size", "trend"),
    [
        ([("f", 2020, 1.0), ("m", 2020, 4.0)], 3.0, ""),
        ([("f", 2015, 1.0), ("m", 2015, 3.0), ("f", 2020, 1.0), ("m", 2020, 4.0)], 3.0, "wider"),
        ([("f", 2015, 9.0), ("m", 2015, 3.0), ("f", 2020, 1.0), ("m", 2020, 4.0)], 3.0, "narrower"),
        ([("f", 2015, 1.1), ("m", 2015, 1.4), ("f", 2020, 0.2), ("m", 2020, 0.5)], 0.3, "same"),
        ([("f", 2020, 1.0), ("m", 2020, 2.0), ("f", 2021, 5.0)], 1.0, ""),
    ],
)
def test_gaps_and_how_they_move(
    rows: list[tuple[str, int, float]], size: float, trend: str
) -> None:
    (gap,) = gaps(points(*rows))
    assert gap.size == pytest.approx(size)
    assert gap.trend == trend


def test_one_group_alone_has_no_gap() -> None:
    assert gaps(points(("f", 2019, 1.0), ("m", 2020, 2.0))) == ()
    assert gaps([]) == ()


def test_dimensions_are_not_mixed() -> None:
    both = points(("f", 2020, 1), ("m", 2020, 2)) + points(
        ("n", 2020, 8), ("s", 2020, 3), dimension="area"
    )
    assert [(gap.dimension, gap.size) for gap in gaps(both)] == [("area", 5), ("sex", 1)]


def test_nobody_outside_the_city_has_a_part_in_its_data() -> None:
    assert TABLE[Permit.EDIT_INDICATORS] < TABLE[Permit.SEE_INDICATORS]
    for role in Role:
        inside = role.startswith("city.") and role != Role.CITY_CONTRIBUTOR
        assert (role in TABLE[Permit.SEE_INDICATORS]) == inside
        assert (role in TABLE[Permit.EDIT_INDICATORS]) == (inside and role != Role.CITY_VIEWER)
