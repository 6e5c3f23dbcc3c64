from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.kernel.inequality import (
    BadGroups,
    Gap,
    Group,
    Move,
    Setting,
    follow,
    message_keys,
)
from waymark.kernel.progress import Direction

UP, DOWN = Direction.UP, Direction.DOWN


def year(**values: float) -> list[Group]:
    return [Group(name, value) for name, value in values.items()]


def moves(first: list[Group], last: list[Group], setting: Setting | None = None) -> dict[str, str]:
    found = follow({2015: first, 2024: last}, setting)
    return {change.name: str(change.move) for change in found.changes}


@pytest.mark.parametrize(
    ("first", "last", "expected", "gap"),
    [
        # the poor fall behind, the middle catches up
        (
            year(poor=40, middle=60, rich=80),
            year(poor=38, middle=75, rich=82),
            {"poor": "falls_behind", "middle": "catches_up", "rich": "reference"},
            Gap.WIDER,
        ),
        # all gain ten: the same distance, but a smaller share
        (
            year(poor=40, rich=80),
            year(poor=50, rich=90),
            {"poor": "catches_up", "rich": "reference"},
            Gap.NARROWER,
        ),
        # all gain a tenth: the same share, but a greater distance
        (
            year(poor=40, rich=80),
            year(poor=44, rich=88),
            {"poor": "falls_behind", "rich": "reference"},
            Gap.WIDER,
        ),
        # the distance grows from 40 to 45, the share shrinks from a half
        (
            year(poor=40, rich=80),
            year(poor=55, rich=100),
            {"poor": "mixed", "rich": "reference"},
            Gap.MIXED,
        ),
        (
            year(poor=40, rich=80),
            year(poor=40, rich=80),
            {"poor": "keeps", "rich": "reference"},
            Gap.SAME,
        ),
        # the best off of the first year is overtaken: 10 of 40 between them, then 12 of 50
        (
            year(a=40, b=50),
            year(a=62, b=50),
            {"a": "catches_up", "b": "falls_behind"},
            Gap.MIXED,
        ),
    ],
)
def test_who_is_left_behind(
    first: list[Group], last: list[Group], expected: dict[str, str], gap: Gap
) -> None:
    assert moves(first, last) == expected
    found = follow({2015: first, 2024: last})
    assert found.gap is gap
    assert found.reason.key == f"behind.{gap}"
    assert found.left_behind == tuple(n for n, m in expected.items() if m == "falls_behind")


def test_where_less_is_better_the_worst_off_have_more() -> None:
    found = follow({2015: year(a=10, b=20), 2024: year(a=5, b=19)}, Setting(DOWN))
    (a, b) = found.changes
    assert (a.move, b.move) == (Move.REFERENCE, Move.FALLS_BEHIND)
    assert (b.behind_first, b.behind_last) == (10, 14)
    assert (b.relative_first, b.relative_last) == (1, 2.8)
    assert b.improved  # it got better, and still fell behind


def test_the_named_group_is_the_reference_even_where_others_are_better_off() -> None:
    found = follow({2015: year(a=40, b=50), 2024: year(a=40, b=60)}, Setting(reference="a"))
    assert {c.name: c.behind_last for c in found.changes} == {"a": 0, "b": -20}


def test_with_an_order_the_most_advantaged_is_the_reference() -> None:
    first = [Group("q1", 50, order=1), Group("q5", 40, order=5)]
    last = [Group("q1", 50, order=1), Group("q5", 45, order=5)]
    found = follow({2015: first, 2024: last})
    assert [c.behind_last for c in found.changes] == [-5, 0]
    assert [one.difference for one in found.path] == [-10, -5]
    assert found.gap is Gap.NARROWER


def test_only_groups_of_both_years_are_compared_and_the_rest_is_named() -> None:
    found = follow(
        {2010: year(z=1), 2015: year(a=1, b=2, old=9), 2020: year(a=1), 2024: year(a=1, b=3, new=7)}
    )
    assert (found.first_year, found.last_year) == (2015, 2024)
    assert [change.name for change in found.changes] == ["a", "b"]
    assert found.warnings[0].params == {"groups": ("new", "old")}
    assert [one.year for one in found.path] == [2015, 2024]
    assert found.path[0].difference == 8


