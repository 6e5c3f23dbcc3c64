"""Everything known of a place's indicators, as the case format writes it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from waymark.indicators.methods import transform
from waymark.indicators.models import ChosenIndicator, Indicator, Observation, Series, Target
from waymark.indicators.queries.links import names_of
from waymark.indicators.rules.find import same_unit
from waymark.places.models import Place

STATUS = {"A": "final", "B": "final", "E": "estimated", "P": "provisional", "M": "missing"}
STATUS["Q"] = "suppressed"
MORE = ("text", "source_type", "quality")


def _name(framework: str, code: str) -> str:
    return f"{framework}:{code}"


def _dimensions(series: Series) -> dict[str, str]:
    dims = {str(key): str(value) for key, value in sorted(series.dimensions.items())}
    if series.area_id:
        dims["area"] = series.area_id
    return dims


def _unit(series: Series) -> dict[str, str]:
    """The unit, where it is another one than the list's."""
    own, listed = series.unit, series.indicator.unit
    return {} if not own or same_unit(own, listed) else {"unit": own}


def _turned(indicator: Indicator) -> dict[str, str]:
    """How its values must be turned before they can be judged, where they must be."""
    found = transform(indicator, indicator.unit)
    return {"transform": found} if found else {}


def _chosen(place: Place) -> list[dict[str, Any]]:
    rows = (
        ChosenIndicator.objects.filter(place=place)
        .select_related("indicator")
        .order_by("indicator__framework__order", "indicator__order", "indicator__code")
    )
    names = names_of(place, [row.indicator for row in rows])
    return [
        {
            "id": _name(row.indicator.framework_id, row.indicator.code),
            "label": row.indicator.label.get("en") or next(iter(row.indicator.label.values()), ""),
            "unit": row.indicator.unit,
            "direction": row.indicator.direction or "up",
            "priority": row.priority,
            "source": row.holder,
            "same_as": names[row.indicator_id],
            **_turned(row.indicator),
        }
        for row in rows
    ]


def _observations(place: Place) -> list[dict[str, Any]]:
    rows = Observation.objects.filter(series__place=place, retired_at__isnull=True)
    rows = rows.exclude(series__area__kind=Place.Kind.GRID_CELL)
    return [
        {
            "indicator": _name(row.series.indicator.framework_id, row.series.indicator.code),
            "period": row.period,
            "value": row.value,
            "status": STATUS[row.status],
            "dims": _dimensions(row.series),
            **_unit(row.series),
            "source": row.source,
            "method": row.method,
            "note": row.note,
            **{name: told for name in MORE if (told := getattr(row, name))},
        }
        for row in rows.select_related("series__indicator").order_by("series_id", "year", "id")
    ]


def _target_rows(row: Target, key: dict[str, Any]) -> list[dict[str, Any]]:
    found = [
        {**key, "period": str(mark["year"]), "value": mark["value"], "milestone": True}
        for mark in row.milestones
    ]
    if row.target_value is not None:
        found.append(
            {**key, "period": str(row.target_year), "value": row.target_value, "milestone": False}
        )
    return found


def snapshot(place: Place) -> dict[str, list[dict[str, Any]]]:
    """Return everything known of a place's indicators as plain values of the case format.

    Indicators are named framework:code, with every other name under which they answer: that of an
    exactly linked one, and former ones. Periods stay as their source wrote them. What is in another
    unit than the list's names it. Cells of a grid are left out: a case knows no map. The caller has
    already established that the viewer may read the place's data.
    """
    baselines: list[dict[str, Any]] = []
    targets: list[dict[str, Any]] = []
    rows = Target.objects.filter(series__place=place, retired_at__isnull=True).filter(
        Q(target_value__isnull=False) | Q(baseline_value__isnull=False)
    )
    rows = rows.exclude(series__area__kind=Place.Kind.GRID_CELL)
    for row in rows.select_related("series__indicator").order_by("series_id"):
        indicator = row.series.indicator
        key = {
            "indicator": _name(indicator.framework_id, indicator.code),
            "dims": _dimensions(row.series),
            **_unit(row.series),
        }
        if row.baseline_value is not None and row.baseline_period:
            baselines.append({**key, "period": row.baseline_period, "value": row.baseline_value})
        targets += _target_rows(row, key)
    return {
        "indicators": _chosen(place),
        "observations": _observations(place),
        "baselines": baselines,
        "targets": targets,
    }
