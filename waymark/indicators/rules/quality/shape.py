"""Checks on what a series is: its unit, its periods, the names of its groups."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from waymark.indicators.rules.facts import Days
from waymark.indicators.rules.find import is_loose, same_unit
from waymark.indicators.rules.quality.facts import Finding, Line, Point, Severity, World
from waymark.kernel.text import skeleton


def same_days(line: Line, world: World) -> Iterator[Finding]:
    """Two values of one series for the same days, written in two ways."""
    if len({point.days for point in line.points}) == len(line.points):
        return
    held: dict[Days, Point] = {}
    for point in sorted(line.points, key=lambda one: (one.period, repr(one.value))):
        if point.days is None:
            continue
        first = held.setdefault(point.days, point)
        if first is not point:
            params = {
                "period": point.period,
                "value": point.value,
                "other": first.period,
                "other_value": first.value,
            }
            seen = (first.period, first.value, point.value)
            yield Finding(
                *("duplicate", "quality.duplicate.days", Severity.MEND, line.id, point.period),
                params,
                seen,
            )


def units(lines: Iterable[Line], world: World) -> Iterator[Finding]:
    """Series of one indicator in another unit than most of them, or than the list says.

    A second unit is no fault where something is given in both units: then it was meant.
    """
    by_indicator: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.points:
            by_indicator[line.indicator].append(line)
    for group in by_indicator.values():
        usual = _usual(group)
        in_usual = {(line.area, line.dims) for line in group if same_unit(_unit(line), usual)}
        meant = {line.unit_key for line in group if (line.area, line.dims) in in_usual}
        for line in group:
            unit = _unit(line)
            if not same_unit(unit, usual):
                if line.unit_key in meant:
                    continue
                params = {"unit": unit, "usual": usual}
                yield Finding(
                    *("unit", "quality.unit.differs", Severity.LOOK, line.id), "", params, (unit,)
                )
            elif not is_loose(line.listed_unit) and not same_unit(unit, line.listed_unit):
                params = {"unit": unit, "listed": line.listed_unit}
                yield Finding(
                    *("unit", "quality.unit.listed", Severity.LOOK, line.id), "", params, (unit,)
                )


def _unit(line: Line) -> str:
    """The unit of a series as it is written."""
    return line.unit or line.listed_unit


def _usual(group: list[Line]) -> str:
    """The unit of most series; of equally many, the list's, else the first by its letters."""
    counts = Counter(_unit(line) for line in group)
    listed = group[0].listed_unit
    return min(counts, key=lambda unit: (-counts[unit], unit != listed, unit))


def same_group(lines: Iterable[Line], world: World) -> Iterator[Finding]:
    """Two series whose groups differ only in how their names are written."""
    held: dict[tuple[object, ...], Line] = {}
    for line in sorted(lines, key=lambda one: (one.dims, one.id)):
        if not line.dims or not line.points:
            continue
        alike = tuple((name, skeleton(group)) for name, group in line.dims)
        first = held.setdefault((line.indicator, line.area, alike, line.unit_key), line)
        if first.dims != line.dims:
            mine, other = (", ".join(dict(one.dims).values()) for one in (line, first))
            params = {"group": mine, "other": other}
            yield Finding(
                *("duplicate", "quality.duplicate.group", Severity.MEND, line.id),
                "",
                params,
                (first.id,),
            )
