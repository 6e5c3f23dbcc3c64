"""Checks between a whole and its groups, where the groups make up the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from waymark.indicators.rules.facts import DIMENSIONS, Days, Dims
from waymark.indicators.rules.layers import AREA, CELL, belongs, layer_of, parent_of
from waymark.indicators.rules.partition import whole_of
from waymark.indicators.rules.quality.facts import Finding, Line, Severity, World
from waymark.indicators.rules.units import Unit

TOLERANCE = 0.01
"""Of the whole: published figures are rounded, and a few people are in no group."""

ROUNDING = 1.0
"""Whole numbers that were rounded one by one may miss their sum by one."""

Told = tuple[float, str, str]
"""A value, the id of its series, its period."""

Groups = dict[str, Told]


@dataclass(slots=True)
class Family:
    """A whole (a breakdown in an area) and, by days and dimension, the groups that split it."""

    measure: Unit
    whole: Mapping[Days, Told] = field(default_factory=dict)
    parts: dict[Days, dict[str, Groups]] = field(default_factory=dict)


def sums(lines: Iterable[Line], world: World) -> Iterator[Finding]:
    """Groups that don't make up their whole, or make up two different ones."""
    children: dict[str, set[str]] = defaultdict(set)
    for part, parent in world.areas.items():
        children[parent].add(part)
    for (_indicator, area, _dims, _unit), family in _families(lines, world).items():
        inside = {
            layer: frozenset(children[belongs(area, cell=layer == CELL)]) for layer in (AREA, CELL)
        }
        for day, splits in family.parts.items():
            yield from _compare(family.measure, family.whole.get(day), splits, inside)


Key = tuple[str, str, Dims, str]
"""Indicator, area, breakdown and unit of a whole: only what is in one unit adds up."""


def _families(lines: Iterable[Line], world: World) -> dict[Key, Family]:
    """Every whole that has groups."""
    rows = [(line, line.measure) for line in sorted(lines, key=lambda one: one.id) if line.points]
    found: dict[Key, Family] = {}
    values: dict[str, dict[Days, Told]] = {}
    for line, measure in rows:
        held = values[line.id] = {
            point.days: (point.value, line.id, point.period)
            for point in line.points
            if point.value is not None and point.days and point.counts
        }
        for key, dimension, group in _wholes(line, world):
            family = found.setdefault(key, Family(measure))
            parts = family.parts
            for day, told in held.items():
                splits = parts.get(day)
                if splits is None:
                    parts[day] = {dimension: {group: told}}
                elif dimension in splits:
                    splits[dimension][group] = told
                else:
                    splits[dimension] = {group: told}
    for line, _measure in rows:
        whole = found.get((line.indicator, line.area, line.dims, line.unit_key))
        if whole is not None:
            whole.whole = values[line.id]
    return found


def _wholes(line: Line, world: World) -> Iterator[tuple[Key, str, str]]:
    """What a series is a group of: key of the whole, dimension, name of the group."""
    if line.area:
        told = world.areas.get(line.area, "")
        whole = (line.indicator, parent_of(told), line.dims, line.unit_key)
        yield whole, layer_of(told), line.area
    for place, (dimension, group) in enumerate(line.dims):
        rest = line.dims[:place] + line.dims[place + 1 :]
        yield (line.indicator, line.area, rest, line.unit_key), dimension, group


def _compare(
    measure: Unit,
    told: Told | None,
    splits: Mapping[str, Groups],
    areas: Mapping[str, frozenset[str]],
) -> Iterator[Finding]:
    complete: list[tuple[str, Groups]] = []
    for dimension, groups in sorted(splits.items()):
        names = _complete(dimension, groups, areas.get(dimension))
        if names:
            complete.append((dimension, {name: groups[name] for name in names}))
        elif told and measure.adds_up:
            yield from _too_large(told, dimension, groups)
    agreed = True
    for dimension, groups in complete if told else ():
        assert told is not None
        found = _against_whole(measure, told, dimension, groups)
        if found:
            agreed = False
            yield found
    if agreed and len(complete) > 1:
        yield from _between(measure, complete, told)


def _complete(dimension: str, groups: Groups, areas: frozenset[str] | None) -> tuple[str, ...]:
    if areas is not None:
        return tuple(sorted(areas)) if areas and areas <= groups.keys() else ()
    return whole_of(dimension, frozenset(groups))


def _slack(whole: float, values: Iterable[float]) -> float:
    """How far a sum may miss its whole."""
    rounded = all(value == int(value) for value in (whole, *values))
    return max(TOLERANCE * abs(whole), ROUNDING if rounded else 0.0)


def _too_large(told: Told, dimension: str, groups: Groups) -> Iterator[Finding]:
    """A group that is larger than the whole which it belongs to."""
    whole, series, at = told
    over = sorted(
        (value, name)
        for name, (value, _id, _at) in groups.items()
        if value > whole + _slack(whole, ())
    )
    if over and whole >= 0:
        value, name = over[-1]
        params = {"period": at, "whole": whole, "value": value}
        params |= {"dimension": dimension, "group": name}
        key = "quality.total.part_above"
        seen = (whole, name, value)
        # A source's own dimension may be no breakdown of the whole, as one that names series.
        known = dimension in (AREA, CELL) or dimension in DIMENSIONS
        severity = Severity.MEND if known else Severity.LOOK
        yield Finding("total", key, severity, series, at, params, seen)


def _against_whole(measure: Unit, told: Told, dimension: str, groups: Groups) -> Finding | None:
    whole, series, at = told
    values = sorted(one[0] for one in groups.values())
    slack = TOLERANCE * abs(whole)
    if not measure.adds_up and values[0] - slack <= whole <= values[-1] + slack:
        return None
    params: dict[str, object] = {"period": at, "whole": whole, "dimension": dimension}
    together = sum(values)
    seen = (whole, dimension, *values)
    if abs(together - whole) <= _slack(whole, values):  # also a share of each in the whole
        return None
    if measure.adds_up:
        params |= {"sum": together, "difference": together - whole}
        key = "quality.total.sum"
        return Finding("total", key, Severity.MEND, series, at, params, seen)
    if measure.averages:
        params |= {"low": values[0], "high": values[-1]}
        key = "quality.outside"
        return Finding("outside", key, Severity.LOOK, series, at, params, seen)
    return None


def _between(
    measure: Unit, complete: list[tuple[str, Groups]], told: Told | None
) -> Iterator[Finding]:
    """Two breakdowns of one whole whose wholes can't be the same."""
    first, mine = complete[0]
    for other, theirs in complete[1:]:
        one, two = (sorted(value for value, _id, _at in part.values()) for part in (mine, theirs))
        if measure.adds_up:
            apart = abs(sum(one) - sum(two)) > _slack(sum(one), (*one, *two))
            params: dict[str, object] = {"one": sum(one), "two": sum(two)}
            key = "quality.disagree.sum"
        elif measure.averages:
            slack = TOLERANCE * max(map(abs, (*one, *two)))
            apart = one[0] > two[-1] + slack or two[0] > one[-1] + slack
            params = {"low": one[0], "high": one[-1], "other_low": two[0], "other_high": two[-1]}
            key = "quality.disagree.range"
        else:
            return
        if apart:
            _value, series, period = told or (0.0, min(one[1] for one in mine.values()), "")
            params |= {"period": period, "dimension": first, "other": other}
            seen = (first, *one, other, *two)
            yield Finding("disagree", key, Severity.MEND, series, period, params, seen)
