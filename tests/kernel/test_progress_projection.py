from __future__ import annotations

import itertools
import math
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from waymark.kernel.progress import (
    Aim,
    Direction,
    DuplicateYear,
    Forecast,
    Outlook,
    Point,
    Shape,
    Way,
    outlook,
    project,
    trend,
)
from waymark.kernel.progress.trend import exact_chance, rising_pairs, spread_of_pairs
from waymark.kernel.stats import t_quantile

# The first set of Anscombe, "Graphs in statistical analysis" (1973), as if x were years.
ANSCOMBE = [
    Point(2000 + x, y)
    for x, y in zip(
        (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5),
        (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68),
        strict=True,
    )
]


def straight(noise: tuple[float, ...] = (0,) * 6, slope: float = 2.0) -> list[Point]:
    return [Point(2018 + i, 10 + slope * i + e) for i, e in enumerate(noise)]


def test_the_line_and_the_error_of_anscombe() -> None:
    found = project(ANSCOMBE, 2020, level=0.95)
    assert found.slope == pytest.approx(0.5001, abs=1e-4)
    assert found.error == pytest.approx(1.237, abs=1e-3)
    assert found.last is not None
    assert found.last.value == pytest.approx(3.0001 + 0.5001 * 20, abs=2e-3)
    half = 2.262 * 1.2366 * math.sqrt(1 + 1 / 11 + 11**2 / 110)  # t(9) from the table
    assert (found.last.high or 0) - found.last.value == pytest.approx(half, abs=2e-3)
    assert [one.year for one in found.path] == list(range(2015, 2021))
    assert found.reason.key == "projection.linear"
    assert found.reason.params["values"] == 11


def test_a_log_line_grows_by_the_same_share() -> None:
    points = [Point(2015 + i, 100 * 1.05**i) for i in range(6)]
    found = project(points, 2030, shape=Shape.LOG)
    assert found.last is not None
    assert found.last.value == pytest.approx(100 * 1.05**15)
    assert found.last.low == pytest.approx(found.last.high)
    assert math.exp(found.slope or 0) == pytest.approx(1.05)


@pytest.mark.parametrize(
    ("points", "until", "shape", "key"),
    [
        ([], 2030, Shape.LINEAR, "too_few"),
        (straight()[:1], 2030, Shape.LINEAR, "too_few"),
        (straight(), 2023, Shape.LINEAR, "no_year_left"),
        (straight(slope=-2), 2030, Shape.LOG, "not_positive"),
        ([Point(2015, -1e308), Point(2016, 1e308)], 2030, Shape.LINEAR, "out_of_range"),
        ([Point(2015, 1e-300), Point(2016, 1e300)], 2030, Shape.LOG, "out_of_range"),
    ],
)
def test_without_a_line_the_reason_is_said(
    points: list[Point], until: int, shape: Shape, key: str
) -> None:
    found = project(points, until, shape=shape)
    assert (found.path, found.last) == ((), None)
    assert found.reason.key == f"projection.{key}"
    assert outlook(found, Aim(Direction.UP, 3)) is Outlook.UNKNOWN


def test_two_values_make_a_line_and_no_band() -> None:
    found = project(straight()[:2], 2020)
    assert found.path == (Forecast(2020, pytest.approx(14)),)
    assert [w.key for w in found.warnings] == ["projection.no_band"]
    assert outlook(found, Aim(Direction.UP, 3)) is Outlook.UNKNOWN


def test_which_values_count_is_said() -> None:
    points = [Point(2000, 500), *straight()]
    assert project(points, 2030, since=2018).points == tuple(straight())
    assert project(points, 2030).points == tuple(points)
    far = project(straight(), 2030)
    assert [w.key for w in far.warnings] == ["projection.far"]


def test_what_is_not_possible_is_cut_off_and_said() -> None:
    found = project([Point(2015 + i, 80 + 3.0 * i) for i in range(6)], 2030, within=(0, 100))
    assert found.last == Forecast(2030, 100, 100, 100)
    assert "projection.bounded" in [w.key for w in found.warnings]


@pytest.mark.parametrize(
    ("way", "target", "said"),
    [
        (Direction.UP, 20, Outlook.LIKELY),
        (Direction.UP, 34, Outlook.OPEN),
        (Direction.UP, 50, Outlook.UNLIKELY),
        (Direction.DOWN, 20, Outlook.UNLIKELY),
        (Direction.DOWN, 34, Outlook.OPEN),
        (Direction.DOWN, 50, Outlook.LIKELY),
        (Direction.UP, None, Outlook.UNKNOWN),
    ],
)
def test_the_band_says_whether_a_target_is_in_reach(
    way: Direction, target: float | None, said: Outlook
) -> None:
    found = project(straight((0.5, -0.5, 0.4, -0.4, 0.2, -0.2)), 2030)
    assert outlook(found, Aim(way, target)) is said


