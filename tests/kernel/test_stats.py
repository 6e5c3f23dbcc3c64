import itertools
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from waymark.kernel.stats import (
    difference_of_shares,
    fit_line,
    fit_logit,
    mean,
    normal_quantile,
    t_cdf,
    t_quantile,
    wilson,
)

# Student's t as printed in the tables of textbooks (Fisher and Yates, 1938, and since).
TABLE = {
    #     0.90,  0.95,   0.975,  0.99,   0.995
    1: (3.078, 6.314, 12.706, 31.821, 63.657),
    2: (1.886, 2.920, 4.303, 6.965, 9.925),
    3: (1.638, 2.353, 3.182, 4.541, 5.841),
    4: (1.533, 2.132, 2.776, 3.747, 4.604),
    5: (1.476, 2.015, 2.571, 3.365, 4.032),
    8: (1.397, 1.860, 2.306, 2.896, 3.355),
    10: (1.372, 1.812, 2.228, 2.764, 3.169),
    15: (1.341, 1.753, 2.131, 2.602, 2.947),
    20: (1.325, 1.725, 2.086, 2.528, 2.845),
    30: (1.310, 1.697, 2.042, 2.457, 2.750),
    60: (1.296, 1.671, 2.000, 2.390, 2.660),
    120: (1.289, 1.658, 1.980, 2.358, 2.617),
}


@pytest.mark.parametrize("df", TABLE)
def test_quantiles_of_t_agree_with_the_printed_table(df: int) -> None:
    for share, printed in zip((0.90, 0.95, 0.975, 0.99, 0.995), TABLE[df], strict=True):
        assert round(t_quantile(share, df), 3) == pytest.approx(printed, abs=5e-4)


@given(st.floats(0.001, 0.999), st.integers(1, 300))
def test_a_quantile_is_where_its_share_lies(share: float, df: int) -> None:
    assert t_cdf(t_quantile(share, df), df) == pytest.approx(share, abs=1e-12)
    assert t_quantile(1 - share, df) == pytest.approx(-t_quantile(share, df), rel=1e-9, abs=1e-12)


@given(st.floats(-40, 40))
def test_one_and_two_degrees_have_closed_forms(value: float) -> None:
    assert t_cdf(value, 1) == pytest.approx(0.5 + math.atan(value) / math.pi, abs=1e-12)
    closed = 0.5 + value / (2 * math.sqrt(2 + value * value))
    assert t_cdf(value, 2) == pytest.approx(closed, abs=1e-12)


def test_with_much_freedom_t_is_normal() -> None:
    assert t_quantile(0.975, 1e7) == pytest.approx(normal_quantile(0.975), abs=1e-6)
    assert t_cdf(1e200, 3) == 1


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.1])
def test_no_quantile_outside_the_curve(share: float) -> None:
    with pytest.raises(ValueError):
        t_quantile(share, 3)
    with pytest.raises(ValueError):
        normal_quantile(share)
    with pytest.raises(ValueError):
        t_cdf(1, 0)


# Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
@pytest.mark.parametrize(
    ("hits", "sample", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_agrees_with_the_published_table(
    hits: int, sample: int, low: float, high: float
) -> None:
    found = wilson(hits / sample, sample)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


# Newcombe, "Interval estimation for the difference ..." (1998), table II, method 10.
@pytest.mark.parametrize(
    ("one", "sample", "other", "other_sample", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0),
    ],
)
def test_differences_agree_with_the_published_table(
    one: int, sample: int, other: int, other_sample: int, low: float, high: float
) -> None:
    found = difference_of_shares(one / sample, sample, other / other_sample, other_sample)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.floats(0, 1), st.floats(1, 1e6), st.floats(0.5, 0.999))
def test_an_interval_holds_its_share_and_is_as_wide_from_the_other_side(
    share: float, sample: float, level: float
) -> None:
    found, other = wilson(share, sample, level), wilson(1 - share, sample, level)
    assert 0 <= found.low <= share <= found.high <= 1
    assert found.holds(share)
    assert found.low == pytest.approx(1 - other.high, abs=1e-9)
    wider = wilson(share, sample / 2, level)
    assert wider.high - wider.low >= found.high - found.low - 1e-12


