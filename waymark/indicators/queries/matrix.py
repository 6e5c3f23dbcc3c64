"""A list of indicators against years, groups or areas, as one place has filled it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from waymark.indicators import models
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.facts import dims_of
from waymark.indicators.rules.matrix import Entry, Filled, matrix

WHOLE = ""


@dataclass(frozen=True)
class Matrix:
    """Rows of indicators, names of columns in order, cells by indicator and column."""

    indicators: list[models.Indicator]
    columns: list[str]
    cells: Mapping[Hashable, Mapping[str, Filled]]


def filled_matrix(here: Here, framework: str, by: str) -> Matrix:
    """Return what the place has of a list, by "year", "group" or "area", in two queries.

    By year only the whole place and everybody count; groups are named "sex=female". Indicators
    that the place has neither chosen nor filled are left out.
    """
    rows = models.Observation.objects.filter(
        series__place=here.place, series__indicator__framework=framework, retired_at__isnull=True
    )
    entries = [
        Entry(indicator, column, status, year)
        for indicator, area, dims, status, year in rows.order_by("pk").values_list(
            "series__indicator_id", "series__area_id", "series__dimensions", "status", "year"
        )
        for column in _columns(by, area or "", dims, year)
    ]
    cells = matrix(entries)
    chosen = models.Indicator.objects.filter(framework=framework).filter(
        Q(pk__in={entry.row for entry in entries}) | Q(choices__place=here.place)
    )
    columns = {entry.column for entry in entries}
    if by == "area":
        columns = (columns - here.cells.keys()) | set(here.districts)
    if by == "year" and columns:
        columns = {str(year) for year in range(min(map(int, columns)), max(map(int, columns)) + 1)}
    return Matrix(list(chosen.distinct().order_by("order")), sorted(columns), cells)


def _columns(by: str, area: str, dims: dict[str, str], year: int) -> list[str]:
    """The columns under which a value of a series comes."""
    if by == "group":
        return [f"{name}={group}" for name, group in dims_of(dims)] if not area else []
    if by == "area":
        return [area] if area and not dims else []
    return [str(year)] if not area and not dims else []