@pytest.mark.parametrize(
    "years",
    [
        {},
        {2015: year(a=1, b=2)},
        {2015: year(a=1, b=2), 2024: year(a=1, c=2)},
        {2015: year(a=1), 2024: year(a=2)},
    ],
)
def test_nothing_to_compare_is_said(years: dict[int, list[Group]]) -> None:
    found = follow(years)
    assert (found.gap, found.changes) == (None, ())
    assert found.reason.key == "behind.nothing_to_compare"


def test_a_reference_that_a_year_lacks_leaves_that_year_out() -> None:
    found = follow(
        {2012: year(a=1, b=2), 2015: year(a=1, b=2, r=3), 2024: year(a=1, b=2, r=4)},
        Setting(reference="r"),
    )
    assert found.first_year == 2015


@pytest.mark.parametrize(("margin", "sure"), [(1.0, True), (4.0, False), (None, None)])
def test_a_move_within_its_error_is_not_sure(margin: float | None, sure: bool | None) -> None:
    """A distance of four values: 5 points are sure only where 2 x margin is less."""
    first = [Group("a", 40, margin=margin), Group("b", 50, margin=margin)]
    last = [Group("a", 40, margin=margin), Group("b", 55, margin=margin)]
    a, b = follow({2015: first, 2024: last}).changes
    assert (a.sure, b.sure) == (sure, None)


def test_bad_groups_are_refused() -> None:
    with pytest.raises(BadGroups):
        follow({2015: year(a=1, b=math.inf), 2024: year(a=1, b=2)})


def test_numbers_out_of_range_have_no_gap() -> None:
    found = follow({2015: year(a=1e308, b=-1e308), 2024: year(a=1, b=2)})
    assert (found.gap, found.changes) == (None, ())
    assert found.reason.key == "behind.out_of_range"


VALUES = st.dictionaries(st.sampled_from("abcde"), st.floats(1, 1000), min_size=2)


@given(VALUES, VALUES, st.sampled_from(Direction), st.floats(0.01, 100))
def test_unit_doesnt_matter_and_time_turned_back_turns_the_moves(
    first: dict[str, float], last: dict[str, float], better: Direction, unit: float
) -> None:
    setting = Setting(better)
    there = {2015: year(**first), 2024: year(**last)}
    found = follow(there, setting)
    keys = {found.reason.key} | {c.reason.key for c in found.changes}
    assert keys | {w.key for w in found.warnings} <= message_keys()
    scaled = follow(
        {y: [Group(g.name, g.value * 4) for g in groups] for y, groups in there.items()}, setting
    )
    assert [c.move for c in scaled.changes] == [c.move for c in found.changes]
    assert scaled.gap == found.gap
    back = follow({2015: there[2024], 2024: there[2015]}, setting)
    turned = {
        Move.FALLS_BEHIND: Move.CATCHES_UP,
        Move.CATCHES_UP: Move.FALLS_BEHIND,
    }
    assert [c.move for c in back.changes] == [turned.get(c.move, c.move) for c in found.changes]
    gaps = {Gap.WIDER: Gap.NARROWER, Gap.NARROWER: Gap.WIDER}
    assert back.gap == (found.gap and gaps.get(found.gap, found.gap))
    for change in found.changes:
        assert change.behind_first >= 0  # nobody is better off than the best off
        assert change.behind_last >= 0


@given(VALUES, st.floats(0.1, 10))
def test_a_group_that_alone_loses_falls_behind(values: dict[str, float], loss: float) -> None:
    ends = sorted(values, key=lambda name: (values[name], name))
    if values[ends[0]] == values[ends[-1]]:
        return
    later = {**values, ends[0]: values[ends[0]] - loss}
    found = follow({2015: year(**values), 2024: year(**later)})
    assert found.left_behind == (ends[0],)
    assert found.gap is Gap.WIDER or later[ends[0]] <= 0
