"""A city's data as the checks see it, what they find, and what the city has said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from waymark.base.permits import require
from waymark.indicators import models
from waymark.indicators.queries.areas import layers_of
from waymark.indicators.queries.columns import columns
from waymark.indicators.queries.known import goal_of
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.facts import Days, Goal, dims_of
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.quality import Finding, Line, Point, World, examine
from waymark.kernel.period import BadPeriod
from waymark.places.models import Place
from waymark.places.queries import parts

FIELDS = ("period", "value", "status", "source", "method", "next_update")


@dataclass(frozen=True)
class Checked:
    """The data of a place, what is found in it, and every answer that was ever given.

    `values` are the ids of current values by series and period; `accepted` the answers that hold,
    by mark; `earlier` the latest answer to the same question about other values.
    """

    lines: Mapping[str, Line]
    series: Mapping[str, models.Series]
    values: Mapping[tuple[str, str], int]
    findings: tuple[Finding, ...]
    accepted: Mapping[str, models.Acceptance]
    earlier: Mapping[tuple[str, str, str], models.Acceptance]

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
            and one.mark not in self.accepted
        ]

    def said_before(self, finding: Finding) -> models.Acceptance | None:
        """What was said when the values were others."""
        return self.earlier.get((finding.series, finding.key, finding.period))


def check(viewer: Any, place: Place, day: date) -> Checked:
    """Run every check over the current data of a place. Raises NotPermitted."""
    require(viewer, Permit.SEE_INDICATORS, on=place)
    rows = models.Series.objects.filter(place=place).prefetch_related("indicator")  # one for many
    series = {row.pk: row for row in rows.order_by("indicator__order", "pk")}
    points, values = _points(place)
    goals = {
        row.series_id: goal_of(row)
        for row in models.Target.objects.filter(series__place=place, retired_at__isnull=True)
    }
    lines = {pk: _line(row, points.get(pk, []), goals.get(pk)) for pk, row in series.items()}
    areas = layers_of(parts(viewer, place))
    found = examine(lines.values(), World(day, areas))
    said = models.Acceptance.objects.filter(series__place=place).select_related("accepted_by")
    accepted: dict[str, models.Acceptance] = {}
    earlier: dict[tuple[str, str, str], models.Acceptance] = {}
    for row in said.order_by("accepted_at", "pk"):
        if row.withdrawn_at is None:
            accepted[row.mark] = row
            earlier[row.series_id, row.key, row.period] = row
    return Checked(lines, series, values, found, accepted, earlier)


def _points(place: Place) -> tuple[dict[str, list[Point]], dict[tuple[str, str], int]]:
    points: dict[str, list[Point]] = {}
    values: dict[tuple[str, str], int] = {}
    rows = models.Observation.objects.filter(series__place=place, retired_at__isnull=True)
    for pk, series, period, *told in columns(rows.order_by("pk"), "pk", "series_id", *FIELDS):
        points.setdefault(series, []).append(Point(period, _days(period), *told))
        values[series, period] = pk
    return points, values


def _days(period: str) -> Days | None:
    try:
        return days_of(period)
    except BadPeriod:
        return None


def _line(row: models.Series, points: list[Point], goal: Goal | None) -> Line:
    return Line(
        id=row.pk,
        indicator=f"{row.indicator.framework_id}:{row.indicator.code}",
        unit=row.unit,
        listed_unit=row.indicator.unit,
        direction=row.indicator.direction,
        area=row.area_id or "",
        dims=dims_of(row.dimensions),
        points=tuple(points),
        goal=goal,
    )


def acceptance(here: Here, pk: str) -> models.Acceptance | None:
    """Return an answer of the place that holds, or None."""
    return (
        models.Acceptance.objects.select_related("series__place")
        .filter(pk=pk, series__place=here.place, withdrawn_at__isnull=True)
        .first()
    )
