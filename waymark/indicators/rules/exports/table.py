"""A city's data as the table in which it can be brought in again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from waymark.indicators.rules.cells import write_milestones
from waymark.indicators.rules.columns import BREAKDOWN, GOAL_COLUMNS, HEADERS
from waymark.indicators.rules.exports.model import Line
from waymark.indicators.rules.facts import DIMENSIONS, Goal, Series
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


def header(breakdowns: Sequence[str] = ()) -> list[str]:
    """The columns of every table, and one more for each further dimension."""
    return [*HEADERS.values(), *(BREAKDOWN + name for name in breakdowns)]


def blocks(
    lines: Iterable[Line], labels: dict[str, str], breakdowns: Sequence[str] = ()
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
        tail = [*_goal(goal), *groups[known:]]
        unit = series.unit
        if values:
            yield Block(head, [(*_BEFORE(one), unit, *_BEHIND(one)) for one in values], tail)
        elif not goal.is_empty:
            yield Block(head, [[unit if name == "unit" else None for name in _BODY]], tail)


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
