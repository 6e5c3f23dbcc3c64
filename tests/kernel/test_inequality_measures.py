"""The measures on published and hand-worked values, and against slow ones over single people."""

from __future__ import annotations

import json
import math
import re
import statistics
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from waymark.kernel.inequality import (
    CHANGE,
    MEASURES,
    SATISFACTION,
    BadGroups,
    Group,
    Inequality,
    Setting,
    inequality,
    message_keys,
)
from waymark.kernel.inequality.held import middles
from waymark.kernel.progress import Direction
from waymark.kernel.stats import fit_line, fit_logit

UP, DOWN = Direction.UP, Direction.DOWN
GUIDE = Path(__file__).resolve().parents[2] / "docs/reference/methods.md"
NAMES = [entry.method.name for entry in MEASURES]
ORDERED = [entry.method.name for entry in MEASURES if entry.ordered]
WEIGHED = [n for n in NAMES if n not in ("difference", "ratio")]


def groups(*rows: tuple[float, float], ordered: bool = False) -> list[Group]:
    """Groups a, b, c ... of (share, value)."""
    return [
        Group("abcdefghijkl"[i], value, share, float(i) if ordered else None)
        for i, (share, value) in enumerate(rows)
    ]


# What WHO's healthequal publishes for its ordered sample: five groups, the first the worst off.
PUBLISHED = groups((78, 20), (91, 30), (162, 40), (103, 50), (105, 60), ordered=True)


@pytest.mark.parametrize(
    ("name", "value", "near"),
    [
        ("absolute-concentration", 7.3284202, 1e-6),
        ("concentration", 0.17776859, 1e-6),
        ("attributable-share", 45.544548, 1e-6),
    ],
)
def test_published_values(name: str, value: float, near: float) -> None:
    assert inequality(PUBLISHED).value(name) == pytest.approx(value, rel=near)


def test_published_slopes() -> None:
    """The package weighs by population twice, in the counts and again; we do it once.

    With its weights our line is its line to the last digit it prints.
    """
    shares = [float(group.share or 0) for group in PUBLISHED]
    places = middles([group.order or 0.0 for group in PUBLISHED], [s / 539 for s in shares])
    rates = [round(g.value / 100 * s) / s for g, s in zip(PUBLISHED, shares, strict=True)]
    found = fit_logit(places, rates, [share**2 for share in shares])
    assert found is not None
    low, high = (100 / (1 + math.exp(-found[0] - found[1] * x)) for x in (0, 1))
    assert high - low == pytest.approx(44.44502, abs=5e-6)
    assert high / low == pytest.approx(3.159506, abs=5e-7)
    ours = inequality(PUBLISHED, Setting(percent=True))
    assert ours.value("slope") == pytest.approx(44.9, abs=0.1)
    assert ours.value("relative-slope") == pytest.approx(3.24, abs=0.005)


# Three groups of a quarter, a quarter and a half, with 10, 20 and 40: the mean is 27.5.
BY_HAND = groups((1, 10), (1, 20), (2, 40), ordered=True)


