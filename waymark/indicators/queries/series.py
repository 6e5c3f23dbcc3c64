"""One indicator in one city: its series, values, targets, and what they were on any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q

from waymark.indicators import models
from waymark.indicators.queries.known import goal_of
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.facts import DIMENSIONS, Dims, Goal, dims_of
from waymark.indicators.rules.find import same_unit, unit_key
from waymark.indicators.rules.gaps import Gap, GroupPoint, gaps
from waymark.indicators.rules.unit_choice import main_unit, spelled, usual_unit
from waymark.indicators.wording import series_name, with_unit
from waymark.kernel.progress import Point

KINDS = {"B": "break", "E": "estimated", "P": "provisional", "M": "missing", "Q": "suppressed"}
"""Statuses as `kernel.charts` calls them."""


@dataclass
class Line:
    """A series with its current values by year, and its target."""

    series: models.Series
    name: str
    """What it is about; with its unit, where the indicator has series in several."""
    place: str = ""
    """Its area in words."""
    values: list[models.Observation] = field(default_factory=list)
    target: models.Target | None = None

    @property
    def dims(self) -> Dims:
        """Its breakdown."""
        return dims_of(self.series.dimensions)

    @property
    def unit(self) -> str:
        """The unit of its values, which may differ from the list's."""
        return self.series.unit or self.series.indicator.unit

    @property
    def is_total(self) -> bool:
        """Whether it is about the whole place and everybody."""
        return self.series.area_id is None and not self.series.dimensions_key

    @property
    def goal(self) -> Goal:
        """Baseline and target; an empty one where there is none."""
        return goal_of(self.target) if self.target else Goal()

    @property
    def points(self) -> list[Point]:
        """One point a year: the last value that begins in it."""
        found = {row.year: row.value for row in self.values if row.value is not None}
        return [Point(year, value) for year, value in sorted(found.items())]

    @property
    def kinds(self) -> dict[int, str]:
        """How the value drawn for a year stands, or why there is none; normal ones left out."""
        found: dict[int, str] = {}
        for row in self.values:  # a value counts before the lack of one
            if row.value is not None or found.get(row.year) is None:
                found[row.year] = KINDS.get(row.status, "")
        return {year: kind for year, kind in found.items() if kind}

    def waits_for(self, viewer: Any) -> bool:
        """Whether a person could look a value over: one that nobody has, and not her own."""
        return any(row.checked_at is None and row.entered_by_id != viewer.pk for row in self.values)

    @property
    def breaks(self) -> list[int]:
        """The years from which on values don't compare with those before."""
        return [year for year, kind in self.kinds.items() if kind == "break"]


@dataclass(frozen=True)
class Detail:
    """An indicator as a place stands to it."""

    indicator: models.Indicator
    chosen: models.ChosenIndicator | None
    lines: tuple[Line, ...]

    @property
    def total(self) -> Line | None:
        """The series of the whole place, in the unit that the indicator is shown in first."""
        totals = [line for line in self.lines if line.is_total]
        return next((line for line in totals if same_unit(line.unit, self.unit)), None) or (
            totals[0] if totals else None
        )

    @cached_property
    def unit(self) -> str:
        """The unit in which the indicator is shown first: the list's, or that of most values."""
        counts: Counter[str] = Counter()
        for line in [line for line in self.lines if line.is_total] or self.lines:
            counts[line.unit] += len(line.values)
        return main_unit(counts, self.indicator.unit)

    @cached_property
    def units(self) -> list[str]:
        """The units of its series, the first one first."""
        found = spelled([self.unit, *(line.unit for line in self.lines)])
        return list(found.values())

    def chosen_lines(self, wanted: Iterable[str]) -> list[Line]:
        """The series asked for by id; without any, the whole place or else the first few."""
        sought = set(wanted)
        found = [line for line in self.lines if line.series.pk in sought and line.values]
        if found:
            return found
        if self.total and self.total.points:
            return [self.total]
        drawn = [line for line in self.lines if line.points]
        return (drawn or [line for line in self.lines if line.values])[:3]


