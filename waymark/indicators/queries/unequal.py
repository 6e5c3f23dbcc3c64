"""The values of groups and areas of one indicator, and how many people belong to each."""

from __future__ import annotations

from collections import defaultdict

from waymark.indicators import models
from waymark.indicators.queries.place import Here
from waymark.indicators.queries.series import Detail, Line, by_unit
from waymark.indicators.rules.facts import dims_of
from waymark.indicators.rules.unequal import AREA, Cell, Family, Populations

UNDATED = 0
"""The year of a population of which nobody said when it was counted."""


def families_of(here: Here, detail: Detail) -> list[Family]:
    """Return the groups that can be compared, by dimension and unit; areas come first."""
    cells: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for unit, lines in by_unit(detail.lines):
        for line in lines:
            split = None if line.series.area_id in here.cells else split_of(line)
            if split is not None:
                cells[split[0], unit] += cells_of(line, split[1])
    found = [
        Family(dimension, unit, detail.indicator.direction, tuple(held), frozenset(here.districts))
        for (dimension, unit), held in cells.items()
    ]
    found.sort(key=lambda one: (one.dimension != AREA, one.dimension, one.unit))
    return [family for family in found if family.years]


def split_of(line: Line) -> tuple[str, str] | None:
    """Return the dimension and the group of a series that is split by just one thing."""
    if line.series.area_id:
        return None if line.dims else (AREA, line.series.area_id)
    return line.dims[0] if len(line.dims) == 1 else None


def cells_of(line: Line, group: str) -> list[Cell]:
    """Return one cell a year of a series: the last value that begins in it."""
    found = {
        row.year: Cell(group, row.year, row.value, row.sample_size, row.margin)
        for row in line.values
        if row.value is not None
    }
    return list(found.values())


def populations_of(here: Here, dimension: str) -> Populations:
    """Return how many people belong to each group of a dimension, in one query.

    They come from the indicators of which the city said that they count people; for areas that
    these leave out, from what is known of the areas themselves.
    """
    found: dict[str, dict[int, float]] = defaultdict(dict)
    if dimension == AREA:
        for pk, area in here.areas.items():
            if area.population is not None:
                found[pk][area.population_year or UNDATED] = float(area.population)
    counting = models.ChosenIndicator.objects.filter(place=here.place, counts_people=True)
    rows = models.Observation.objects.filter(
        series__place=here.place,
        series__indicator__in=counting.values("indicator"),
        retired_at__isnull=True,
        value__isnull=False,
    ).order_by("year", "period", "pk")
    counted: dict[str, dict[int, float]] = defaultdict(dict)
    told = rows.values_list("series__area_id", "series__dimensions", "year", "value")
    for part, groups, year, value in told:
        dims = dims_of(groups)
        split = (AREA, part) if part else dims[0] if dims else ("", "")
        if split[0] == dimension and bool(part) + len(dims) == 1:
            counted[split[1]][year] = float(value or 0)
    return {**found, **counted}
