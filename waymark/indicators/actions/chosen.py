"""Which indicators a city works with, which are its key values, and who holds the data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.common import choose, lock
from waymark.indicators.rules.permits import Permit
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place

MAX_HOLDER = 200


@transaction.atomic
def choose_indicators(
    *,
    place: Place,
    wanted: Iterable[models.Indicator],
    among: Iterable[models.Indicator],
    by: Any,
    at: datetime,
) -> tuple[int, int]:
    """Make the city work with just these of `among`; return how many came and how many went.

    One with values or a target stays chosen, as what is reported must stay described. Raises
    NotPermitted.
    """
    require(by, Permit.EDIT_INDICATORS, on=place)
    lock(place)
    keep = {row.pk for row in wanted}
    came = choose(place, keep, by=by, at=at)
    leaving = models.ChosenIndicator.objects.filter(
        place=place, indicator__in=[row.pk for row in among if row.pk not in keep]
    ).exclude(indicator__in=in_use(place))
    went = sorted(leaving.values_list("indicator_id", flat=True))
    leaving.delete()
    if came or went:
        facts = {"came": came, "went": went}
        record("indicators.choose", place, by=by, at=at, scope=place, facts=facts)
    return len(came), len(went)


def in_use(place: Place) -> set[int]:
    """The indicators of which a place has a current value or target."""
    held = models.Series.objects.filter(place=place)
    values = held.filter(observations__retired_at__isnull=True, observations__isnull=False)
    targets = held.filter(targets__retired_at__isnull=True, targets__isnull=False)
    return {
        *values.values_list("indicator_id", flat=True),
        *targets.values_list("indicator_id", flat=True),
    }


@transaction.atomic
def describe_indicator(
    *,
    place: Place,
    indicator: models.Indicator,
    priority: bool,
    holder: str,
    counts_people: bool = False,
    by: Any,
    at: datetime,
) -> models.ChosenIndicator:
    """Say whether an indicator is one of the city's key values, and who holds its data.

    With `counts_people` its values say how many people belong to each group and area, and weigh
    the groups of other indicators.

    Raises NotPermitted, Refused (text that can't be stored).
    """
    require(by, Permit.EDIT_INDICATORS, on=place)
    lock(place)
    try:
        holder = texts.clean(holder).strip()
    except texts.BadText as error:
        raise Refused(Reason(error.why, {"where": error.where})) from error
    if len(holder) > MAX_HOLDER:
        raise Refused(Reason("text.too_long", {"most": MAX_HOLDER}))
    choose(place, [indicator.pk], by=by, at=at)
    row = models.ChosenIndicator.objects.get(place=place, indicator=indicator)
    said = {"priority": priority, "holder": holder, "counts_people": counts_people}
    if any(getattr(row, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(row, name, value)
        row.save(update_fields=list(said))
        facts = {"indicator": indicator.pk, "priority": priority, "counts_people": counts_people}
        record("indicator.describe", place, by=by, at=at, scope=place, facts=facts)
    return row