def by_unit(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """Return series in groups of one unit, for numbers in two units never share an axis."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(unit_key(line.unit), []).append(line)
    return [(group[0].unit, group) for group in found.values()]


def line_name(here: Here, row: models.Series) -> str:
    """Return what a series is about, in words; an area that is no longer of the place by name."""
    return name_of(here, row.area_id or "", dims_of(row.dimensions))


def name_of(here: Here, area: str, dims: Dims) -> str:
    """Return the same of an area ("" for the whole place) and a group."""
    name = here.area_name(area)
    if area and not name:
        name = here.former[area]
    return series_name(name, dims)


def detail(here: Here, indicator: models.Indicator) -> Detail:
    """Return an indicator with every series of the place that has a value or a target."""
    chosen = models.ChosenIndicator.objects.filter(place=here.place, indicator=indicator).first()
    rows = models.Series.objects.filter(place=here.place, indicator=indicator)
    held = list(rows.select_related("area").defer("area__boundary"))
    for row in held:
        row.indicator = indicator
    lines = {row.pk: Line(row, line_name(here, row), here.area_name(row.area_id)) for row in held}
    current = Q(series__in=list(lines), retired_at__isnull=True)
    values = models.Observation.objects.filter(current).select_related("checked_by")
    for value in values.order_by("year", "period", "pk"):
        lines[value.series_id].values.append(value)
    for target in models.Target.objects.filter(current):
        lines[target.series_id].target = target
    found = [line for line in lines.values() if line.values or line.target]
    found.sort(
        key=lambda line: (not line.is_total, line.series.area_id is not None, line.name, line.unit)
    )
    if len(spelled(line.unit for line in found)) > 1:
        for line in found:
            line.name = with_unit(line.name, line.unit)
    return Detail(indicator, chosen, tuple(found))


def gaps_of(detail: Detail, cells: Container[str] = ()) -> tuple[Gap, ...]:
    """Return the gaps between groups, and between areas, that differ in nothing else.

    Each unit has gaps of its own. Cells of a grid are no groups.
    """
    points = []
    for line in detail.lines:
        if line.series.area_id in cells:
            continue
        if line.series.area_id and not line.dims:
            dimension, group = "area", line.place
        elif not line.series.area_id and len(line.dims) == 1:
            dimension, group = line.dims[0]
        else:
            continue
        points += [GroupPoint(dimension, group, p.year, p.value, line.unit) for p in line.points]
    return gaps(points)


def observation(here: Here, pk: int) -> models.Observation | None:
    """Return a current value of the place, or None."""
    return (
        models.Observation.objects.select_related(
            "series__indicator__framework", "series__place", "checked_by"
        )
        .filter(pk=pk, series__place=here.place, retired_at__isnull=True)
        .first()
    )


def series(here: Here, pk: str) -> models.Series | None:
    """Return a series of the place, or None."""
    return (
        models.Series.objects.select_related("indicator__framework")
        .filter(pk=pk, place=here.place)
        .first()
    )


@dataclass(frozen=True)
class Held:
    """How an indicator is split already, beyond the vocabularies, and in which units it is."""

    breakdowns: dict[str, list[str]]
    units: list[str]


def held_of(here: Here, indicator: models.Indicator) -> Held:
    """Return what a form about any series of an indicator offers to choose from."""
    groups: dict[str, set[str]] = {}
    units: list[str] = []
    rows = models.Series.objects.filter(place=here.place, indicator=indicator)
    for dims, unit in rows.values_list("dimensions", "unit"):
        units.append(unit)
        for name, group in dims.items():
            if name not in DIMENSIONS:
                groups.setdefault(name, set()).add(group)
    first = usual_unit(units, indicator.unit)
    return Held(
        {name: sorted(groups[name]) for name in sorted(groups)},
        list(spelled([first, *sorted(units)]).values()),
    )


@dataclass(frozen=True)
class Past:
    """A value or target as it once was, or is; `kind` is "value" or "target"."""

    kind: str
    line: str
    row: models.Observation | models.Target
    since: datetime
    until: datetime | None
    file: models.ImportBatch | None

    @property
    def undone(self) -> bool:
        """Whether it went because its import was undone."""
        return self.until is not None and self.file is not None and self.file.state == "undone"


def history(here: Here, indicator: models.Indicator, at: datetime | None = None) -> list[Past]:
    """Return every value and target ever stored, newest first; with `at`, those that held then."""
    about = {"place": here.place, "indicator": indicator}
    held = {f"series__{name}": value for name, value in about.items()}
    values = models.Observation.objects.filter(**held)
    targets = models.Target.objects.filter(**held)
    names: dict[str, str] = {}

    several = len({row.unit for row in models.Series.objects.filter(**about)}) > 1

    def name(row: models.Series) -> str:
        if row.pk not in names:
            plain = line_name(here, row)
            names[row.pk] = with_unit(plain, row.unit or indicator.unit) if several else plain
        return names[row.pk]

    found = [
        Past("value", name(row.series), row, row.entered_at, row.retired_at, row.batch)
        for row in values.select_related("series", "batch", "entered_by", "checked_by").order_by(
            "-pk"
        )
    ] + [
        Past("target", name(row.series), row, row.updated_at, row.retired_at, row.batch)
        for row in targets.select_related("series", "batch", "updated_by").order_by("-pk")
    ]
    if at is not None:
        return _as_of(found, at)
    return sorted(found, key=lambda past: past.since, reverse=True)


def _as_of(found: list[Past], at: datetime) -> list[Past]:
    """What held at a moment. Of two for one period, as after an undo, the later entered held."""
    held: dict[tuple[str, str, str], Past] = {}
    for past in sorted(found, key=lambda one: one.since):
        if past.since <= at and (past.until is None or past.until > at):
            period = past.row.period if isinstance(past.row, models.Observation) else ""
            held[past.kind, past.row.series_id, period] = past
    return sorted(held.values(), key=lambda past: (past.kind, past.line, str(past.row)))
