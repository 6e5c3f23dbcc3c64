from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests import house
from waymark.kernel.progress import Direction, Point, Verified
from waymark.kernel.progress.peers import (
    FEWEST_PEERS,
    BadScale,
    Bounds,
    Thresholds,
    index_arrow,
    index_colour,
    index_score,
    oecd_distance,
)

UP, DOWN = Direction.UP, Direction.DOWN
RISING, FALLING = Bounds(20, 100), Bounds(80, 0)


@pytest.mark.parametrize(
    ("value", "bounds", "score"),
    [
        (20, RISING, 0),
        (60, RISING, 50),
        (100, RISING, 100),
        (5, RISING, 0),
        (120, RISING, 100),
        (80, FALLING, 0),
        (20, FALLING, 75),
        (-5, FALLING, 100),
    ],
)
def test_score(value: float, bounds: Bounds, score: float) -> None:
    found = index_score(value, bounds)
    assert found.number == pytest.approx(score)
    assert found.method.verified is Verified.MEASURED


@pytest.mark.parametrize(
    ("value", "thresholds", "colour"),
    [
        (90, Thresholds(90, 50), "green"),
        (89.9, Thresholds(90, 50), "yellow"),
        (70, Thresholds(90, 50), "yellow"),
        (69.9, Thresholds(90, 50), "orange"),
        (50, Thresholds(90, 50), "orange"),
        (49.9, Thresholds(90, 50), "red"),
        (10, Thresholds(10, 30), "green"),
        (20, Thresholds(10, 30), "yellow"),
        (30, Thresholds(10, 30), "orange"),
        (30.1, Thresholds(10, 30), "red"),
    ],
)
def test_colour(value: float, thresholds: Thresholds, colour: str) -> None:
    found = index_colour(value, thresholds)
    assert (found.category, found.reason.key) == (colour, f"peers.{colour}")


@pytest.mark.parametrize(
    ("last", "arrow"),
    [
        (95, "on_track"),  # green already
        (55, "on_track"),  # 15 of 30 in 5 of 15 years
        (50, "on_track"),  # exactly the pace
        (49, "moderate"),
        (45, "moderate"),
        (44, "stagnating"),
        (40, "stagnating"),
        (39, "decreasing"),
    ],
)
def test_arrow(last: float, arrow: str) -> None:
    found = index_arrow(
        Point(2015, 40), Point(2020, last), Bounds(0, 100), Thresholds(70, 30), 2030
    )
    assert found.category == arrow


def test_what_was_green_and_is_no_more_is_not_on_track() -> None:
    scale, edges = Bounds(0, 100), Thresholds(70, 30)
    assert index_arrow(Point(2015, 80), Point(2020, 60), scale, edges).category == "decreasing"
    capped = Bounds(0, 50)  # all above 50 scores 100
    assert index_arrow(Point(2015, 80), Point(2020, 60), capped, edges).category == "stagnating"


@pytest.mark.parametrize(
    ("value", "target", "way", "distance"),
    [(60, 80, UP, 2), (80, 80, UP, 0), (90, 80, UP, 0), (30, 10, DOWN, 2), (5, 10, DOWN, 0)],
)
def test_distance(value: float, target: float, way: Direction, distance: float) -> None:
    found = oecd_distance(value, target, way, 10, FEWEST_PEERS)
    assert found.number == distance
    assert found.reason.key == ("peers.distance" if distance else "peers.target_met")
    assert found.method.verified is Verified.TO_CHECK


def test_scales_that_place_nothing_are_refused() -> None:
    with pytest.raises(BadScale, match="fewer than 10"):
        oecd_distance(1, 2, UP, 3, FEWEST_PEERS - 1)
    with pytest.raises(BadScale, match="do not differ"):
        oecd_distance(1, 2, UP, 0, FEWEST_PEERS)
    with pytest.raises(BadScale):
        index_score(1, Bounds(3, 3))
    with pytest.raises(BadScale):
        index_colour(1, Thresholds(3, 3))
    with pytest.raises(BadScale):
        index_score(math.nan, RISING)
    with pytest.raises(BadScale):
        index_score(1, Bounds(-1e308, 1e308))
    with pytest.raises(BadScale, match="base must come before"):
        index_arrow(Point(2020, 1), Point(2020, 2), RISING, Thresholds(3, 1))


NUMBERS = st.floats(-1e6, 1e6)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.floats(0.1, 100))
def test_a_better_value_lies_no_lower_in_any_unit(
    one: float, other: float, worst: float, best: float, unit: float
) -> None:
    assume(abs(best - worst) > 1e-3)
    sign = 1 if best > worst else -1
    low, high = sorted((one, other), key=lambda value: sign * value)
    bounds = Bounds(worst, best)
    lower, higher = (index_score(value, bounds).number or 0 for value in (low, high))
    assert 0 <= lower <= higher <= 100
    scaled = index_score(low * unit, Bounds(worst * unit, best * unit)).number
    assert scaled == pytest.approx(lower, abs=1e-6)
    colours = ("red", "orange", "yellow", "green")
    edges = Thresholds(best, worst)
    assert colours.index(index_colour(low, edges).category) <= colours.index(
        index_colour(high, edges).category
    )


def test_nothing_here_puts_cities_in_an_order() -> None:
    """No function takes more than one place, and none adds up over indicators."""
    import ast
    from pathlib import Path

    from waymark.kernel.progress import peers

    path = Path(peers.__file__)
    source = path.read_text("utf-8")
    assert house.ranking_words(path, source) == []

    def takes_many(text: str) -> list[str]:
        words = ("Sequence", "Iterable", "list[", "dict[", "tuple[", "sorted(", "sum(")
        return [
            node.name
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef)
            and not node.name.startswith("_")
            and any(word in ast.unparse(node) for word in words)
        ]

    assert takes_many(source) == []
    assert takes_many("def total(places: list[str]): return sorted(places)") == ["total"]
