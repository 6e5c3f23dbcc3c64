"""A city's data as the checks see it, what they find, and what the city has said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from waymark.base.permits import require
from waymark.indicators import models
from waymark.indicators.queries.areas import layers_of
from waymark.indicators.queries.columns import Row, columns
from waymark.indicators.queries.known import goal_of
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.facts import Dims, Goal, dims_in
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.quality import (
    Finding,
    Line,
    Points,
    World,
    found_in,
    in_order,
    points_of,
)
from waymark.indicators.rules.quality.facts import NO_POINTS
from waymark.indicators.rules.shares import Told, said_by
from waymark.places.models import Place
from waymark.places.queries import parts

FIELDS = ("period", "value", "status", "source", "method", "next_update")


class Seen(Told, frozen=True, gc=False):
    """A series that was checked: in which unit it is, and how much it says of itself."""

    number: int = 0
    """The id of its indicator."""
    unit: str = ""


@dataclass(frozen=True)
class Checked:
    """The data of a place, what is found in it, and every answer that was ever given.

    `values` are the ids of those current values, by series and period, in which something is found;
    `accepted` the answers that hold, by mark; `earlier` the latest answer to the same question
    about other values.
    """

    series: Mapping[str, Seen]
    indicators: Mapping[int, models.Indicator]
    values: Mapping[tuple[str, str], int]
    findings: tuple[Finding, ...]
    accepted: Mapping[str, models.Acceptance]
    earlier: Mapping[tuple[str, str, str], models.Acceptance]

    def indicator(self, series: str) -> models.Indicator:
        """The indicator of a series."""
        return self.indicators[self.series[series].number]

    def find(self, mark: str) -> Finding | None:
        """A finding by its mark."""
        return next((one for one in self.findings if one.mark == mark), None)

    def alike(self, finding: Finding) -> list[Finding]:
        """The other open findings of the same check in the same series."""
        return [
            one
            for one in self.findings
            if (one.check, one.series) == (finding.check, finding.series)
            and one.mark != finding.mark
            and not self.is_accepted(one)
        ]

    def is_accepted(self, finding: Finding) -> bool:
        """Whether an answer holds for it."""
        return self.said_before(finding) is not None and finding.mark in self.accepted

    def said_before(self, finding: Finding) -> models.Acceptance | None:
        """What was said of it, if only when the values were others."""
        return self.earlier.get((finding.series, finding.key, finding.period))


def check(viewer: Any, place: Place, day: date) -> Checked:
    """Run every check over the current data of a place. Raises NotPermitted."""
    require(viewer, Permit.SEE_INDICATORS, on=place)
    found = _Found(World(day, layers_of(parts(viewer, place))))
    held = _series(place)
    indicators = models.Indicator.objects.in_bulk(list(held))
    goals = {
        row.series_id: goal_of(row)
        for row in models.Target.objects.filter(series__place=place, retired_at__isnull=True)
    }
    for some in _together(held):
        values = _values(place, some)
        for pk in some:
            found.look(indicators[pk], held.pop(pk), values, goals)
    accepted, earlier = _answers(place)
    return Checked(
        *(found.series, indicators, found.values, in_order(found.findings)), accepted, earlier
    )


def _answers(
    place: Place,
) -> tuple[dict[str, models.Acceptance], dict[tuple[str, str, str], models.Acceptance]]:
    """Answers that hold by their marks, and the latest by what was asked."""
    said = models.Acceptance.objects.filter(series__place=place).select_related("accepted_by")
    accepted: dict[str, models.Acceptance] = {}
    earlier: dict[tuple[str, str, str], models.Acceptance] = {}
    for row in said.order_by("accepted_at", "pk"):
        if row.withdrawn_at is None:
            accepted[row.mark] = row
            earlier[row.series_id, row.key, row.period] = row
    return accepted, earlier


def _series(place: Place) -> dict[int, list[Row]]:
    """The series by their indicators: id, area, breakdown, unit."""
    rows = models.Series.objects.filter(place=place).order_by("indicator_id", "pk")
    found: dict[int, list[Row]] = {}
    for indicator, *told in columns(rows, *("indicator_id", "pk", "area_id"), *_OF_SERIES):
        found.setdefault(indicator, []).append(tuple(told))
    return found


_OF_SERIES = ("dimensions_key", "unit")
TOGETHER = 2_000
"""Series whose values are held at once, or those of one indicator if it has more."""


def _together(held: Mapping[int, list[Row]]) -> list[list[int]]:
    """Indicators whose values are read at once."""
    found: list[list[int]] = []
    room = 0
    for pk, rows in held.items():
        if room < len(rows):
            found.append([])
            room = TOGETHER
        found[-1].append(pk)
        room -= len(rows)
    return found


Values = dict[str, list[Row]]
"""Current values by their series: their ids, the series again, and what is said of them."""


def _values(place: Place, indicators: list[int]) -> Values:
    """Current values of some indicators.

    Not ordered by the database, which would carry every column through a sort.
    """
    rows = models.Observation.objects.filter(
        series__place=place, series__indicator__in=indicators, retired_at__isnull=True
    )
    found: Values = {}
    for row in columns(rows.order_by(), "pk", "series_id", *FIELDS):
        some = found.get(row[1])
        if some is None:
            found[row[1]] = [row]
        else:
            some.append(row)
    return found


@dataclass
class _Found:
    """What is found so far."""

    world: World
    series: dict[str, Seen] = field(default_factory=dict)
    values: dict[tuple[str, str], int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    alike: dict[Any, Any] = field(default_factory=dict)
    """What many series say, once."""
    dims: dict[str, Dims] = field(default_factory=dict)

    def look(
        self,
        indicator: models.Indicator,
        rows: Iterable[Row],
        values: Values,
        goals: Mapping[str, Goal],
    ) -> None:
        """Check all series of an indicator."""
        about = indicator.unit, indicator.direction
        name = f"{indicator.framework_id}:{indicator.code}"
        same: Callable[[Any, Any], Any] = self.alike.setdefault
        ids: dict[str, tuple[int, ...]] = {}
        lines = []
        for pk, area, key, unit in rows:
            points = NO_POINTS
            if some := values.get(pk):
                ids[pk], points = _points(some)
            dims = self.dims.get(key)
            if dims is None:
                dims = self.dims[key] = tuple([same(pair, pair) for pair in dims_in(key)])
            area = same(area, area) or ""
            lines.append(
                Line(pk, name, same(unit, unit), *about, area, dims, points, goals.get(pk))
            )
        self._keep(indicator, lines, ids)

    def _keep(
        self,
        indicator: models.Indicator,
        lines: Sequence[Line],
        ids: Mapping[str, Sequence[int]],
    ) -> None:
        pk, same = indicator.pk, self.alike.setdefault
        for line in lines:
            said = said_by(line.points)
            self.series[line.id] = Seen(
                *(line.id, line.indicator, line.area, line.dims, same(said, said)), pk, line.unit
            )
        found = found_in(lines, self.world)
        self.findings += found
        by_id = {line.id: line for line in lines}
        for one in found:
            periods = by_id[one.series].points.times.periods
            if one.period and one.period in periods:
                self.values[one.series, one.period] = ids[one.series][periods.index(one.period)]


def _points(rows: list[Row]) -> tuple[tuple[int, ...], Points]:
    """The ids of values and the values, in the order in which they came."""
    ids, _series, *told = zip(*rows, strict=True)
    if ids != tuple(sorted(ids)):
        ids, _series, *told = zip(*sorted(rows), strict=True)
    return ids, points_of(tuple(told))


def acceptance(here: Here, pk: str) -> models.Acceptance | None:
    """Return an answer of the place that holds, or None."""
    return (
        models.Acceptance.objects.select_related("series__place")
        .filter(pk=pk, series__place=here.place, withdrawn_at__isnull=True)
        .first()
    )
