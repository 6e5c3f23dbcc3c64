"""Everything a city has, and an empty form for what it lacks, as tables to take away."""

from __future__ import annotations

from collections.abc import Iterator

from waymark.indicators import models
from waymark.indicators.queries.known import goal_of, value_of
from waymark.indicators.queries.links import visible
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.cells import write_milestones
from waymark.indicators.rules.columns import HEADERS
from waymark.indicators.rules.facts import DIMENSIONS, Goal, Value
from waymark.indicators.rules.find import is_loose
from waymark.kernel.tables import Cell

HEADER = tuple(HEADERS.values())
CURRENT = {"retired_at__isnull": True}


def _row(cells: dict[str, Cell]) -> list[Cell]:
    return [cells.get(name) for name in HEADERS]


def _value(value: Value) -> dict[str, Cell]:
    return {
        "period": value.period,
        "value": value.value,
        "status": value.status,
        "source": value.source,
        "method": value.method,
        "sample_size": value.sample_size,
        "margin": value.margin,
        "next_update": value.next_update,
        "note": value.note,
    }


def _goal(goal: Goal) -> dict[str, Cell]:
    return {
        "baseline_period": goal.baseline_period,
        "baseline_value": goal.baseline_value,
        "target_year": goal.target_year,
        "target_value": goal.target_value,
        "milestones": write_milestones(goal.milestones),
        "target_note": goal.note,
    }


def export(here: Here, indicator: models.Indicator | None = None) -> Iterator[list[Cell]]:
    """Yield every current value of the place, or of one indicator, with the target of its series.

    A series with a target and no value gives one row without a period. The header is `HEADER`;
    read again, the table changes nothing.
    """
    rows = models.Series.objects.filter(place=here.place)
    if indicator is not None:
        rows = rows.filter(indicator=indicator)
    held = list(
        rows.select_related("indicator").order_by(
            "indicator__framework__order", "indicator__order", "area__slug", "dimensions_key"
        )
    )
    goals = {
        row.series_id: _goal(goal_of(row))
        for row in models.Target.objects.filter(series__in=rows, **CURRENT)
    }
    values: dict[str, list[Value]] = {}
    for row in models.Observation.objects.filter(series__in=rows, **CURRENT).order_by(
        "year", "period", "pk"
    ):
        values.setdefault(row.series_id, []).append(value_of(row))
    for series in held:
        about = _about(here, series)
        goal = goals.get(series.pk, {})
        for value in values.get(series.pk, []):
            yield _row(about | _value(value) | goal)
        if goal and series.pk not in values:
            yield _row(about | goal)


def _about(here: Here, series: models.Series) -> dict[str, Cell]:
    area = here.areas.get(series.area_id or "")
    return {
        "indicator": f"{series.indicator.framework_id}:{series.indicator.code}",
        "label": str(series.indicator.label),
        "area": area.slug if area else "",
        "unit": series.unit,
        **{name: series.dimensions.get(name, "") for name in DIMENSIONS},
    }


def template(here: Here, framework: str) -> Iterator[list[Cell]]:
    """Yield one prepared row for each chosen indicator of a list, or for each of its rows."""
    rows = models.Indicator.objects.filter(
        visible(here.place), framework=framework, retired_in=None, retired_at=None
    ).order_by("order", "code")
    chosen = rows.filter(
        pk__in=models.ChosenIndicator.objects.filter(place=here.place).values("indicator")
    )
    for row in list(chosen) or rows:
        name = f"{row.framework_id}:{row.code}"
        unit = "" if is_loose(row.unit) else row.unit
        yield _row({"indicator": name, "label": str(row.label), "unit": unit})