@pytest.mark.parametrize(("share", "sample"), [(-0.1, 9), (1.1, 9), (0.5, 0), (math.nan, 9)])
def test_no_interval_of_what_is_no_share(share: float, sample: float) -> None:
    with pytest.raises(ValueError):
        wilson(share, sample)


# Anscombe, "Graphs in statistical analysis" (1973): four sets with one and the same line.
ANSCOMBE_X = (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5)
ANSCOMBE_Y = (
    (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68),
    (9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74),
    (7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73),
)


@pytest.mark.parametrize("ys", ANSCOMBE_Y)
def test_the_line_of_anscombe(ys: tuple[float, ...]) -> None:
    line = fit_line(ANSCOMBE_X, ys)
    assert (round(line.intercept, 1), round(line.slope, 1)) == (3.0, 0.5)
    assert line.spread == 110
    assert line.residual == pytest.approx(13.76, abs=0.02)  # the sum of squares that he prints
    error = math.sqrt(line.residual / 9 / line.spread)
    assert error == pytest.approx(0.118, abs=5e-4)


NUMBERS = st.floats(-1e3, 1e3)


@given(st.lists(st.tuples(st.integers(0, 40), NUMBERS, st.integers(1, 4)), min_size=2, max_size=8))
def test_a_weight_is_as_many_points(rows: list[tuple[int, float, int]]) -> None:
    xs = [float(x) for x, _, _ in rows]
    if len(set(xs)) < 2:
        with pytest.raises(ValueError):
            fit_line(xs, [y for _, y, _ in rows])
        return
    weighted = fit_line(xs, [y for _, y, _ in rows], [float(w) for _, _, w in rows])
    many = list(itertools.chain.from_iterable([(float(x), y)] * w for x, y, w in rows))
    plain = fit_line([x for x, _ in many], [y for _, y in many])
    for x in (-3.0, 0.0, 50.0):
        assert weighted.at(x) == pytest.approx(plain.at(x), abs=1e-6)
    assert weighted.residual == pytest.approx(plain.residual, abs=1e-6)


@example([(0.0, 0.5, 0.5), (0.0, 0.5, 0.5), (1.0, 0.021484375, 5.0)])  # whole steps run away
@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(0.02, 0.98), st.floats(0.1, 10)),
        min_size=3,
        max_size=8,
    )
)
def test_a_logistic_line_leaves_nothing_over(rows: list[tuple[float, float, float]]) -> None:
    """What maximum likelihood demands, asked without the steps that lead to it."""
    xs, ys, ws = ([row[i] for row in rows] for i in range(3))
    if max(xs) - min(xs) < 0.05:
        return
    found = fit_logit(xs, ys, ws)
    assert found is not None
    fitted = [1 / (1 + math.exp(-found[0] - found[1] * x)) for x in xs]
    left = [w * (y - f) for w, y, f in zip(ws, ys, fitted, strict=True)]
    assert sum(left) == pytest.approx(0, abs=1e-6)
    assert sum(a * x for a, x in zip(left, xs, strict=True)) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("xs", "ys"),
    [
        ((0.1, 0.5, 0.9), (0.0, 0.0, 0.0)),
        ((0.1, 0.5, 0.9), (1.0, 1.0, 1.0)),
        ((0.1, 0.4, 0.6, 0.9), (0.0, 0.0, 1.0, 1.0)),
        ((0.5, 0.5, 0.5), (0.1, 0.2, 0.3)),
    ],
)
def test_where_no_logistic_line_exists_there_is_none(
    xs: tuple[float, ...], ys: tuple[float, ...]
) -> None:
    assert fit_logit(xs, ys, [1.0] * len(xs)) is None


def test_a_mean_does_not_depend_on_the_order() -> None:
    values = [1e16, 1.0, -1e16, 3.0]
    found = {mean(order, [1.0] * 4) for order in itertools.permutations(values)}
    assert found == {1.0}
