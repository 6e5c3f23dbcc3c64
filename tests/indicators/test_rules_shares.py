"""Shares of documented values, and the matrix of filled cells."""

from __future__ import annotations

from waymark.indicators.rules.matrix import Entry, Filled, filled, matrix
from waymark.indicators.rules.quality import Point, points
from waymark.indicators.rules.shares import (
    Share,
    Told,
    by_area,
    by_group,
    everything,
    said_by,
    shares,
)


def line(name: str, *rows: Point, **more: object) -> Told:
    about = {"indicator": "umf:1", "said": said_by(points(rows)), **more}
    return Told(name, **about)  # type: ignore[arg-type]


FULL = Point("2024", 1.0, "A", "Census", "Count")
BARE = Point("2023", 1.0)
UNREAD = Point("soon", 1.0, "A", "Census", "Count")
GONE = Point("2022", None, "M")
LINES = [
    line("a", FULL, BARE, GONE),
    line("b", FULL, dims=(("sex", "female"),), indicator="umf:2"),
    line("c", UNREAD, dims=(("age", "0-4"), ("sex", "female")), area="north"),
    line("d", GONE, area="south"),
]


def test_values_are_counted_by_what_they_say_of_themselves() -> None:
    assert shares(LINES, everything) == (
        Share("", indicators=2, values=4, year=3, source=3, method=3, documented=2),
    )


def test_a_value_counts_for_each_of_its_groups_and_for_its_area() -> None:
    assert shares(LINES, by_group) == (
        Share("age=0-4", 1, 1, 0, 1, 1, 0),
        Share("sex=female", 2, 2, 1, 2, 2, 1),
    )
    assert shares(LINES, by_area) == (Share("north", 1, 1, 0, 1, 1, 0),)


def test_the_order_of_series_changes_nothing() -> None:
    assert shares(LINES[::-1], by_group) == shares(LINES, by_group)


def test_a_cell_shows_what_says_most() -> None:
    found = matrix(
        [
            *(Entry(1, "x", "M", 2020), Entry(1, "x", "E", 2019)),
            *(Entry(1, "y", "Q", 2021), Entry(2, "y", "A", 2018)),
        ]
    )
    assert found == {
        1: {"x": Filled("E", 2020, 2), "y": Filled("Q", 2021, 1)},
        2: {"y": Filled("A", 2018, 1)},
    }
    assert [filled(found, column) for column in ("x", "y", "z")] == [1, 1, 0]
