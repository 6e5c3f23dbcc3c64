"""A city's data as the table in which it can be brought in again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from waymark.indicators.rules.cells import write_milestones
from waymark.indicators.rules.columns import BREAKDOWN, HEADERS
from waymark.indicators.rules.exports.model import Line
from waymark.indicators.rules.facts import DIMENSIONS, Goal, Series, Value
from waymark.kernel.tables import Cell


def breakdowns_of(series: Iterable[Series]) -> tuple[str, ...]:
    """The dimensions without a vocabulary by which series are split, in order."""
    return tuple(sorted({name for one in series for name, _ in one.dims}.difference(DIMENSIONS)))


def header(breakdowns: Sequence[str] = ()) -> list[str]:
    """The columns of every table, and one more for each further dimension."""
    return [*HEADERS.values(), *(BREAKDOWN + name for name in breakdowns)]


def rows(
    lines: Iterable[Line], labels: dict[str, str], breakdowns: Sequence[str] = ()
) -> Iterator[list[Cell]]:
    """One row for each value, with the target of its series; one for a target without a value.

    `labels` are titles of indicators by name. Read again, the table changes nothing.
    """
    for line in lines:
        about = about_series(line.series, labels.get(line.series.indicator, ""))
        dims = dict(line.series.dims)
        further: list[Cell] = [dims.get(name, "") for name in breakdowns]
        goal = {} if line.goal.is_empty else _goal(line.goal)
        for value in line.values:
            yield row(about | _value(value) | goal, further)
        if goal and not line.values:
            yield row(about | goal, further)


def row(cells: dict[str, Cell], further: Sequence[Cell] = ()) -> list[Cell]:
    """Cells by column in their order."""
    return [*(cells.get(name) for name in HEADERS), *further]


def about_series(series: Series, label: str) -> dict[str, Cell]:
    """The cells that say what a row is about."""
    dims = dict(series.dims)
    return {
        "indicator": series.indicator,
        "label": label,
        "area": series.area,
        "unit": series.unit,
        **{name: dims.get(name, "") for name in DIMENSIONS},
    }


def _value(value: Value) -> dict[str, Cell]:
    return {
        "period": value.period,
        "value": value.value,
        "text": value.text,
        "status": value.status,
        "source": value.source,
        "source_type": value.source_type,
        "method": value.method,
        "sample_size": value.sample_size,
        "margin": value.margin,
        "quality": value.quality,
        "next_update": value.next_update,
        "note": value.note,
    }


def _goal(goal: Goal) -> dict[str, Cell]:
    return {
        "baseline_period": goal.baseline_period,
        "baseline_value": goal.baseline_value,
        "target_year": goal.target_year,
        "target_value": goal.target_value,
        "milestones": write_milestones(goal.milestones),
        "target_note": goal.note,
    }
