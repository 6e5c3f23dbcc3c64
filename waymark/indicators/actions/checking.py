"""Looking values over: somebody else than who entered one says that it is as its source has it.

What was said holds for the value as it stands. A changed value is a new one, looked over by nobody.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.common import fingerprint, lock, refuse_if
from waymark.indicators.rules.checks import checking_reasons
from waymark.indicators.rules.permits import Permit
from waymark.kernel.flow import Reason, Refused


@transaction.atomic
def check_values(
    *, series: models.Series, values: Collection[int], by: Any, at: datetime
) -> list[models.Observation]:
    """Say of values of a series that they were looked over; what was said already stays.

    Returns the values that are new to it. Raises NotPermitted, Refused (none chosen, a value that
    is not there any more, one that the same person entered).
    """
    place = series.place
    require(by, Permit.CHECK_VALUES, on=place)
    lock(place)
    rows = _current(series, values)
    refuse_if(checking_reasons(((row.period, row.entered_by_id) for row in rows), by.pk))
    new = [row for row in rows if row.checked_at is None]
    for row in new:
        row.checked_by, row.checked_at = by, at
    models.Observation.objects.bulk_update(new, ["checked_by", "checked_at"])
    if new:
        record("value.check", series, by=by, at=at, scope=place, facts=_facts(new))
    return new


@transaction.atomic
def uncheck_value(*, observation: models.Observation, by: Any, at: datetime) -> None:
    """Take back that a value was looked over; one that was not stays as it is.

    Raises NotPermitted, Refused (changed by somebody else meanwhile).
    """
    series = observation.series
    require(by, Permit.CHECK_VALUES, on=series.place)
    lock(series.place)
    (row,) = _current(series, [observation.pk])
    if row.checked_at is None:
        return
    row.checked_by = row.checked_at = None
    row.save(update_fields=["checked_by", "checked_at"])
    record("value.uncheck", series, by=by, at=at, scope=series.place, facts=_facts([row]))


def _current(series: models.Series, values: Collection[int]) -> list[models.Observation]:
    """The values as they are now, locked. Raises Refused where one has gone or none was meant."""
    wanted = sorted(set(values))
    if not wanted:
        raise Refused(Reason("checking.none"))
    rows = list(
        series.observations.select_for_update()
        .filter(pk__in=wanted, retired_at__isnull=True)
        .order_by("pk")
    )
    if len(rows) < len(wanted):
        raise Refused(Reason("checking.changed_meanwhile"))
    return rows


def _facts(rows: list[models.Observation]) -> dict[str, Any]:
    told = [[row.period, row.value, row.text, row.status] for row in rows]
    return {
        "series": rows[0].series_id,
        "observations": [row.pk for row in rows],
        "sha256": fingerprint({"values": told}),
    }
