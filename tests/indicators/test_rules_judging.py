"""Verdicts: which values a method gets, and that each can be worked out again from its document."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.indicators.rules.ahead import ahead, drawn_again, stored
from waymark.indicators.rules.judging import (
    DEFAULT,
    Inputs,
    as_bytes,
    judge,
    milestones,
    worked_out_again,
)
from waymark.indicators.rules.transforms import NAMES, transform_of
from waymark.indicators.shipped import transforms
from waymark.kernel.progress import METHODS, Direction, Point, Status, UnknownMethod

RISING = Inputs(
    "umf:UMF-1.1.2", "%", "up", (Point(2015, 70.0), Point(2018, 76.0), Point(2021, 80.0)),
    Point(2015, 70.0), 95.0,
)  # fmt: skip


def series(*values: float, first: int = 2015) -> tuple[Point, ...]:
    return tuple(Point(first + i, value) for i, value in enumerate(values))


# What the methods get


@pytest.mark.parametrize(
    ("names", "unit", "direction", "expected"),
    [
        (["sdg:4.5.1"], "ratio", "parity", "parity"),
        (["sdg:5.5.1"], "%", "parity", "distance_from_half"),
        (["sdg:16.6.1"], "%", "target", "distance_from_plan"),
        (["sdg:8.1.1"], "% a year", "up", "levels_from_growth"),
        (["sdg:8.1.1"], "USD", "up", ""),  # a level, entered under an indicator of growth
        (["sdg:9.9.9", "sdg:8.1.1"], "% a year", "up", "levels_from_growth"),  # a former code
        (["local:W1"], "yes/no", "up", "yes_no"),
        (["local:W1"], " Yes/No ", "", "yes_no"),
        (["local:W1"], "%", "parity", "distance_from_half"),
        (["local:W1"], "women per man", "parity", "parity"),
        (["local:W1"], "%", "up", ""),
        (["local:W1"], "%", "target", ""),
    ],
)
def test_an_indicator_is_turned_as_the_data_or_its_unit_says(
    names: list[str], unit: str, direction: str, expected: str
) -> None:
    assert transform_of(names, unit, direction, transforms()) == expected


def test_the_data_names_only_what_there_is() -> None:
    assert set(transforms().values()) <= set(NAMES)
    assert len(transforms()) == 12


@pytest.mark.parametrize(
    ("inputs", "points", "aim"),
    [
        (  # whichever group is ahead
            Inputs("sdg:4.5.1", "ratio", "parity", series(0.8, 1.25, 0.98), transform="parity"),
            [1.25, 1.25, 1.0],
            1.0,
        ),
        (
            Inputs("sdg:4.5.1", "ratio", "parity", series(0.8, 0.9), None, 0.8, transform="parity"),
            [1.25, 1 / 0.9],
            1.25,
        ),
        (
            Inputs("x:1", "%", "parity", series(20.0, 30.0), transform="distance_from_half"),
            [80.0, 70.0],
            50.0,
        ),
        (
            Inputs("x:1", "%", "target", series(120.0, 90.0), transform="distance_from_plan"),
            [120.0, 110.0],
            100.0,
        ),
    ],
)
def test_distances_are_judged_downwards_to_where_nothing_is_left(
    inputs: Inputs, points: list[float], aim: float
) -> None:
    found = judge(inputs).progress
    assert found is not None
    assert [point.value for point in found.points] == pytest.approx(points)
    assert (found.aim.direction, found.aim.target) == (Direction.DOWN, pytest.approx(aim))
    assert found.aim.limit is None


def test_growth_is_judged_by_its_level_and_the_growth_aimed_at() -> None:
    inputs = Inputs(
        "sdg:8.1.1", "% a year", "up", series(10.0, 10.0, 10.0, first=2016), None, 5.0,
        transform="levels_from_growth",
    )  # fmt: skip
    found = judge(inputs).progress
    assert found is not None
    assert [point.value for point in found.points] == pytest.approx([100, 110, 121, 133.1])
    assert found.growth == pytest.approx(0.10)
    assert found.required == pytest.approx(0.05)
    assert found.status is Status.ON_TRACK
    gap = replace(inputs, points=(Point(2016, 1.0), Point(2018, 1.0)))
    assert judge(gap).reason.key == "progress.growth_year_missing"
    assert judge(replace(inputs, target=-100.0)).reason.key == "progress.growth_to_nothing"
    assert judge(replace(inputs, target=1e300)).reason.key == "progress.out_of_range"


@pytest.mark.parametrize("method", METHODS)
def test_yes_or_no_is_the_same_by_every_method(method: str) -> None:
    inputs = Inputs("x:1", "yes/no", "up", series(0.0, 1.0), transform="yes_no")
    found = judge(inputs, method)
    assert (found.status, found.progress and found.progress.method.id) == ("achieved", method)
    scale = METHODS[method].method.scale
    assert found.progress is not None
    assert found.progress.score == (scale and scale[1])
    assert judge(replace(inputs, points=series(1.0, 0.0)), method).status == "not_achieved"
    assert judge(replace(inputs, direction="down"), method).status == "not_achieved"
    half = judge(replace(inputs, points=series(0.5)), method)
    assert half.reason.key == "progress.neither_yes_nor_no"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"direction": ""}, "judging.no_direction"),
        ({"direction": "target"}, "judging.set_value"),
        ({"transform": "parity"}, "judging.not_a_ratio"),
        ({"points": (), "baseline": None}, "progress.no_data"),
    ],
)
def test_what_no_method_can_judge_says_why(change: dict[str, Any], key: str) -> None:
    found = judge(replace(RISING, **change))
    assert found.reason.key == key
    assert found.status in (Status.NOT_ASSESSABLE, Status.NOT_AVAILABLE)


def test_the_baseline_counts_before_a_value_of_its_year() -> None:
    found = judge(replace(RISING, baseline=Point(2015, 60.0))).progress
    assert found is not None
    assert found.base == Point(2015, 60.0)
    later = judge(replace(RISING, baseline=None, points=series(1.0, 2.0, first=2018))).progress
    assert later is not None
    assert later.aim.base_year == 2018


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(UnknownMethod):
        judge(RISING, "tea-leaves/1")
    assert judge(RISING).method.id == DEFAULT


# Milestones


@pytest.mark.parametrize(
    ("direction", "marks", "keys"),
    [
        ("up", [(2021, 80.0), (2018, 77.0)], ["missed", "reached"]),  # in the order of years
        ("up", [(2019, 79.0)], ["reached"]),  # the first later value counts
        ("up", [(2022, 1.0)], ["to_come"]),
        ("down", [(2018, 77.0), (2021, 79.0)], ["reached", "missed"]),
        ("", [(2018, 77.0)], []),
    ],
)
def test_milestones_are_reached_missed_or_to_come(
    direction: str, marks: list[tuple[int, float]], keys: list[str]
) -> None:
    found = milestones(replace(RISING, direction=direction), marks)
    assert [one.key for one in found] == [f"judging.milestone_{key}" for key in keys]


# Worked out again


ANY = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [0.0, -0.0, 1e16, 2.0**53, 1e20, 1e21, 1e-320, 0.1, 50.0, 1.0]
)
POINTS = st.dictionaries(st.integers(1990, 2035), ANY, max_size=8).map(
    lambda found: tuple(Point(year, value) for year, value in sorted(found.items()))
)
INPUTS = st.builds(
    Inputs,
    indicator=st.just("umf:UMF-1.1.2"),
    unit=st.sampled_from(["%", "people", "ratio", ""]),
    direction=st.sampled_from(["up", "down", "parity", "target", ""]),
    points=POINTS,
    baseline=st.none() | st.builds(Point, st.integers(1990, 2035), ANY),
    target=st.none() | ANY,
    target_year=st.integers(2000, 2050),
    transform=st.sampled_from(["", *NAMES]),
)


@given(INPUTS, st.sampled_from(list(METHODS)))
def test_a_verdict_is_worked_out_again_to_the_byte(inputs: Inputs, method: str) -> None:
    written = as_bytes(judge(inputs, method).stored())
    read = json.loads(written)
    again = worked_out_again({"method": read["method"], "inputs": read["inputs"]})
    assert as_bytes(again) == written


def test_other_inputs_give_other_bytes() -> None:
    written = judge(RISING).stored()
    for change in ({"target": 94.0}, {"direction": "down"}, {"points": [[2015, 70], [2021, 81]]}):
        changed = {**written, "inputs": {**written["inputs"], **change}}
        assert as_bytes(worked_out_again(changed)["result"]) != as_bytes(written["result"])


@given(POINTS, st.sampled_from(["%", "people", "ratio", ""]), st.lists(st.integers(1990, 2035)))
def test_a_projection_is_drawn_again_to_the_byte(
    points: tuple[Point, ...], unit: str, breaks: list[int]
) -> None:
    written = as_bytes(stored(ahead(points, unit, breaks, 2030), unit, 2030))
    assert as_bytes(drawn_again(json.loads(written))) == written


def test_a_projection_stays_within_its_unit_and_after_the_last_break() -> None:
    drawn = ahead(series(60.0, 80.0, 95.0, 99.0), "%", [], 2030)
    assert drawn.last is not None
    assert drawn.last.value == drawn.last.high == 100
    after = ahead(series(60.0, 80.0, 95.0, 99.0), "%", [2017], 2030)
    assert [point.year for point in after.points] == [2017, 2018]
