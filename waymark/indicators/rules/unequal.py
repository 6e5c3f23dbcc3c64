"""Gaps between the groups or areas of one city: which of its values are compared, and how.

Only series are compared that differ in nothing but one dimension and have one unit. Where groups
overlap, those are taken that make up everybody; measures that weigh people need to know how many
belong to each group.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from waymark.indicators.rules.judging import plain_reason
from waymark.indicators.rules.partition import Stretch, stretch, whole_of
from waymark.indicators.rules.units import Kind, read_unit
from waymark.kernel.flow import Reason
from waymark.kernel.inequality import (
    BadGroups,
    Follow,
    Group,
    Inequality,
    Setting,
    follow,
    inequality,
)
from waymark.kernel.progress import Direction

FORMAT = "waymark-inequality/1"
AREA = "area"
Populations = Mapping[str, Mapping[int, float]]
"""How many people belong to a group, by group and year."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The value of one group in one year."""

    group: str
    year: int
    value: float
    sample: int | None = None
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """The groups of one dimension of one indicator, in one unit; `dimension` may be the areas.

    `all_areas` are the areas that the city has. `direction` is that of the indicator.
    """

    dimension: str
    unit: str
    direction: str
    cells: tuple[Cell, ...]
    all_areas: frozenset[str] = frozenset()

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which two groups or more have a value."""
        held: dict[int, set[str]] = {}
        for cell in self.cells:
            held.setdefault(cell.year, set()).add(cell.group)
        return tuple(sorted(year for year, groups in held.items() if len(groups) > 1))

    def of(self, year: int) -> dict[str, Cell]:
        """The values of a year by group; of several the last."""
        return {cell.group: cell for cell in self.cells if cell.year == year}


@dataclass(frozen=True, slots=True)
class Unequal:
    """Everything that is measured between the groups of a year, and how the gap has moved.

    `refused` says why nothing can be measured. `counted` is the year of the population by group.
    """

    family: Family
    year: int
    found: Inequality | None
    course: Follow | None
    warnings: tuple[Reason, ...] = ()
    counted: tuple[int, ...] = ()
    refused: Reason | None = None


def unequal(
    family: Family, year: int, populations: Populations, reference: str | None = None
) -> Unequal:
    """Measure the gaps of a year, and follow them over all years."""
    setting = _setting(family, reference)
    groups, warnings = _groups(family, year, populations)
    counted = {
        _near(populations[group.name], year) for group in groups if populations.get(group.name)
    }
    try:
        course = follow({y: _groups(family, y, populations)[0] for y in family.years}, setting)
    except BadGroups:
        course = None
    try:
        found = inequality(groups, setting)
    except BadGroups as bad:
        refused = Reason(bad.key, {"group": bad.name} if bad.name else {})
        return Unequal(family, year, None, course, warnings, refused=refused)
    return Unequal(
        family, year, found, course, (*warnings, *found.warnings), tuple(sorted(counted))
    )


def _setting(family: Family, reference: str | None) -> Setting:
    better = Direction.DOWN if family.direction == "down" else Direction.UP
    percent = read_unit(family.unit).kind is Kind.SHARE
    return Setting(better, reference, percent)


def _groups(
    family: Family, year: int, populations: Populations
) -> tuple[list[Group], tuple[Reason, ...]]:
    """The groups of a year that can be compared, and what must be known beside them."""
    cells = family.of(year)
    chosen, warnings = _chosen(family, frozenset(cells))
    line = _line(family.dimension, chosen)
    if family.direction not in ("up", "down"):
        warnings = (*warnings, Reason("unequal.no_direction"))
    return [
        Group(
            name,
            cells[name].value,
            share=_share(populations.get(name), year, line.get(name)),
            order=line[name][0] if line else None,
            sample=cells[name].sample,
            margin=cells[name].margin,
        )
        for name in chosen
    ], warnings


def _chosen(family: Family, names: frozenset[str]) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
    if family.dimension == AREA:
        is_whole = bool(family.all_areas) and family.all_areas <= names
        return tuple(sorted(names)), () if is_whole else (Reason("unequal.not_a_whole"),)
    whole = whole_of(family.dimension, names)
    if not whole:
        return tuple(sorted(names)), (Reason("unequal.not_a_whole"),)
    left = tuple(sorted(names - set(whole)))
    return whole, (Reason("unequal.overlapping", {"groups": left}),) if left else ()


def _line(dimension: str, chosen: Iterable[str]) -> Mapping[str, Stretch]:
    """Where each group lies from the most disadvantaged on; only groups by income have an order."""
    if dimension != "income":
        return {}
    placed = {name: stretch(dimension, name) for name in chosen}
    found = {name: where for name, where in placed.items() if where is not None}
    return found if len(found) == len(placed) else {}


def _share(counts: Mapping[int, float] | None, year: int, where: Stretch | None) -> float | None:
    """How many people a group has; a fifth by income is a fifth of them by its meaning."""
    if not counts:
        return where[1] - where[0] if where else None
    found = counts[_near(counts, year)]
    return found if found >= 0 else None


def _near(years: Iterable[int], year: int) -> int:
    """The year nearest to another one, of two the later."""
    return min(years, key=lambda one: (abs(one - year), -one))


def stored(unequal_: Unequal) -> dict[str, Any]:
    """All measures of a year as plain data: `measured_again` gives the same."""
    family, found = unequal_.family, unequal_.found
    return {
        "format": FORMAT,
        "dimension": family.dimension,
        "unit": family.unit,
        "direction": family.direction,
        "year": unequal_.year,
        "population_years": list(unequal_.counted),
        "result": found.stored() if found else None,
        "warnings": [plain_reason(one) for one in unequal_.warnings],
        "refused": plain_reason(unequal_.refused) if unequal_.refused else None,
    }


def measured_again(result: Mapping[str, Any]) -> dict[str, Any]:
    """Measure anew from a stored result alone: only its groups and its setting are read."""
    setting = result["setting"]
    groups = [
        replace(Group(**group), value=float(group["value"]), share=_number(group["share"]))
        for group in result["groups"]
    ]
    return inequality(
        groups, Setting(**{**setting, "better": Direction(setting["better"])})
    ).stored()


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)