@pytest.mark.parametrize(
    ("name", "up", "down"),
    [
        ("difference", 30, -30),
        ("ratio", 4, 0.25),
        ("attributable", 12.5, 0),
        ("attributable-share", 100 * 12.5 / 27.5, 0),
        ("between-variance", (17.5**2 + 7.5**2 + 2 * 12.5**2) / 4, None),
        ("variation", 100 * math.sqrt(168.75) / 27.5, None),
        ("disparity", 100 * (17.5 + 7.5 + 2 * 12.5) / 4 / 27.5, None),
        ("from-best", (30 + 20) / 4, (10 + 2 * 30) / 4),
        (
            "theil",
            250
            * (
                10 / 27.5 * math.log(10 / 27.5)
                + 20 / 27.5 * math.log(20 / 27.5)
                + 2 * 40 / 27.5 * math.log(40 / 27.5)
            ),
            None,
        ),
        (
            "log-deviation",
            250 * (math.log(2.75) + math.log(1.375) + 2 * math.log(27.5 / 40)),
            None,
        ),
        ("gini", 2 * ((1 * 10 + 3 * 20 + 2 * 6 * 40) / 32 - 27.5 / 2) / 27.5, None),
        ("absolute-concentration", 2 * ((1 * 10 + 3 * 20 + 2 * 6 * 40) / 32 - 27.5 / 2), None),
        ("concentration", 2 * ((1 * 10 + 3 * 20 + 2 * 6 * 40) / 32 - 27.5 / 2) / 27.5, None),
    ],
)
def test_values_by_hand(name: str, up: float, down: float | None) -> None:
    assert inequality(BY_HAND).value(name) == pytest.approx(up)
    expected = up if down is None else down
    assert inequality(BY_HAND, Setting(better=DOWN)).value(name) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("reference", "better", "difference", "ratio", "attributable"),
    [
        (None, UP, 30, 4, 12.5),
        (None, DOWN, 30, 4, -17.5),
        ("b", UP, 10, 2, 0),
        ("b", DOWN, 20, 2, -7.5),
        ("c", UP, 30, 4, 12.5),
        ("a", UP, -10, 0.5, 0),  # the others are better off than the reference
    ],
)
def test_groups_without_an_order(
    reference: str | None, better: Direction, difference: float, ratio: float, attributable: float
) -> None:
    free = [replace(group, order=None) for group in BY_HAND]
    found = inequality(free, Setting(better, reference))
    assert found.value("difference") == pytest.approx(difference)
    assert found.value("ratio") == pytest.approx(ratio)
    assert found.value("attributable") == pytest.approx(attributable)
    assert {found.measures[name].reason.key for name in ORDERED} == {"inequality.no_order"}


# What can't be measured, and warnings


@pytest.mark.parametrize(
    ("rows", "name", "key"),
    [
        (((1, 3), (1, 5)), "theil", "few_groups"),
        (((1, 3), (1, 5)), "attributable", "few_groups"),
        (((1, 3),), "difference", "few_groups"),
        ((), "difference", "few_groups"),
        (((1, 0), (1, 0), (1, 0)), "gini", "mean_not_positive"),
        (((1, -3), (1, -3), (1, 2)), "variation", "mean_not_positive"),
        (((1, -3), (1, 8), (1, 2)), "theil", "negative_values"),
        (((1, -3), (1, 8), (1, 2)), "ratio", "negative_values"),
        (((1, -3), (1, 8), (1, 2)), "concentration", "negative_values"),
        (((1, 0), (1, 8), (1, 2)), "ratio", "divided_by_zero"),
        (((1, 0), (1, 1), (1, 20)), "relative-slope", "line_not_positive"),
        (((0, 1), (0, 2), (1, 3)), "slope", "one_place"),
        (((1, 1e300), (1, -1e300), (1, 5)), "between-variance", "out_of_range"),
    ],
)
def test_a_measure_that_is_none_says_why(
    rows: tuple[tuple[float, float], ...], name: str, key: str
) -> None:
    found = inequality(groups(*rows, ordered=True)).measures[name]
    assert (found.value, found.reason.key) == (None, f"inequality.{key}")


def warned(found: Inequality) -> dict[str, dict[str, object]]:
    return {
        warning.key.removeprefix("inequality."): dict(warning.params) for warning in found.warnings
    }


def test_warnings() -> None:
    assert warned(inequality(BY_HAND)) == {}
    assert warned(inequality(BY_HAND[:2])) == {"few_groups": {"groups": 2, "needed": 3}}
    small = [replace(group, sample=10 * i) for i, group in enumerate(BY_HAND, 1)]
    assert warned(inequality(small)) == {"small_sample": {"groups": ("a", "b"), "smallest": 30}}
    assert warned(inequality(small, Setting(smallest_sample=10))) == {}
    zero = warned(inequality([*BY_HAND, Group("z", 0, 1, 9)]))
    assert zero == {"zeros_replaced": {"groups": ("z",), "used": 1e-6}}


