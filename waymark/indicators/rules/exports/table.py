"""A city's data as the table in which it can be brought in again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from waymark.indicators.rules.cells import write_milestones
from waymark.indicators.rules.columns import BREAKDOWN, GOAL_COLUMNS, HEADERS, ORIGIN
from waymark.indicators.rules.exports.model import Line
from waymark.indicators.rules.facts import DIMENSIONS, Goal, Series, Value
from waymark.kernel.tables import Block, Cell

_HEAD = ("indicator", "label", "area", *DIMENSIONS)
_BODY = tuple(name for name in HEADERS if name not in (*_HEAD, *GOAL_COLUMNS))
assert (*_HEAD, *_BODY, *GOAL_COLUMNS) == tuple(HEADERS)
TYPES = {
    "value": "number",
    "margin": "number",
    "baseline_value": "number",
    "target_value": "number",
    "sample_size": "integer",
    "target_year": "integer",
    "next_update": "date",
}
"""Types of columns that hold anything else than text, by the names of Table Schema."""

_UNIT = _BODY.index("unit")
_BEFORE, _BEHIND = attrgetter(*_BODY[:_UNIT]), attrgetter(*_BODY[_UNIT + 1 :])
"""The cells of a value on both sides of its unit, which is that of its series."""


def breakdowns_of(series: Iterable[Series]) -> tuple[str, ...]:
    """The dimensions without a vocabulary by which series are split, in order."""
    return tuple(sorted({name for one in series for name, _ in one.dims}.difference(DIMENSIONS)))


def header(breakdowns: Sequence[str] = (), *, origin: bool = False) -> list[str]:
    """The columns of every table, that of the origin, and one more for each further dimension."""
    came = [ORIGIN] if origin else []
    return [*HEADERS.values(), *came, *(BREAKDOWN + name for name in breakdowns)]


def blocks(
    lines: Iterable[Line],
    labels: dict[str, str],
    breakdowns: Sequence[str] = (),
    *,
    origin: bool = False,
) -> Iterator[Block]:
    """For each series one row a value, with its target; one for a target without a value.

    `labels` are titles of indicators by name. Read again, the table changes nothing.
    """
    places = {name: place for place, name in enumerate((*DIMENSIONS, *breakdowns))}
    nothing = [""] * len(places)
    known = len(DIMENSIONS)
    for series, values, goal in lines:
        groups = nothing.copy()
        for name, group in series.dims:
            groups[places[name]] = group
        label = labels.get(series.indicator, "")
        head = [series.indicator, label, series.area, *groups[:known]]
        aims, further, unit = _goal(goal), groups[known:], series.unit
        for came, some in _by_origin(values) if origin else [((), values)]:
            rows = [(*_BEFORE(one), unit, *_BEHIND(one)) for one in some]
            if rows:
                yield Block(head, rows, [*aims, *came, *further])
        if not values and not goal.is_empty:
            row = [unit if name == "unit" else None for name in _BODY]
            yield Block(head, [row], [*aims, *[""] * origin, *further])


def _by_origin(values: Iterable[Value]) -> Iterator[tuple[tuple[str, ...], Iterable[Value]]]:
    """Values one after the other that came from the same side, behind the cell that says so."""
    return (((came,), some) for came, some in groupby(values, key=attrgetter("origin")))


def prepared(indicator: str, label: str, unit: str, breakdowns: Sequence[str]) -> list[Cell]:
    """An empty row for one indicator."""
    known = {"indicator": indicator, "label": label, "unit": unit}
    return [*(known.get(name) for name in HEADERS), *("" for _name in breakdowns)]


def _goal(goal: Goal) -> list[Cell]:
    """The cells of a target."""
    if goal.is_empty:
        return [None] * len(GOAL_COLUMNS)
    base: list[Cell] = [goal.baseline_period, goal.baseline_value]
    return [
        *(*base, goal.target_year, goal.target_value),
        *(write_milestones(goal.milestones), goal.note),
    ]
