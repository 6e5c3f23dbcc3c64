"""A list of indicators as one city stands to it, and the counts by domain or goal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from waymark.indicators import models
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.coverage import Count as Counts
from waymark.indicators.rules.coverage import State, coverage
from waymark.kernel.text import skeleton

CURRENT = Q(retired_at__isnull=True)
SHOWN = ("all", "chosen", "key", "value", "missing")
"""What a list may be narrowed to."""


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest value for the whole place and everybody in it."""

    period: str
    value: float
    status: str
    unit: str


@dataclass(frozen=True)
class Listed:
    """A row of the list. `groups` and `areas` count the series that have values."""

    indicator: models.Indicator
    chosen: models.ChosenIndicator | None = None
    latest: Latest | None = None
    values: int = 0
    groups: int = 0
    areas: int = 0
    baseline: bool = False
    target: bool = False

    @property
    def part(self) -> str:
        """Its domain, or in a list without domains its goal."""
        return self.indicator.domain or str(self.indicator.goal or "")

    @property
    def state(self) -> State:
        """What coverage counts."""
        return State(
            part=self.part,
            chosen=self.chosen is not None,
            value=self.latest is not None,
            groups=self.groups > 0,
            areas=self.areas > 0,
            targets=self.baseline and self.target,
        )


def listing(here: Here, framework: str) -> list[Listed]:
    """Return every row of a list with what the place has of it; a fixed number of queries."""
    chosen = {
        row.indicator_id: row
        for row in models.ChosenIndicator.objects.filter(
            place=here.place, indicator__framework=framework
        )
    }
    counts = _counts(here, framework)
    latest = _latest(here, framework)
    targets = _targets(here, framework)
    rows = models.Indicator.objects.filter(framework=framework).order_by("order")
    return [
        Listed(
            row,
            chosen.get(row.pk),
            latest.get(row.pk),
            *counts.get(row.pk, (0, 0, 0)),
            *targets.get(row.pk, (False, False)),
        )
        for row in rows
    ]


def _counts(here: Here, framework: str) -> dict[int, tuple[int, int, int]]:
    """Values, series of groups and series of areas, by indicator."""
    current = Q(observations__retired_at__isnull=True, observations__value__isnull=False)
    rows = (
        models.Series.objects.filter(place=here.place, indicator__framework=framework)
        .annotate(held=Count("observations", filter=current))
        .filter(held__gt=0)
        .values_list("indicator_id", "area_id", "dimensions_key", "held")
    )
    found: dict[int, tuple[int, int, int]] = {}
    for pk, area, dims, held in rows:
        values, groups, areas = found.get(pk, (0, 0, 0))
        found[pk] = (values + held, groups + bool(dims), areas + (area is not None))
    return found


def _latest(here: Here, framework: str) -> dict[int, Latest]:
    rows = (
        models.Observation.objects.filter(
            CURRENT,
            series__place=here.place,
            series__indicator__framework=framework,
            series__area__isnull=True,
            series__dimensions_key="",
            value__isnull=False,
        )
        .order_by("year", "period", "pk")
        .values_list("series__indicator_id", "period", "value", "status", "series__unit")
    )
    return {
        pk: Latest(period, value, status, unit)
        for pk, period, value, status, unit in rows
        if value is not None
    }


def _targets(here: Here, framework: str) -> dict[int, tuple[bool, bool]]:
    rows = models.Target.objects.filter(
        CURRENT,
        series__place=here.place,
        series__indicator__framework=framework,
        series__area__isnull=True,
        series__dimensions_key="",
    )
    return {
        pk: (baseline is not None, target is not None)
        for pk, baseline, target in rows.values_list(
            "series__indicator_id", "baseline_value", "target_value"
        )
    }


def counts_by_part(rows: Iterable[Listed]) -> tuple[Counts, ...]:
    """Return what the place has, by domain or goal."""
    return coverage(row.state for row in rows)


def narrowed(
    rows: Iterable[Listed], *, show: str = "all", part: str = "", words: str = ""
) -> list[Listed]:
    """Return the rows that are asked for. `words` are looked for in code and label."""
    sought = skeleton(words)
    return [
        row
        for row in rows
        if (not part or row.part == part)
        and _shown(row, show)
        and (not sought or _holds(row.indicator, sought))
    ]


def _shown(row: Listed, show: str) -> bool:
    return {
        "chosen": row.chosen is not None,
        "key": row.chosen is not None and row.chosen.priority,
        "value": row.values > 0,
        "missing": row.chosen is not None and row.values == 0,
    }.get(show, True)


def _holds(indicator: models.Indicator, sought: str) -> bool:
    texts = (indicator.code, indicator.target_code, *indicator.label.values())
    return any(sought in skeleton(text) for text in texts if text)