def test_nothing_stands_for_a_millionth_of_the_mean_in_any_unit() -> None:
    for unit in (1, 1000):
        found = inequality(groups((1, 0), (1, 10 * unit), (1, 20 * unit)))
        expected = 1000 / 3 * (6 * math.log(10) - math.log(2))
        assert found.value("log-deviation") == pytest.approx(expected)


def test_without_a_share_all_weigh_the_same_and_that_is_said() -> None:
    some = [BY_HAND[0], replace(BY_HAND[1], share=None), BY_HAND[2]]
    found = inequality(some)
    assert warned(found) == {"shares_missing": {"groups": ("b",)}}
    assert found.weights == pytest.approx((1 / 3,) * 3)
    even = inequality([replace(group, share=7) for group in BY_HAND])
    for name in NAMES:
        assert found.value(name) == even.value(name)
    assert found.value("gini") != pytest.approx(inequality(BY_HAND).value("gini"))


def test_a_straight_line_takes_the_place_of_a_logistic_one_and_says_so() -> None:
    rows = groups((1, 0), (1, 0), (1, 100), (1, 100), ordered=True)
    found = inequality(rows, Setting(percent=True))
    assert "logit_not_fitted" in warned(found)
    assert found.value("slope") == pytest.approx(160)  # 100/0.625: steps at 1/8, 3/8, 5/8, 7/8
    assert "logit_not_fitted" not in warned(inequality(BY_HAND, Setting(percent=True)))
    same = inequality(groups((1, 5), (2, 5), (3, 5), ordered=True), Setting(percent=True))
    assert warned(same) == {}
    assert (same.value("slope"), same.value("relative-slope")) == (0, 1)


@pytest.mark.parametrize(
    ("held", "setting", "key"),
    [
        ([Group("a", 1), Group("a", 2)], Setting(), "name_twice"),
        ([Group("a", 1), Group("b", math.nan)], Setting(), "not_finite"),
        ([Group("a", 1), Group("b", 2, -1)], Setting(), "bad_share"),
        ([Group("a", 1), Group("b", 2, math.inf)], Setting(), "bad_share"),
        ([Group("a", 1, 0), Group("b", 2, 0)], Setting(), "no_population"),
        ([Group("a", 1, 1, 1), Group("b", 2, 1)], Setting(), "order_of_some"),
        ([Group("a", 1, 1, 1), Group("b", 2, 1, 1)], Setting(), "order_twice"),
        ([Group("a", 1, 1, math.nan), Group("b", 2, 1, 1)], Setting(), "bad_order"),
        ([Group("a", 1), Group("b", 2)], Setting(reference="c"), "no_such_reference"),
    ],
)
def test_groups_that_are_none_are_refused(held: list[Group], setting: Setting, key: str) -> None:
    with pytest.raises(BadGroups) as caught:
        inequality(held, setting)
    assert caught.value.key == f"inequality.{key}"
    assert caught.value.key in message_keys()


# Over single people

COUNTS, NUMBERS = st.integers(1, 6), st.integers(0, 50)
ROWS = st.lists(st.tuples(COUNTS, NUMBERS), min_size=3, max_size=6)
POSITIVE = st.lists(st.tuples(COUNTS, st.integers(1, 50)), min_size=3, max_size=6)


def people(rows: list[tuple[int, int]]) -> list[int]:
    return [value for count, value in rows for _ in range(count)]


