"""Entering, changing and removing single values. What was known before is kept, only retired."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from msgspec.structs import asdict

from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.common import checked, choose, fingerprint, lock, series_of
from waymark.indicators.queries.known import value_of
from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.facts import Dims, Value
from waymark.indicators.rules.permits import Permit
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place


def _of_same_days(
    series: models.Series, period: str, but: int | None = None
) -> models.Observation | None:
    days = days_of(period)
    current = series.observations.filter(retired_at__isnull=True)
    return next((o for o in current if o.pk != but and days_of(o.period) == days), None)


def _refuse_second(series: models.Series, period: str, but: int | None = None) -> None:
    other = _of_same_days(series, period, but)
    if other is not None:
        raise Refused(Reason("value.there_already", {"period": other.period}))


def _store(
    series: models.Series, value: Value, by: Any, at: datetime, **more: Any
) -> models.Observation:
    year = days_of(value.period)[0].year
    return models.Observation.objects.create(
        series=series, year=year, entered_by=by, entered_at=at, **asdict(value), **more
    )


def _facts(row: models.Observation) -> dict[str, Any]:
    value = asdict(value_of(row))
    value["next_update"] = row.next_update.isoformat() if row.next_update else None
    return {"series": row.series_id, "observation": row.pk, "sha256": fingerprint(value)}


@transaction.atomic
def enter_value(
    *,
    place: Place,
    indicator: models.Indicator,
    value: Value,
    by: Any,
    at: datetime,
    area: Place | None = None,
    dims: Dims = (),
    unit: str = "",
) -> models.Observation:
    """Enter a value that is not there yet; the city then works with the indicator.

    A unit that the series does not have makes another series. Raises NotPermitted, Refused (a value
    for these days is there, period or number wrong, area of another city, the unit not clear).
    """
    require(by, Permit.EDIT_INDICATORS, on=place)
    lock(place)
    value = checked(value)
    series = series_of(place, indicator, area, dims, unit)
    _refuse_second(series, value.period)
    choose(place, [indicator.pk], by=by, at=at)
    row = _store(series, value, by, at)
    record("value.enter", series, by=by, at=at, scope=place, facts=_facts(row))
    return row


def _take(observation: models.Observation) -> models.Observation:
    """The row as it is now, locked; refused where somebody was faster."""
    lock(observation.series.place)
    row = (
        models.Observation.objects.select_for_update(of=("self",))
        .select_related("series__place")
        .get(pk=observation.pk)
    )
    if row.retired_at is not None:
        raise Refused(Reason("value.changed_meanwhile", {"period": row.period}))
    return row


@transaction.atomic
def change_value(
    *, observation: models.Observation, value: Value, by: Any, at: datetime
) -> models.Observation:
    """Put a value in the place of another, which is retired. What is equal stays as it is.

    Raises NotPermitted, Refused (changed by somebody else meanwhile, and as `enter_value`).
    """
    place = observation.series.place
    require(by, Permit.EDIT_INDICATORS, on=place)
    row = _take(observation)
    value = checked(value)
    _refuse_second(row.series, value.period, row.pk)
    if value == value_of(row):
        return row
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    new = _store(row.series, value, by, at)
    facts = _facts(new) | {"replaces": row.pk}
    record("value.change", row.series, by=by, at=at, scope=place, facts=facts)
    return new


@transaction.atomic
def remove_value(*, observation: models.Observation, by: Any, at: datetime) -> None:
    """Retire a value; the history keeps it. Raises NotPermitted, Refused (changed meanwhile)."""
    place = observation.series.place
    require(by, Permit.EDIT_INDICATORS, on=place)
    row = _take(observation)
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    record("value.remove", row.series, by=by, at=at, scope=place, facts=_facts(row))
