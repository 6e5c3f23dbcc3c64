"""How far a city has come with every indicator of a list, in its own terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from waymark.indicators import models
from waymark.indicators.queries.known import goal_of
from waymark.indicators.queries.lists import Listed, listing
from waymark.indicators.queries.place import Here
from waymark.indicators.queries.progress import inputs_of
from waymark.indicators.rules.facts import Dims, Goal, dims_of
from waymark.indicators.rules.judging import Judged, judge
from waymark.indicators.rules.together import Together, part_of, together
from waymark.kernel.progress import Point


@dataclass(frozen=True)
class Verdict:
    """An indicator and the verdict on it. `source` is where its values are: itself or an exact one.

    `verdict` is None where there is not one value.
    """

    row: Listed
    source: models.Indicator
    verdict: Together | None


@dataclass
class _Spoken:
    """A series that speaks for its indicator."""

    area: str
    dims: Dims
    unit: str
    values: dict[int, float] = field(default_factory=dict)


def progress_of_list(here: Here, framework: str, method: str) -> list[Verdict]:
    """Return the verdict on each indicator that the city has chosen or has values of.

    In five queries, however many there are. Raises UnknownMethod.
    """
    rows = [
        row
        for row in listing(here, framework)
        if row.chosen or row.values or row.answer is not None
    ]
    sources = {row.indicator.pk: (row.answer or row).indicator for row in rows}
    whole = {(row.answer or row).indicator.pk for row in rows if (row.answer or row).latest}
    held = _held(here, [source.pk for source in sources.values()], whole)
    goals = _goals(here, held)
    found = []
    for row in rows:
        source = sources[row.indicator.pk]
        series = held.get(source.pk, {})
        verdict = _verdict(row.indicator, series, goals, method) if series else None
        found.append(Verdict(row, source, verdict))
    return found


def _held(here: Here, indicators: Iterable[int], whole: set[int]) -> dict[int, dict[str, _Spoken]]:
    """The series with values that speak for each indicator; of `whole`, those of the whole city."""
    is_total = Q(series__area__isnull=True, series__dimensions_key="")
    rows = (
        models.Observation.objects.filter(
            series__place=here.place, retired_at__isnull=True, value__isnull=False
        )
        .filter(
            Q(series__indicator__in=whole) & is_total
            | Q(series__indicator__in=set(indicators) - whole)
        )
        .order_by("year", "period", "pk")
        .values_list(
            *("series__indicator_id", "series_id", "series__area_id", "series__dimensions"),
            *("series__unit", "year", "value"),
        )
    )
    found: dict[int, dict[str, _Spoken]] = defaultdict(dict)
    for indicator, pk, area, dims, unit, year, value in rows:
        series = found[indicator].get(pk)
        if series is None:
            series = found[indicator][pk] = _Spoken(area or "", dims_of(dims), unit)
        series.values[year] = value
    return found


def _goals(here: Here, held: dict[int, dict[str, _Spoken]]) -> dict[str, Goal]:
    """The targets of these series."""
    known = {pk for series in held.values() for pk in series}
    rows = models.Target.objects.filter(series__place=here.place, retired_at__isnull=True)
    rows = rows.filter(series__indicator__in=list(held))
    return {row.series_id: goal_of(row) for row in rows if row.series_id in known}


def _verdict(
    indicator: models.Indicator, series: dict[str, _Spoken], goals: dict[str, Goal], method: str
) -> Together:
    parts: dict[str, list[Judged]] = defaultdict(list)
    for pk, one in series.items():
        points = tuple(Point(year, value) for year, value in sorted(one.values.items()))
        unit = one.unit or indicator.unit
        inputs = inputs_of(indicator, unit, points, goals.get(pk, Goal()))
        parts[part_of(one.area, one.dims)].append(judge(inputs, method))
    return together(parts)