@given(ROWS)
def test_spread_against_single_people(rows: list[tuple[int, int]]) -> None:
    everyone = people(rows)
    mean = Fraction(sum(everyone), len(everyone))
    assume(mean > 0)
    found = inequality(groups(*rows))
    assert found.mean == pytest.approx(float(mean))
    assert found.value("between-variance") == pytest.approx(float(statistics.pvariance(everyone)))
    assert found.value("variation") == pytest.approx(
        100 * statistics.pstdev(everyone) / float(mean), abs=1e-9
    )
    away = sum((abs(y - mean) for y in everyone), Fraction()) / len(everyone)
    assert found.value("disparity") == pytest.approx(float(100 * away / mean), abs=1e-9)
    assert found.value("from-best") == pytest.approx(
        max(everyone) - statistics.fmean(everyone), abs=1e-9
    )
    pairs = sum(abs(a - b) for a, b in product(everyone, everyone))
    gini = Fraction(pairs, 2 * len(everyone) ** 2) / mean
    assert found.value("gini") == pytest.approx(float(gini), abs=1e-12)


@given(POSITIVE)
def test_entropies_against_single_people(rows: list[tuple[int, int]]) -> None:
    everyone = people(rows)
    n, whole = len(everyone), sum(everyone)
    found = inequality(groups(*rows))
    parts = [y / whole for y in everyone]  # each person's part of all there is
    theil = math.log(n) + sum(part * math.log(part) for part in parts)
    assert found.value("theil") == pytest.approx(1000 * theil, abs=1e-8)
    geometric = math.exp(sum(math.log(y) for y in everyone) / n)
    assert found.value("log-deviation") == pytest.approx(
        1000 * math.log(whole / n / geometric), abs=1e-8
    )


@given(ROWS)
def test_slopes_against_single_people(rows: list[tuple[int, int]]) -> None:
    """Everybody in a group stands in the middle of it; then a plain line, and Kakwani's sum."""
    everyone = people(rows)
    n, places, below = len(everyone), [], 0
    for count, _ in rows:
        places += [(below + count / 2) / n] * count
        below += count
    found = inequality(groups(*rows, ordered=True))
    line = statistics.linear_regression(places, everyone)
    assert found.value("slope") == pytest.approx(line.slope, abs=1e-8)
    total = sum(everyone)
    assume(total > 0)
    index = 2 / total * sum(y * x for y, x in zip(everyone, places, strict=True)) - 1
    assert found.value("concentration") == pytest.approx(index, abs=1e-10)
    assert found.value("absolute-concentration") == pytest.approx(index * total / n, abs=1e-8)
    ends = [line.intercept, line.intercept + line.slope]
    if ends[0] > 1e-6 and ends[1] >= 0:
        assert found.value("relative-slope") == pytest.approx(ends[1] / ends[0], rel=1e-6)


@given(POSITIVE)
def test_the_concentration_index_is_the_slope_that_its_definition_says(
    rows: list[tuple[int, int]],
) -> None:
    found = inequality(groups(*rows, ordered=True))
    assert found.mean
    places = middles([float(i) for i in range(len(rows))], found.weights)
    spread = fit_line(places, places, found.weights).spread  # the weights add up to 1
    scaled = [2 * spread * value / found.mean for _, value in rows]
    slope = fit_line(places, scaled, found.weights).slope
    assert found.value("concentration") == pytest.approx(slope, abs=1e-10)


@given(st.lists(POSITIVE, min_size=3, max_size=4))
def test_entropies_fall_into_parts_within_and_between(
    cities: list[list[tuple[int, int]]],
) -> None:
    every = [row for rows in cities for row in rows]
    whole = inequality([Group(f"g{i}", v, c) for i, (c, v) in enumerate(every)])
    people_of = [sum(c for c, _ in rows) for rows in cities]
    means = [sum(c * v for c, v in rows) / n for rows, n in zip(cities, people_of, strict=True)]
    between = inequality(
        [Group(f"p{i}", m, n) for i, (m, n) in enumerate(zip(means, people_of, strict=True))]
    )
    assert whole.mean
    for name, weigh in (("theil", True), ("log-deviation", False)):
        within = 0.0
        for rows, n, mean in zip(cities, people_of, means, strict=True):
            inner = inequality(groups(*rows)).value(name)
            assert inner is not None
            part = n / sum(people_of) * (mean / whole.mean if weigh else 1)
            within += part * inner
        outer = between.value(name)
        assert outer is not None
        assert whole.value(name) == pytest.approx(within + outer, abs=1e-7)


