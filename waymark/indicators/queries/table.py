"""Everything a city has, and an empty form for what it lacks, as tables to take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from waymark.indicators import models
from waymark.indicators.queries.known import goal_of, value_of
from waymark.indicators.queries.links import visible
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.cells import write_milestones
from waymark.indicators.rules.columns import BREAKDOWN, HEADERS
from waymark.indicators.rules.facts import DIMENSIONS, Goal, Value
from waymark.indicators.rules.find import is_loose
from waymark.indicators.rules.unit_choice import usual_unit
from waymark.kernel.tables import Cell

CURRENT = {"retired_at__isnull": True}
Rows = Iterable[list[Cell]]


@dataclass(frozen=True)
class Table:
    """Rows under a header; `breakdowns` are the dimensions beyond those with a vocabulary."""

    rows: Rows
    breakdowns: tuple[str, ...] = ()

    @property
    def header(self) -> list[str]:
        """The columns of every table, and one more for each further dimension."""
        return [*HEADERS.values(), *(BREAKDOWN + name for name in self.breakdowns)]


def breakdowns_of(series: Iterable[models.Series]) -> tuple[str, ...]:
    """Return the dimensions without a vocabulary by which series are split, in order."""
    return tuple(sorted({name for row in series for name in row.dimensions}.difference(DIMENSIONS)))


def _value(value: Value) -> dict[str, Cell]:
    return {
        "period": value.period,
        "value": value.value,
        "text": value.text,
        "status": value.status,
        "source": value.source,
        "source_type": value.source_type,
        "method": value.method,
        "sample_size": value.sample_size,
        "margin": value.margin,
        "quality": value.quality,
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


def export(here: Here, indicator: models.Indicator | None = None) -> Table:
    """Return every current value of the place, or of one indicator, with the target of its series.

    A series with a target and no value gives one row without a period. Read again, the table
    changes nothing.
    """
    rows = models.Series.objects.filter(place=here.place)
    if indicator is not None:
        rows = rows.filter(indicator=indicator)
    held = list(
        rows.select_related("indicator").order_by(
            *("indicator__framework__order", "indicator__order", "area__slug"),
            *("dimensions_key", "unit"),
        )
    )
    names = breakdowns_of(held)
    return Table(_export(here, held, names), names)


def _export(here: Here, held: list[models.Series], names: tuple[str, ...]) -> Iterator[list[Cell]]:
    rows = [row.pk for row in held]
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
        further: list[Cell] = [series.dimensions.get(name, "") for name in names]
        goal = goals.get(series.pk, {})
        for value in values.get(series.pk, []):
            yield _row(about | _value(value) | goal, further)
        if goal and series.pk not in values:
            yield _row(about | goal, further)


def _row(cells: dict[str, Cell], further: Sequence[Cell] = ()) -> list[Cell]:
    return [*(cells.get(name) for name in HEADERS), *further]


def _about(here: Here, series: models.Series) -> dict[str, Cell]:
    area = here.areas.get(series.area_id or "")
    return {
        "indicator": f"{series.indicator.framework_id}:{series.indicator.code}",
        "label": str(series.indicator.label),
        "area": area.slug if area else "",
        "unit": series.unit,
        **{name: series.dimensions.get(name, "") for name in DIMENSIONS},
    }


def template(here: Here, framework: str) -> Table:
    """Return one prepared row for each chosen indicator of a list, or for each of its rows."""
    held = list(models.Series.objects.filter(place=here.place, indicator__framework=framework))
    units: dict[int, list[str]] = {}
    for series in held:
        units.setdefault(series.indicator_id, []).append(series.unit)
    names = breakdowns_of(held)
    return Table(list(_template(here, framework, units, [""] * len(names))), names)


def _template(
    here: Here, framework: str, units: Mapping[int, list[str]], further: Sequence[Cell]
) -> Iterator[list[Cell]]:
    rows = models.Indicator.objects.filter(
        visible(here.place), framework=framework, retired_in=None, retired_at=None
    ).order_by("order", "code")
    chosen = rows.filter(
        pk__in=models.ChosenIndicator.objects.filter(place=here.place).values("indicator")
    )
    for row in list(chosen) or rows:
        name = f"{row.framework_id}:{row.code}"
        unit = "" if is_loose(row.unit) else row.unit
        if row.pk in units:
            unit = usual_unit(units[row.pk], row.unit)
        yield _row({"indicator": name, "label": str(row.label), "unit": unit}, further)
