"""What holds for any series, and the methods against slow ones that are written differently."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from decimal import Decimal, getcontext
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from waymark.kernel.progress import (
    METHODS,
    Aim,
    Direction,
    Point,
    Progress,
    Status,
    assess_by,
    escap_anticipated,
    escap_status,
    eurostat,
    message_keys,
    summarise,
    un_chart,
    weather,
)

getcontext().prec = 60
UP, DOWN = Direction.UP, Direction.DOWN
UNJUDGED = (Status.NOT_AVAILABLE, Status.NOT_ASSESSABLE)
VALUES = st.floats(0.01, 1e6)
ANY = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 1e-320, -1e-320, 1e308, -1e308, 100.0]),
    st.integers(-5, 5).map(float),
)
WAYS = st.sampled_from(Direction)


def serieses(
    values: st.SearchStrategy[float], least: int = 0
) -> st.SearchStrategy[tuple[Point, ...]]:
    held = st.dictionaries(st.integers(2000, 2029), values, min_size=least, max_size=9)
    return held.map(lambda found: tuple(Point(y, v) for y, v in found.items()))


@pytest.mark.parametrize("method", METHODS)
@given(
    serieses(ANY), WAYS, st.none() | ANY, st.integers(1990, 2040), st.none() | ANY, st.booleans()
)
def test_no_series_breaks_a_method_or_gets_a_number_that_is_none(
    method: str,
    points: tuple[Point, ...],
    way: Direction,
    target: float | None,
    target_year: int,
    limit: float | None,
    percent: bool,
) -> None:
    if limit == 0 or (limit is not None and abs(limit) < 1e-300):
        limit = None
    aim = Aim(way, target, target_year, 2015, limit, percent)
    found = assess_by(method, points, aim)
    for one in (found, *found.also):
        json.dumps(one.stored(), allow_nan=False)
        assert {one.reason.key, *(w.key for w in one.warnings)} <= message_keys()
        scale = one.method.scale
        if one.score is not None:
            assert scale is not None
            assert scale[0] <= one.score <= scale[1]
        assert (one.status in UNJUDGED) == (one.category == "")
        assert one.category in ("", *one.method.categories, *one.method.categories_free)


@pytest.mark.parametrize("method", METHODS)
@given(serieses(VALUES, 2), WAYS, st.none() | VALUES, st.randoms(use_true_random=False))
def test_neither_order_nor_unit_nor_sign_matters(
    method: str, points: tuple[Point, ...], way: Direction, target: float | None, chance: object
) -> None:
    aim = Aim(way, target)
    found = assess_by(method, points, aim)
    shuffled = list(points)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert assess_by(method, shuffled, aim) == found
    scaled = assess_by(
        method,
        [Point(p.year, p.value * 4) for p in points],
        replace(aim, target=target and target * 4),
    )
    assert (scaled.status, scaled.category) == (found.status, found.category)
    assert scaled.score == (None if found.score is None else pytest.approx(found.score, abs=1e-6))
    other = DOWN if way is UP else UP
    mirrored = assess_by(
        method,
        [Point(p.year, -p.value) for p in points],
        Aim(other, None if target is None else -target),
    )
    assert (mirrored.status, mirrored.category) == (found.status, found.category)
    assert mirrored.score == (None if found.score is None else pytest.approx(found.score, abs=1e-6))


@pytest.mark.parametrize("method", METHODS)
@given(serieses(VALUES, 2), VALUES, VALUES, WAYS, st.none() | VALUES)
def test_a_better_last_value_never_scores_less(
    method: str,
    points: tuple[Point, ...],
    one: float,
    other: float,
    way: Direction,
    target: float | None,
) -> None:
    *early, last = sorted(points, key=lambda p: p.year)
    worse, better = sorted((one, other), key=lambda value: way.sign * value)
    low, high = (
        assess_by(method, [*early, Point(last.year, value)], Aim(way, target))
        for value in (worse, better)
    )
    if low.score is not None and high.score is not None:
        assert high.score >= low.score - 1e-6


@given(serieses(VALUES, 1), WAYS, VALUES)
def test_a_target_that_is_met_is_achieved_by_every_method(
    points: tuple[Point, ...], way: Direction, target: float
) -> None:
    aim = Aim(way, target, base_year=2000)
    last = max(points, key=lambda p: p.year)
    met = last.value >= target if way is UP else last.value <= target
    for method in METHODS:
        assert (assess_by(method, points, aim).status is Status.ACHIEVED) == met


# Slow ones


@given(serieses(VALUES, 2), WAYS, VALUES)
def test_un_chart_against_a_walk_year_by_year(
    points: tuple[Point, ...], way: Direction, target: float
) -> None:
    found = un_chart(points, Aim(way, target, base_year=2000))
    first, *_, last = sorted(points, key=lambda p: p.year)
    assume("share" in found.components)
    gained = Decimal(last.value).ln() - Decimal(first.value).ln()
    step = (gained / (last.year - first.year)).exp()
    there = Decimal(last.value)
    for _ in range(last.year, 2030):
        there *= step
    share = (there - Decimal(first.value)) / (Decimal(target) - Decimal(first.value))
    assert found.components["share"] == pytest.approx(float(share), rel=1e-6, abs=1e-9)
    edges = [Decimal("0.95"), Decimal("0.1")]
    assume(all(abs(share - edge) > Decimal("1e-9") for edge in edges))
    assert found.score == 1 + sum(share >= edge for edge in edges)


@given(serieses(VALUES, 2), WAYS, VALUES)
def test_eurostat_against_logarithms(
    points: tuple[Point, ...], way: Direction, target: float
) -> None:
    found = eurostat(points, Aim(way, target))
    last = max(points, key=lambda p: p.year)
    for one, years in ((found, 5), (found.also[0], 15)):
        if "ratio" not in one.components:
            continue
        first = min((p for p in points if p.year >= last.year - years), key=lambda p: p.year)
        seen = (math.log(last.value) - math.log(first.value)) / (last.year - first.year)
        need = (math.log(target) - math.log(first.value)) / (2030 - first.year)
        assert one.components["ratio"] == pytest.approx(
            math.expm1(seen) / math.expm1(need), rel=1e-6, abs=1e-9
        )


@given(serieses(VALUES, 2), WAYS, VALUES)
def test_escap_against_exact_sums(points: tuple[Point, ...], way: Direction, target: float) -> None:
    """The normal equations of the weighted line, solved in fractions."""
    found = escap_anticipated(points, Aim(way, target, base_year=2000))
    assume("gap" in found.components)
    first = min(points, key=lambda p: p.year)
    rows = [(Fraction(2030 - first.year, 2030 - p.year), p.year, Fraction(p.value)) for p in points]
    w, x, y, xx, xy = (
        sum((a * b**i * c**j for a, b, c in rows), Fraction())
        for i, j in ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1))
    )
    slope = (w * xy - x * y) / (w * xx - x * x)
    there = (y - slope * x) / w + slope * 2030
    sign = 1 if way is UP else -1
    gap = 100 * sign * (Fraction(target) - there) / abs(Fraction(target) - Fraction(first.value))
    assert found.components["gap"] == pytest.approx(float(gap), rel=1e-6, abs=1e-6)


@given(serieses(VALUES, 2), WAYS, VALUES)
def test_escap_status_is_where_the_value_lies_on_the_way(
    points: tuple[Point, ...], way: Direction, target: float
) -> None:
    found = escap_status(points, Aim(way, target, base_year=2000))
    assume("way" in found.components)
    first, *_, last = sorted(points, key=lambda p: p.year)
    start, end, here = Fraction(first.value), Fraction(target), Fraction(last.value)
    assert found.components["way"] == pytest.approx(float(10 * (here - start) / (end - start)))


@given(serieses(VALUES, 4), WAYS, VALUES)
def test_weather_against_the_mean_of_the_steps(
    points: tuple[Point, ...], way: Direction, target: float
) -> None:
    found = weather(points, Aim(way, target))
    assume("missed" in found.components)
    used = sorted(points, key=lambda p: p.year)[-6:]
    yearly = []  # the change of each year, values in gaps drawn straight
    for a, b in pairwise(used):
        yearly += [(Fraction(b.value) - Fraction(a.value)) / (b.year - a.year)] * (b.year - a.year)
    there = Fraction(used[-1].value)
    for _ in range(used[-1].year, 2030):
        there += sum(yearly, Fraction()) / len(yearly)
    left = Fraction(target) - Fraction(used[-1].value)
    assert found.components["missed"] == pytest.approx(
        float((Fraction(target) - there) / left), rel=1e-6, abs=1e-9
    )


# Groups


SCORED = st.tuples(serieses(VALUES, 2), VALUES).map(
    lambda found: assess_by("open-sdg/2.4", found[0], Aim(UP, found[1]))
)
GROUPS = st.recursive(SCORED, lambda inner: st.lists(inner, max_size=4), max_leaves=8).filter(
    lambda found: isinstance(found, list)
)


def slow_mean(part: Progress | list[object]) -> Fraction | None:
    if isinstance(part, Progress):
        return None if part.score is None else Fraction(part.score)
    numbers = [n for one in part if (n := slow_mean(one)) is not None]  # type: ignore[arg-type]
    return sum(numbers, Fraction()) / len(numbers) if numbers else None


@given(GROUPS)
def test_groups_are_averaged_from_the_inside(group: list[object]) -> None:
    found, slow = summarise(group), slow_mean(group)  # type: ignore[arg-type]
    assert found.score == (None if slow is None else pytest.approx(float(slow)))
    assert summarise(list(reversed(group))).score == (  # type: ignore[arg-type]
        None if found.score is None else pytest.approx(found.score)
    )
    assert found.assessed <= found.total
    assert found.reason.key in message_keys()


def test_an_inner_group_counts_as_one() -> None:
    """The control of the property above: the plain mean of all series is another number."""
    good, bad = (
        assess_by("open-sdg/2.4", [Point(2015, 50.0), Point(2020, v)], Aim(UP)) for v in (90, 10)
    )
    assert summarise([good, [bad, bad, bad]]).score == 0
    assert summarise([good, bad, bad, bad]).score == -2.5
