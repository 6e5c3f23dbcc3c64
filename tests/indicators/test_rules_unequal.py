"""Which groups of a city are compared, how they are weighed, and what a survey can say."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.indicators.rules.judging import as_bytes
from waymark.indicators.rules.surveyed import surveyed
from waymark.indicators.rules.unequal import AREA, Cell, Family, measured_again, stored, unequal
from waymark.kernel.inequality import Gap, Move, Moved


def family(dimension: str, years: dict[int, dict[str, float]], **more: object) -> Family:
    cells = tuple(Cell(g, year, v) for year, found in years.items() for g, v in found.items())
    told = {"unit": "%", "direction": "up", **more}
    return Family(dimension, cells=cells, **told)  # type: ignore[arg-type]


SEX = family("sex", {2015: {"female": 60, "male": 70}, 2021: {"female": 74, "male": 76}})
FIFTHS = family("income", {2020: {"q1": 50, "q2": 60, "q3": 65, "q4": 70, "q5": 80}})


def keys(found: object) -> set[str]:
    return {one.key for one in found.warnings}  # type: ignore[attr-defined]


# Which groups


def test_two_groups_have_a_gap_and_no_more() -> None:
    found = unequal(SEX, 2021, {})
    assert found.found is not None
    assert found.found.value("difference") == 2
    assert found.found.value("theil") is None
    assert keys(found) == {"inequality.few_groups", "inequality.shares_missing"}
    assert found.course is not None
    assert (found.course.gap, found.course.left_behind) == (Gap.NARROWER, ())


def test_fifths_of_income_have_an_order_and_all_measures() -> None:
    found = unequal(FIFTHS, 2020, {g: {2019: 1.0} for g in ("q1", "q2", "q3", "q4", "q5")})
    assert found.found is not None
    assert [group.name for group in found.found.groups] == ["q1", "q2", "q3", "q4", "q5"]
    assert all(one.value is not None for one in found.found.measures.values())
    assert found.counted == (2019,)
    assert keys(found) == set()


@pytest.mark.parametrize(
    ("dimension", "values", "used", "warned"),
    [
        # groups that overlap: the finest chain that makes up everybody is taken
        ("age", {"0-14": 1, "0-4": 2, "5-14": 3, "15+": 4}, {"0-4", "5-14", "15+"}, "overlapping"),
        ("income", {"lowest_40": 1, "q1": 2, "q2": 3, "q3": 4, "q4": 5, "q5": 6},
         {"q1", "q2", "q3", "q4", "q5"}, "overlapping"),
        ("income", {"q1": 2, "q5": 6}, {"q1", "q5"}, "not_a_whole"),
        ("group", {"migrants": 1, "poor": 2, "older": 3}, {"migrants", "poor", "older"},
         "not_a_whole"),
        ("occupation", {"farmers": 1, "clerks": 2}, {"farmers", "clerks"}, "not_a_whole"),
        (AREA, {"north": 1, "south": 2}, {"north", "south"}, "not_a_whole"),
    ],
)  # fmt: skip
def test_groups_that_overlap_or_leave_people_out_are_said_to(
    dimension: str, values: dict[str, float], used: set[str], warned: str
) -> None:
    one = family(dimension, {2020: values}, all_areas=frozenset({"north", "south", "harbour"}))
    found = unequal(one, 2020, {})
    assert found.found is not None
    assert {group.name for group in found.found.groups} == used
    assert f"unequal.{warned}" in keys(found)


def test_all_areas_of_a_city_are_a_whole() -> None:
    areas = frozenset({"north", "south"})
    one = family(AREA, {2020: {"north": 1, "south": 2}}, all_areas=areas)
    assert "unequal.not_a_whole" not in keys(unequal(one, 2020, {}))


def test_less_is_better_and_no_direction_is_said() -> None:
    less = unequal(family("sex", {2020: {"female": 9, "male": 5}}, direction="down"), 2020, {})
    assert less.found is not None
    assert less.found.measures["difference"].reason.params["reference"] == "male"
    none = unequal(family("sex", {2020: {"female": 9, "male": 5}}, direction=""), 2020, {})
    assert "unequal.no_direction" in keys(none)


def test_fifths_are_fifths_whether_or_not_somebody_counted_them() -> None:
    found = unequal(FIFTHS, 2020, {})
    assert found.found is not None
    assert found.found.weights == (0.2,) * 5
    assert (found.counted, keys(found)) == ((), set())
    mixed = family("income", {2020: {"lowest_40": 1, "q3": 2, "q4": 3, "q5": 4}})
    weighed = unequal(mixed, 2020, {}).found
    assert weighed is not None
    assert weighed.weights == pytest.approx((0.4, 0.2, 0.2, 0.2))
    poor = family("income", {2020: {"q1": 1, "below_poverty_line": 2}})
    assert "inequality.shares_missing" in keys(unequal(poor, 2020, {}))


def test_a_group_can_be_named_to_compare_with() -> None:
    found = unequal(SEX, 2021, {}, "female")
    assert found.found is not None
    assert found.found.setting.reference == "female"
    assert found.course is not None
    moves = {one.name: one.move for one in found.course.changes}
    assert moves["female"] is Move.REFERENCE


# Weights


def test_the_nearest_count_weighs_a_group() -> None:
    counts = {"female": {2010: 10.0, 2020: 300.0}, "male": {2010: 10.0, 2022: 100.0}}
    found = unequal(SEX, 2021, counts)
    assert found.found is not None
    assert found.found.weights == (0.75, 0.25)
    assert found.found.mean == pytest.approx(0.75 * 74 + 0.25 * 76)
    assert found.counted == (2020, 2022)


def test_one_unknown_count_weighs_all_alike_and_nobody_is_refused() -> None:
    found = unequal(SEX, 2021, {"female": {2020: 300.0}})
    assert found.found is not None
    assert found.found.weights == (0.5, 0.5)
    empty = unequal(SEX, 2021, {"female": {2020: 0.0}, "male": {2020: 0.0}})
    assert empty.refused is not None
    assert empty.refused.key == "inequality.no_population"
    assert empty.course is None
    negative = unequal(SEX, 2021, {"female": {2020: -5.0}, "male": {2020: 5.0}})
    assert negative.found is not None


# Measured again


NUMBERS = st.floats(-1e9, 1e9)


@given(
    st.dictionaries(st.sampled_from(["q1", "q2", "q3", "q4", "q5"]), NUMBERS, min_size=2),
    st.dictionaries(st.sampled_from(["q1", "q2", "q3", "q4", "q5"]), st.floats(0.1, 1e9)),
    st.sampled_from(["up", "down", ""]),
    st.sampled_from(["%", "people"]),
)
def test_measures_are_worked_out_again_to_the_byte(
    values: dict[str, float], counts: dict[str, float], direction: str, unit: str
) -> None:
    one = family("income", {2020: values}, direction=direction, unit=unit)
    found = unequal(one, 2020, {name: {2020: number} for name, number in counts.items()})
    written = json.loads(as_bytes(stored(found)))
    assert as_bytes(measured_again(written["result"])) == as_bytes(written["result"])


# Surveys


def asked(*rounds: tuple[int, float, int]) -> list[Cell]:
    return [Cell("x", year, value, sample) for year, value, sample in rounds]


def test_a_change_beyond_error_is_told_from_chance() -> None:
    found = surveyed(
        {
            "all": asked((2015, 46, 1200), (2019, 50, 1200), (2025, 59, 1200)),
            "few": asked((2015, 46, 20), (2025, 59, 20)),
            "same": asked((2015, 46, 100), (2025, 47, 100)),
            "new": asked((2025, 47, 100)),
        }
    )
    assert found is not None
    assert found.years == (2015, 2019, 2025)
    assert {one.group: one.moved for one in found.since_first} == {
        "all": Moved.ROSE,
        "few": Moved.TOO_FEW,
        "same": Moved.WITHIN_ERROR,
        "new": Moved.ONE_ROUND,
    }
    assert {one.group: one.moved for one in found.since_previous}["all"] is Moved.ROSE
    assert [one.enough for one in found.last if one.group == "few"] == [False]


def test_what_is_no_share_or_of_nobody_asked_is_left_out() -> None:
    assert surveyed({"a": [Cell("a", 2020, 50.0), Cell("a", 2021, 50.0, 0)]}) is None
    assert surveyed({"a": asked((2020, 120, 500), (2021, -1, 500))}) is None
    one = surveyed({"a": asked((2020, 50, 500))})
    assert one is not None
    assert (one.since_first, one.since_previous) == ((), ())
