"""Entering the invented figures, their baselines and targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.indicators.actions.publishing import publish_indicators, set_public_terms
from waymark.indicators.models import ChosenIndicator, Indicator, Observation, Series, Target
from waymark.indicators.queries.disclosed import Wish
from waymark.indicators.queries.place import here
from waymark.indicators.queries.publishing import preview, publishable
from waymark.indicators.rules.suppression import LIMITS
from waymark.kernel import canonical
from waymark.places.models import Place
from waymark.portal.demo.cities import City
from waymark.portal.demo.figures import CURVES, figures


def _key(dimensions: dict[str, str]) -> str:
    return canonical.dumps(dimensions).decode() if dimensions else ""


@transaction.atomic
def enter_figures(
    place: Place, city: City, areas: Mapping[str, Place], *, by: Any, at: datetime
) -> None:
    """Choose the indicators and enter every value, baseline and target of a city."""
    codes = {curve.code.partition(":")[2] for curve in CURVES}
    known = {
        f"umf:{row.code}": row for row in Indicator.objects.filter(framework="umf", code__in=codes)
    }
    series: dict[tuple[str, str, str], Series] = {}
    values: list[Observation] = []
    for item in figures(city):
        name = (item.code, _key(item.dimensions), item.area)
        if name not in series:
            series[name] = Series.objects.create(
                indicator=known[item.code],
                place=place,
                area=areas.get(item.area),
                dimensions=item.dimensions,
                dimensions_key=_key(item.dimensions),
                unit=known[item.code].unit,
            )
        values.append(
            Observation(
                series=series[name],
                period=str(item.year),
                year=item.year,
                value=item.value,
                source="City statistics office (fictional)",
                method="Household survey" if item.dimensions or item.area else "Register",
                sample_size=1200 if item.dimensions else None,
                entered_by=by,
                entered_at=at,
            )
        )
    Observation.objects.bulk_create(values)
    _aim(place, known, series, values, by=by, at=at)


MOST = 8
"""Indicators that the certified city makes public; the others stay its own."""


def publish(place: Place, *, by: Any, at: datetime) -> None:
    """Make some of a city's indicators public under an open licence, after a look at them."""
    set_public_terms(place=place, licence="CC-BY-4.0", limits=LIMITS, by=by, at=at)
    found = here(by, place.slug)
    assert found is not None
    wishes = [Wish(row.indicator) for row in publishable(found)[:MOST]]
    seen = preview(found, wishes).seen
    publish_indicators(place=place, wishes=wishes, seen=seen, by=by, at=at)


def _aim(
    place: Place,
    known: Mapping[str, Indicator],
    series: Mapping[tuple[str, str, str], Series],
    values: Sequence[Observation],
    *,
    by: Any,
    at: datetime,
) -> None:
    """Choose each indicator and set its baseline and target."""
    for curve in CURVES:
        whole = series[curve.code, "", ""]
        first = next(value for value in values if value.series is whole)
        Target.objects.create(
            series=whole,
            baseline_period="2015",
            baseline_value=first.value,
            target_year=2030,
            target_value=curve.goal,
            milestones=[{"year": 2025, "value": round((curve.start + 2 * curve.goal) / 3, 2)}],
            updated_by=by,
            updated_at=at,
        )
        ChosenIndicator.objects.create(
            place=place,
            indicator=known[curve.code],
            priority=curve.key,
            holder="City statistics office",
            chosen_by=by,
            chosen_at=at,
        )
