"""Checks between a whole and its groups, where the groups make up the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from waymark.indicators.rules.facts import DIMENSIONS, Days, Dims
from waymark.indicators.rules.layers import is_layer, layer_of, parent_of, within
from waymark.indicators.rules.partition import whole_of
from waymark.indicators.rules.quality.facts import Finding, Line, Severity, World
from waymark.indicators.rules.units import Unit, read_unit

TOLERANCE = 0.01
"""Of the whole: published figures are rounded, and a few people are in no group."""

ROUNDING = 1.0
"""Whole numbers that were rounded one by one may miss their sum by one."""

Told = tuple[float, str, str]
"""A value, the id of its series, its period."""

Groups = dict[str, Told]


Key = tuple[str, Dims, str]
"""Area, breakdown and unit of a whole: only what is in one unit adds up."""


@dataclass(slots=True)
class Family:
    """A whole (a breakdown in an area) and, by dimension and group, the series that split it."""

    measure: Unit
    parts: dict[str, dict[str, list[Line]]] = field(default_factory=dict)
    whole: Line | None = None


def sums(lines: Sequence[Line], world: World) -> Iterator[Finding]:
    """Groups that don't make up their whole, or make up two different ones."""
    rows = _telling(lines)
    if not rows:
        return
    held: dict[str, dict[Days, Told]] = {}
    for (area, _dims, _unit), family in _families(rows, world).items():
        areas = {
            layer: world.parts.get(within(area, layer), frozenset())
            for layer in family.parts
            if is_layer(layer)
        }
        parts = {
            dimension: groups
            for dimension, groups in family.parts.items()
            if _may_tell(family, dimension, groups, areas)
        }
        if not parts or (family.whole is None and len(parts) < 2):
            continue
        if len(parts) == 1 and _agree(family, parts, areas):
            continue
        whole = _held(family.whole, held) if family.whole else {}
        for day, splits in _by_days(parts, held).items():
            yield from _compare(family.measure, whole.get(day), splits, areas)


def _telling(lines: Sequence[Line]) -> list[Line]:
    """The series whose unit says how groups make up their whole, in the order of their ids."""
    units = {line.unit or line.listed_unit: line.unit_key for line in lines}
    told = {key for unit, key in units.items() if _tells(read_unit(unit))}
    if not told:
        return []
    rows = [line for line in lines if line.unit_key in told and line.points.values]
    return sorted(rows, key=lambda one: one.id)


def _tells(unit: Unit) -> bool:
    return unit.adds_up or unit.averages


def _families(rows: Sequence[Line], world: World) -> dict[Key, Family]:
    """Every whole that has groups of which something might be found."""
    wanted = _wanted(rows, world)
    found: dict[Key, Family] = {}
    for line in rows if wanted.dimensions or wanted.areas else ():
        unit = line.unit_key
        if line.area and (told := world.areas.get(line.area, "")) in wanted.areas:
            key = parent_of(told), line.dims, unit
            _add(found, key, layer_of(told), line.area, line)
        for place, (dimension, group) in enumerate(line.dims):
            if dimension in wanted.dimensions:
                key = line.area, line.dims[:place] + line.dims[place + 1 :], unit
                _add(found, key, dimension, group, line)
    for line in rows if found else ():
        family = found.get((line.area, line.dims, line.unit_key))
        if family is not None:
            family.whole = line
    return found


def _add(found: dict[Key, Family], key: Key, dimension: str, group: str, line: Line) -> None:
    family = found.get(key)
    if family is None:
        family = found[key] = Family(line.measure)
    family.parts.setdefault(dimension, {}).setdefault(group, []).append(line)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """By what something might be found: dimensions, and what areas belong to."""

    dimensions: Set[str]
    areas: Set[str]


def _wanted(rows: Sequence[Line], world: World) -> _Wanted:
    """Everything where groups add up; else what is ever complete."""
    groups: dict[str, set[str]] = {}
    for name, group in {pair for line in rows for pair in line.dims}:
        groups.setdefault(name, set()).add(group)
    areas = {line.area for line in rows if line.area}
    belong = {world.areas.get(area, "") for area in areas}
    if any(read_unit(unit).adds_up for unit in {line.unit or line.listed_unit for line in rows}):
        return _Wanted(groups.keys(), belong)
    return _Wanted(
        {
            name
            for name, known in groups.items()
            if is_layer(name) or whole_of(name, frozenset(known))
        },
        {told for told in belong if told in world.parts and world.parts[told] <= areas},
    )


def _may_tell(
    family: Family,
    dimension: str,
    groups: Mapping[str, object],
    areas: Mapping[str, frozenset[str]],
) -> bool:
    """Whether a split is ever complete, or its groups may be larger than their whole."""
    if family.measure.adds_up and family.whole is not None:
        return True
    return bool(_complete(dimension, groups, areas.get(dimension)))


def _agree(
    family: Family,
    parts: Mapping[str, Mapping[str, list[Line]]],
    areas: Mapping[str, frozenset[str]],
) -> bool:
    """Whether a mean lies between its groups in all periods: told at once if all have the same."""
    whole = family.whole
    if family.measure.adds_up or whole is None:
        return False
    ((dimension, groups),) = parts.items()
    if any(len(lines) > 1 for lines in groups.values()):
        return False
    times = whole.points.times
    rows = [
        whole,
        *(groups[name][0] for name in _complete(dimension, groups, areas.get(dimension))),
    ]
    if times.twice or any(one.points.times is not times or one.points.kept for one in rows):
        return False
    values, *told = (one.points.numbers for one in rows)
    return all(
        min(some) <= value <= max(some)
        for value, some in zip(values, zip(*told, strict=True), strict=True)
    )


def _held(line: Line, held: dict[str, dict[Days, Told]]) -> dict[Days, Told]:
    """The values of a series by their days."""
    found = held.get(line.id)
    if found is None:
        points = line.points.counting
        rows = zip(points.times.days, points.values, points.times.periods, strict=True)
        found = held[line.id] = {
            days: (value, line.id, period)
            for days, value, period in rows
            if days and value is not None
        }
    return found


def _by_days(
    parts: Mapping[str, Mapping[str, list[Line]]], held: dict[str, dict[Days, Told]]
) -> dict[Days, dict[str, Groups]]:
    """By days and dimension, the values of the groups; of two alike the last one counts."""
    found: dict[Days, dict[str, Groups]] = {}
    for dimension, groups in parts.items():
        for group, lines in groups.items():
            for line in lines:
                for day, told in _held(line, held).items():
                    found.setdefault(day, {}).setdefault(dimension, {})[group] = told
    return found


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


def _complete(
    dimension: str, groups: Mapping[str, object], areas: frozenset[str] | None
) -> tuple[str, ...]:
    if areas is not None:
        return tuple(sorted(areas)) if areas and areas <= groups.keys() else ()
    return whole_of(dimension, frozenset(groups)) if dimension in DIMENSIONS else ()


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
        known = is_layer(dimension) or dimension in DIMENSIONS
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