def test_the_line_refuses_what_is_no_series() -> None:
    with pytest.raises(DuplicateYear):
        project([Point(2015, 1), Point(2015, 2)], 2030)
    with pytest.raises(ValueError):
        project([Point(2015, math.nan)], 2030)
    with pytest.raises(ValueError):
        project(straight(), 2030, level=1)


VALUES = st.floats(-1e4, 1e4)
SERIES = st.dictionaries(st.integers(2000, 2025), VALUES, min_size=3, max_size=9).map(
    lambda held: [Point(year, value) for year, value in held.items()]
)


@given(SERIES, st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_the_band_against_matrices_in_fractions(points: list[Point], level: float) -> None:
    """x (X'X)^-1 x', worked out from the inverse and not from distances to the centre."""
    found = project(points, 2030, level=level)
    n = len(points)
    x, xx = (sum(Fraction(p.year) ** k for p in points) for k in (1, 2))
    y = sum((Fraction(p.value) for p in points), Fraction())
    xy = sum((Fraction(p.value) * p.year for p in points), Fraction())
    det = n * xx - x * x
    b, a = (n * xy - x * y) / det, (xx * y - x * xy) / det
    squares = sum(((Fraction(p.value) - a - b * p.year) ** 2 for p in points), Fraction())
    lift = (xx - 2 * x * 2030 + n * Fraction(2030) ** 2) / det
    half = t_quantile((1 + level) / 2, n - 2) * math.sqrt(squares / (n - 2) * (1 + lift))
    assert found.last is not None
    assert found.last.value == pytest.approx(float(a + 2030 * b), rel=1e-7, abs=1e-5)
    assert (found.last.high or 0) - found.last.value == pytest.approx(half, rel=1e-6, abs=1e-4)


@given(SERIES, VALUES, st.floats(0.1, 50))
def test_a_shift_and_another_unit_go_through(
    points: list[Point], shift: float, unit: float
) -> None:
    plain = project(points, 2030)
    moved = project([Point(p.year, p.value * unit + shift) for p in points], 2030)
    for one, other in zip(plain.path, moved.path, strict=True):
        for was, now in ((one.value, other.value), (one.low, other.low), (one.high, other.high)):
            assert was is not None
            assert now == pytest.approx(was * unit + shift, rel=1e-6, abs=1e-3)


@given(SERIES)
def test_a_band_widens_with_time_and_with_confidence(points: list[Point]) -> None:
    found, surer = project(points, 2035, level=0.5), project(points, 2035, level=0.95)
    widths = [(one.high or 0) - (one.low or 0) for one in found.path]
    assert all(b >= a - 1e-6 for a, b in itertools.pairwise(widths))
    for one, other in zip(found.path, surer.path, strict=True):
        assert (other.low or 0) - 1e-6 <= (one.low or 0) <= one.value + 1e-6
        assert one.value - 1e-6 <= (one.high or 0) <= (other.high or 0) + 1e-6


# Mann and Kendall, Theil and Sen

# The upper tail of S without ties, as printed by Kendall and in Gilbert's table A18.
PRINTED = {
    4: {0: 0.625, 2: 0.375, 4: 0.167, 6: 0.042},
    5: {0: 0.592, 2: 0.408, 4: 0.242, 6: 0.117, 8: 0.042, 10: 0.0083},
    6: {1: 0.500, 3: 0.360, 5: 0.235, 7: 0.136, 9: 0.068, 11: 0.028, 13: 0.0083, 15: 0.0014},
    7: {1: 0.500, 3: 0.386, 5: 0.281, 7: 0.191, 9: 0.119, 11: 0.068, 13: 0.035, 15: 0.015},
    8: {0: 0.548, 8: 0.199, 16: 0.031, 18: 0.016, 20: 0.0071},
    10: {1: 0.500, 11: 0.190, 21: 0.036, 23: 0.023, 25: 0.014},
}


@pytest.mark.parametrize("count", PRINTED)
def test_exact_chances_agree_with_the_printed_table(count: int) -> None:
    for pairs, tail in PRINTED[count].items():
        if pairs:
            assert exact_chance(pairs, count) / 2 == pytest.approx(tail, abs=6e-4)
            assert exact_chance(-pairs, count) == exact_chance(pairs, count)
        else:
            assert exact_chance(0, count) == 1


@given(st.lists(st.integers(0, 3), min_size=2, max_size=6))
def test_chance_and_spread_are_those_of_all_orders(values: list[int]) -> None:
    every = [rising_pairs(order) for order in itertools.permutations(values)]
    mean_square = sum(Fraction(s) ** 2 for s in every) / len(every)
    assert spread_of_pairs([float(v) for v in values]) == pytest.approx(float(mean_square))
    if len(set(values)) == len(values):
        for s, _ in Counter(every).items():
            share = sum(abs(other) >= abs(s) for other in every) / len(every)
            assert exact_chance(s, len(values)) == pytest.approx(share)


def test_the_spread_of_a_worked_example() -> None:
    """Ten values, two of them tied twice and three once: (10·9·25 - 2·1·9 - 3·2·11) / 18."""
    values = [5, 7, 7, 1, 2, 9, 9, 9, 11, 12.0]
    assert spread_of_pairs(values) == pytest.approx((2250 - 18 - 66) / 18)


def test_an_odd_year_does_not_turn_a_trend() -> None:
    points = [Point(2010 + i, 10.0 + i) for i in range(10)]
    points[8] = Point(2018, 500)
    found = trend(points)
    assert (found.way, found.slope) == (Way.RISING, pytest.approx(1))
    assert found.exact
    assert found.low is not None
    assert found.low <= 1
    line = project(points, 2030)
    assert (line.slope or 0) > 10  # the control: least squares does turn


@pytest.mark.parametrize(
    ("values", "way", "key"),
    [
        ((1, 2, 3), Way.UNCLEAR, "too_few"),
        ((1, 2, 3, 4), Way.UNCLEAR, "unclear"),  # 2 of 24 orders: no proof at 0.05
        ((1, 2, 3, 4, 5), Way.RISING, "rising"),
        ((9, 8, 6, 5, 2), Way.FALLING, "falling"),
        ((3, 3, 3, 3, 3), Way.UNCLEAR, "unclear"),
        ((1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6), Way.RISING, "rising"),
        ((1, 5, 2, 4, 3, 5, 1, 4), Way.UNCLEAR, "unclear"),
    ],
)
def test_where_a_series_goes(values: tuple[float, ...], way: Way, key: str) -> None:
    found = trend([Point(2010 + i, v) for i, v in enumerate(values)])
    assert (found.way, found.reason.key) == (way, f"trend.{key}")
    assert len(found.points) == len(values)


@given(SERIES, st.floats(0.1, 50), VALUES)
def test_a_trend_has_no_unit_and_no_favourite_side(
    points: list[Point], unit: float, shift: float
) -> None:
    found = trend(points)
    assume(found.slope is not None)
    assert found.slope is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.slope <= found.high
    assert 0 <= (found.chance or 0) <= 1
    mirrored = trend([Point(p.year, -p.value) for p in points])
    assert mirrored.slope == pytest.approx(-found.slope)
    assert (mirrored.pairs, mirrored.chance) == (-(found.pairs or 0), found.chance)
    scaled = trend([Point(p.year, p.value * 4) for p in points])
    assert (scaled.way, scaled.slope) == (found.way, pytest.approx(4 * found.slope))


def test_the_chance_of_eleven_rising_values_by_hand() -> None:
    """S = 55, variance 11·10·27/18 = 165, one off for continuity: z = 54/sqrt(165) = 4.204."""
    found = trend([Point(2010 + i, float(i)) for i in range(11)])
    assert (found.pairs, found.exact) == (55, False)
    assert found.chance == pytest.approx(math.erfc(54 / math.sqrt(165) / math.sqrt(2)))


def test_the_limits_of_a_slope_by_hand() -> None:
    """Ten values: C = 1.96·sqrt(125) = 21.9 of 45 slopes, so the 11th and the 35th of them."""
    values = [3.0, 8, 5, 9, 14, 11, 17, 16, 20, 26]
    pairs = itertools.combinations(range(10), 2)
    slopes = sorted((values[j] - values[i]) / (j - i) for i, j in pairs)
    found = trend([Point(2010 + i, value) for i, value in enumerate(values)])
    assert (found.low, found.high) == (slopes[10], slopes[34])
    assert found.slope == slopes[22]


@given(st.integers(-20, 20), st.integers(-9, 9), st.integers(4, 9))
def test_theil_and_sen_find_a_straight_line(start: int, slope: int, count: int) -> None:
    found = trend([Point(2000 + 2 * i, float(start + slope * 2 * i)) for i in range(count)])
    assert found.slope == slope
    assert found.intercept == pytest.approx(start - slope * 2000)


def test_numbers_out_of_range_are_unclear() -> None:
    values = [-1e308, 1e308, -1e308, 1e308]
    found = trend([Point(2010 + i, v) for i, v in enumerate(values)])
    assert found.reason.key == "trend.out_of_range"
    assert found.slope is None
