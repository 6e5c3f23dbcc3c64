"""Which gaps a published report may not give in figures, because few people stand behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from waymark.assessments.rules.document import AREA, Observation, Submission
from waymark.indicators.rules.facts import dims_of
from waymark.indicators.rules.suppression import Cell, Key, Mark
from waymark.indicators.rules.units import Kind, read_unit
from waymark.indicators.rules.wholes import suppress_units

Shown = Mapping[int, Mapping[Key, Mark]]
"""What becomes of each value of an indicator in one unit, by year."""


def shown(submission: Submission, indicator: str, unit: str) -> Mapping[str, Shown]:
    """Whether each value of an indicator may be shown, by unit; "" is `unit`, the indicator's own.

    The latest value in each year counts. Sizes of groups and samples are not part of a case, so
    small are counts, and what the city itself has suppressed.
    """
    areas = {area.id: "" for area in submission.place.areas}
    items = [item for item in submission.observations if item.indicator == indicator]
    tables: dict[int, dict[str, dict[Key, Cell]]] = {}
    for item in sorted(items, key=lambda one: (one.period.end, one.period.start)):
        status = "Q" if item.status == "suppressed" else "A"
        table = tables.setdefault(item.period.year, {}).setdefault(item.unit, {})
        counts = read_unit(item.unit or unit).kind is Kind.COUNT
        table[_key(item)] = Cell(item.value, counts, status=status)
    found: dict[str, dict[int, Mapping[Key, Mark]]] = {}
    for year, by_unit in tables.items():
        for name, marks in suppress_units(by_unit, areas).items():
            found.setdefault(name, {})[year] = marks
    return found


def _key(item: Observation) -> Key:
    groups = {name: group for name, group in item.dims.items() if name != AREA}
    return item.dims.get(AREA, ""), dims_of(groups)


def withholds(marks: Shown, years: Iterable[int], by: str) -> bool:
    """Whether a breakdown holds anything in these years that may not be shown."""
    return any(
        mark.hidden
        for year in years
        for (area, dims), mark in marks.get(year, {}).items()
        if (area and not dims if by == AREA else not area and [by] == [name for name, _ in dims])
    )
