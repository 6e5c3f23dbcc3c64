"""How far a city has come with every indicator of a list, in its own terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F, Q

from waymark.indicators import models
from waymark.indicators.methods import transform
from waymark.indicators.queries.columns import columns
from waymark.indicators.queries.known import goal_of
from waymark.indicators.queries.lists import Listed, listing
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.facts import dims_in
from waymark.indicators.rules.scoring import About, Spoken, verdict
from waymark.indicators.rules.together import Together


@dataclass(frozen=True)
class Verdict:
    """An indicator and the verdict on it. `source` is where its values are: itself or an exact one.

    `verdict` is None where there is not one value.
    """

    row: Listed
    source: models.Indicator
    verdict: Together | None


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
    _add_goals(here, held)
    found = []
    for row in rows:
        source = sources[row.indicator.pk]
        series = held.get(source.pk, {})
        told = _verdict(row.indicator, series, method) if series else None
        found.append(Verdict(row, source, told))
    return found


Held = dict[int, dict[str, Spoken]]


def _held(here: Here, indicators: Iterable[int], whole: set[int]) -> Held:
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
    )
    found: Held = {}
    known: dict[str, dict[int, float]] = {}
    about = ("series_id", "series__indicator_id", "series__area_id", "series__dimensions_key")
    for pk, indicator, area, dims, unit, year, value in columns(
        rows, *about, *("series__unit", "year", "value")
    ):
        values = known.get(pk)
        if values is None:
            one = Spoken(area or "", dims_in(dims), unit, {})
            found.setdefault(indicator, {})[pk] = one
            values = known[pk] = one.values
        values[year] = value
    return found


def _add_goals(here: Here, held: Held) -> None:
    """Give the series their targets."""
    rows = models.Target.objects.filter(series__place=here.place, retired_at__isnull=True)
    rows = rows.filter(series__indicator__in=list(held))
    for row in rows.annotate(number=F("series__indicator_id")):
        one = held[row.number].get(row.series_id)
        if one is not None:
            one.goal = goal_of(row)


def _verdict(indicator: models.Indicator, series: Mapping[str, Spoken], method: str) -> Together:
    units = {one.unit or indicator.unit for one in series.values()}
    about = About(
        *(f"{indicator.framework_id}:{indicator.code}", indicator.unit, indicator.direction),
        {unit: transform(indicator, unit) for unit in units},
    )
    return verdict(about, series.values(), method)
