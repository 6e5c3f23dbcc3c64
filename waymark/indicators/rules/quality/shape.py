"""Checks on what a series is: its unit, its periods, the names of its groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from waymark.indicators.rules.facts import Days
from waymark.indicators.rules.find import is_loose, same_unit
from waymark.indicators.rules.quality.facts import Finding, Line, Severity, World
from waymark.kernel import text


def same_days(line: Line, world: World) -> Iterable[Finding]:
    """Two values of one series for the same days, written in two ways."""
    return _same_days(line) if line.points.times.twice else ()


def _same_days(line: Line) -> Iterator[Finding]:
    times = line.points.times
    rows = zip(times.periods, line.points.values, times.days, strict=True)
    held: dict[Days, tuple[str, float | None]] = {}
    for period, value, days in sorted(rows, key=lambda one: (one[0], repr(one[1]))):
        if days is None:
            continue
        if days not in held:
            held[days] = period, value
            continue
        other, other_value = held[days]
        params = {
            "period": period,
            "value": value,
            "other": other,
            "other_value": other_value,
        }
        seen = (other, other_value, value)
        yield Finding(
            *("duplicate", "quality.duplicate.days", Severity.MEND, line.id, period), params, seen
        )


def units(lines: Sequence[Line], world: World) -> Iterator[Finding]:
    """Series of one indicator in another unit than most of them, or than the list says.

    A second unit is no fault where something is given in both units: then it was meant.
    """
    group = [line for line in lines if line.points.values]
    if not group or (len({line.unit for line in group}) == 1 and _is_listed(group[0])):
        return
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
        elif not _is_listed(line):
            params = {"unit": unit, "listed": line.listed_unit}
            yield Finding(
                *("unit", "quality.unit.listed", Severity.LOOK, line.id), "", params, (unit,)
            )


def _is_listed(line: Line) -> bool:
    """Whether its unit is the list's, or the list leaves it open."""
    return is_loose(line.listed_unit) or same_unit(_unit(line), line.listed_unit)


def _unit(line: Line) -> str:
    """The unit of a series as it is written."""
    return line.unit or line.listed_unit


def _usual(group: list[Line]) -> str:
    """The unit of most series; of equally many, the list's, else the first by its letters."""
    counts = Counter(_unit(line) for line in group)
    listed = group[0].listed_unit
    return min(counts, key=lambda unit: (-counts[unit], unit != listed, unit))


def same_group(lines: Sequence[Line], world: World) -> Iterable[Finding]:
    """Two series whose groups differ only in how their names are written."""
    names = {pair for line in lines for pair in line.dims}
    alike = {(name, skeleton(group)) for name, group in names}
    return _same_group(lines) if len(alike) < len(names) else ()


skeleton = lru_cache(maxsize=10_000)(text.skeleton)


def _same_group(lines: Iterable[Line]) -> Iterator[Finding]:
    held: dict[tuple[object, ...], Line] = {}
    for line in sorted(lines, key=lambda one: (one.dims, one.id)):
        if not line.dims or not line.points.values:
            continue
        alike = tuple((name, skeleton(group)) for name, group in line.dims)
        first = held.setdefault((line.area, alike, line.unit_key), line)
        if first.dims != line.dims:
            mine, other = (", ".join(dict(one.dims).values()) for one in (line, first))
            params = {"group": mine, "other": other}
            yield Finding(
                *("duplicate", "quality.duplicate.group", Severity.MEND, line.id),
                "",
                params,
                (first.id,),
            )
