"""What the charts over several indicators read: each one's series about the whole place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from waymark.indicators import models
from waymark.indicators.queries.known import goal_of
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.facts import Goal
from waymark.indicators.rules.find import same_unit
from waymark.indicators.rules.seen import Seen, SeenLine


@dataclass(frozen=True)
class Whole:
    """An indicator with its series about the whole place and everybody, in one unit."""

    indicator: models.Indicator
    series: models.Series

    @property
    def key(self) -> str:
        """How it stands in an address: list and code."""
        return f"{self.indicator.framework_id}:{self.indicator.code}"

    @property
    def name(self) -> str:
        """Code and label in the reader's language."""
        return f"{self.indicator.code} {self.indicator.label}"

    @property
    def unit(self) -> str:
        """The unit of its values."""
        return self.series.unit or self.indicator.unit


def wholes(here: Here, framework: str = "") -> list[Whole]:
    """Return every indicator, or those of one list, with a number for the whole place, in order.

    Where it has several units, the list's own counts, else that with most numbers.
    """
    numbers = Count(
        "observations", Q(observations__retired_at=None, observations__value__isnull=False)
    )
    of_list = Q(indicator__framework=framework) if framework else Q()
    rows = (
        models.Series.objects.filter(of_list, place=here.place, area=None, dimensions_key="")
        .select_related("indicator__framework")
        .annotate(numbers=numbers)
        .filter(numbers__gt=0)
        .order_by("indicator__framework__order", "indicator__order", "indicator__code", "-numbers")
    )
    found: dict[int, Whole] = {}
    for row in rows:
        held = found.get(row.indicator_id)
        own = not row.unit or same_unit(row.unit, row.indicator.unit)
        if held is None or (own and not same_unit(held.unit, row.indicator.unit)):
            found[row.indicator_id] = Whole(row.indicator, row)
    return list(found.values())


def lines(here: Here, found: Sequence[Whole]) -> list[SeenLine]:
    """Return the series of some indicators with values and targets, in their order."""
    current = Q(series__in=[one.series.pk for one in found], retired_at=None)
    values: dict[str, list[Seen]] = {}
    rows = models.Observation.objects.filter(current).order_by("year", "period", "pk")
    for pk, year, value, status, source in rows.values_list(
        "series_id", "year", "value", "status", "source"
    ):
        values.setdefault(pk, []).append(Seen(year, value, status, source))
    goals = {row.series_id: goal_of(row) for row in models.Target.objects.filter(current)}
    return [
        SeenLine(
            one.series.pk,
            one.name,
            unit=one.unit,
            values=tuple(values.get(one.series.pk, ())),
            goal=goals.get(one.series.pk, Goal()),
        )
        for one in found
    ]