# What holds for all of them

ANY = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 1e-320, 1e308, -1e308, 50.0, 100.0]),
    st.floats(0, 100),
)
SHARES = st.none() | st.floats(0, 1e308) | st.sampled_from([0.0, 1e-320, 1.0])


@given(
    st.lists(st.tuples(ANY, SHARES), max_size=6),
    st.sampled_from(Direction),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_no_groups_break_it_or_get_a_number_that_is_none(
    rows: list[tuple[float, float | None]],
    better: Direction,
    ordered: bool,
    percent: bool,
    named: bool,
) -> None:
    held = [
        Group(f"g{i}", value, share, float(i) if ordered else None)
        for i, (value, share) in enumerate(rows)
    ]
    setting = Setting(better, "g0" if named and rows else None, percent)
    if rows and all(share == 0 for _, share in rows):
        with pytest.raises(BadGroups, match="no_population"):
            inequality(held, setting)
        return
    found = inequality(held, setting)
    json.dumps(found.stored(), allow_nan=False)
    assert set(found.measures) == set(NAMES)
    keys = {m.reason.key for m in found.measures.values()} | {w.key for w in found.warnings}
    assert keys <= message_keys()


@given(POSITIVE, st.floats(0.01, 100), st.randoms(use_true_random=False), st.booleans())
def test_neither_order_of_rows_nor_unit_nor_size_of_the_city_matters(
    rows: list[tuple[int, int]], unit: float, chance: object, ordered: bool
) -> None:
    held = groups(*rows, ordered=ordered)
    found = inequality(held)
    shuffled = list(held)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert inequality(shuffled) == found
    grown = inequality([replace(group, share=1000 * (group.share or 0)) for group in held])
    scaled = inequality([replace(group, value=unit * group.value) for group in held])
    for name in NAMES:
        was = found.value(name)
        if was is None:
            assert scaled.value(name) is None
            continue
        assert grown.value(name) == pytest.approx(was, abs=1e-9)
        kind = str(found.measures[name].kind)
        power = (2 if name == "between-variance" else 1) if kind == "absolute" else 0
        assert scaled.value(name) == pytest.approx(was * unit**power, rel=1e-7, abs=1e-6)


@given(POSITIVE, st.integers(1, 100), st.booleans())
def test_the_same_for_all_moves_no_absolute_measure(
    rows: list[tuple[int, int]], gift: int, ordered: bool
) -> None:
    found = inequality(groups(*rows, ordered=ordered))
    richer = inequality(groups(*((c, v + gift) for c, v in rows), ordered=ordered))
    for name, measure in found.measures.items():
        was, now = measure.value, richer.value(name)
        if was is None or now is None:
            continue
        if str(measure.kind) == "absolute":
            assert now == pytest.approx(was, abs=1e-7)
        elif name in ("theil", "log-deviation", "gini", "variation", "disparity"):
            assert now <= was + 1e-9


@given(POSITIVE)
def test_bounds_and_nothing_where_all_are_equal(rows: list[tuple[int, int]]) -> None:
    found = inequality(groups(*rows, ordered=True))
    equal = len({value for _, value in rows}) == 1
    for name in ("theil", "log-deviation", "gini", "between-variance", "variation", "disparity"):
        value = found.value(name)
        assert value is not None
        assert value >= 0
        assert (value == 0) == equal, name
    assert 0 <= (found.value("gini") or 0) < 1
    assert -1 < (found.value("concentration") or 0) < 1
    assert abs(found.value("concentration") or 0) <= (found.value("gini") or 0) + 1e-12
    share = max(c for c, _ in rows) / sum(c for c, _ in rows)
    assert max(found.weights) == pytest.approx(share)


@given(POSITIVE)
def test_turned_around_the_slopes_change_their_sign(rows: list[tuple[int, int]]) -> None:
    found = inequality(groups(*rows, ordered=True))
    turned = inequality(groups(*reversed(rows), ordered=True))
    for name in ("absolute-concentration", "concentration", "slope"):
        assert turned.value(name) == pytest.approx(-(found.value(name) or 0), abs=1e-8)
    one, other = found.value("relative-slope"), turned.value("relative-slope")
    if one and other:
        assert one * other == pytest.approx(1)
    ratio, back = found.value("ratio"), turned.value("ratio")
    assert ratio
    assert back == pytest.approx(1 / ratio)


@given(POSITIVE, st.integers(1, 10))
def test_taking_from_the_worst_off_for_the_best_off_makes_it_worse(
    rows: list[tuple[int, int]], gain: int
) -> None:
    rows = sorted(((1, value + 10) for _, value in rows), key=lambda row: row[1])
    taken = [(1, rows[0][1] - gain), *rows[1:-1], (1, rows[-1][1] + gain)]
    before, after = inequality(groups(*rows)), inequality(groups(*taken))
    for name in (*NAMES[:2], "theil", "log-deviation", "gini", "between-variance", "disparity"):
        if after.value(name) is not None and before.value(name) is not None:
            assert (after.value(name) or 0) >= (before.value(name) or 0) - 1e-9, name
    assert (after.value("gini") or 0) > (before.value("gini") or 0)


@given(st.lists(st.tuples(st.integers(1, 9), st.floats(1, 99)), min_size=3, max_size=6))
def test_a_logistic_slope_stays_within_what_a_percentage_can_be(
    rows: list[tuple[int, float]],
) -> None:
    found = inequality(groups(*rows, ordered=True), Setting(percent=True))
    assert warned(found) == {}
    assert abs(found.value("slope") or 0) < 100
    assert (found.value("relative-slope") or 1) > 0


def test_the_control_a_straight_line_leaves_that_range() -> None:
    rows = groups((1, 1), (1, 1), (1, 99), (1, 99), ordered=True)
    assert (inequality(rows).value("slope") or 0) > 100
    assert (inequality(rows, Setting(percent=True)).value("slope") or 999) < 100


def test_a_stored_result_can_be_worked_out_again() -> None:
    found = inequality(PUBLISHED, Setting(percent=True))
    held = json.loads(json.dumps(found.stored(), allow_nan=False))
    again = inequality(
        [Group(**group) for group in held["groups"]],
        Setting(**{**held["setting"], "better": Direction(held["setting"]["better"])}),
    )
    assert again == found
    assert held["measures"]["concentration"]["verified"] == "measured"
    assert held["measures"]["gini"]["verified"] == "to be checked"


def test_every_measure_and_key_stands_in_the_reference() -> None:
    text = GUIDE.read_text("utf-8").replace("\\|", "|")
    for method in [entry.method for entry in MEASURES] + [SATISFACTION, CHANGE]:
        row = next((r for r in text.splitlines() if r.startswith(f"| `{method.id}`")), "")
        assert method.formula in row, method.id
        assert str(method.verified) in row, method.id
    named = set(re.findall(r"`((?:inequality|behind|survey)\.\w+)`", text))
    assert named == set(message_keys())


def test_pairs_of_positions_agree_with_counting() -> None:
    """The middle of each group's part, counted in people: a tie shares its part."""
    keys, counts = [3.0, 1.0, 3.0, 2.0], [2, 4, 1, 3]
    found = middles(keys, [count / 10 for count in counts])
    slow = []
    for key in keys:
        below = sum(c for k, c in zip(keys, counts, strict=True) if k < key)
        same = sum(c for k, c in zip(keys, counts, strict=True) if k == key)
        slow.append((below + same / 2) / 10)
    assert found == pytest.approx(slow)
    assert all(a != b for a, b in combinations(sorted(set(slow)), 2))
