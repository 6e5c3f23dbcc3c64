"""Small steps that several verbs of this room share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from msgspec.structs import replace

from waymark.indicators import models
from waymark.indicators.rules.cells import read_unit_name
from waymark.indicators.rules.checks import value_reasons
from waymark.indicators.rules.facts import MAX_KEY, Dims, Goal, Value, dimensions_key
from waymark.indicators.rules.problems import Unreadable
from waymark.indicators.rules.unit_choice import settle, spelled
from waymark.kernel import canonical
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place

Told = TypeVar("Told", Value, Goal)


def refuse_if(reasons: Iterable[Reason]) -> None:
    """Raise Refused with all reasons, if there are any."""
    found = tuple(reasons)
    if found:
        raise Refused(*found)


def lock(place: Place) -> Place:
    """Take the place's data for oneself until the end of the transaction.

    All writes of a city's data wait for each other here: that no two values of one series are for
    the same days, however their periods are written, is beyond what an index can see.
    """
    return Place.objects.select_for_update().get(pk=place.pk)


def clean(told: Told) -> Told:
    """Bring every text of a value or target into the form in which it is stored.

    Raises Refused for characters that no store can carry.
    """
    new: dict[str, Any] = {}
    for name in ("period", "baseline_period", "source", "method", "note", "quality", "text"):
        text = getattr(told, name, "")
        if text:
            try:
                new[name] = texts.clean(text).strip()
            except texts.BadText as error:
                raise Refused(Reason(error.why, {"where": error.where})) from error
            if name.endswith("period"):
                new[name] = " ".join(new[name].split())
    return replace(told, **new)


def checked(value: Value) -> Value:
    """Bring a value that somebody typed into its stored form. Raises Refused where it has none."""
    value = clean(value)
    refuse_if(value_reasons(value))
    return value


def fingerprint(facts: Mapping[str, Any]) -> str:
    """A hash of what was stored, for the ledger, which holds no data itself."""
    return hashlib.sha256(canonical.dumps(facts)).hexdigest()


def choose(place: Place, indicator_ids: Iterable[int], *, by: Any, at: datetime) -> list[int]:
    """Make a place work with indicators; return those with which it did not yet."""
    wanted = set(indicator_ids)
    held = models.ChosenIndicator.objects.filter(place=place, indicator__in=wanted)
    new = sorted(wanted - set(held.values_list("indicator_id", flat=True)))
    models.ChosenIndicator.objects.bulk_create(
        models.ChosenIndicator(place=place, indicator_id=pk, chosen_by=by, chosen_at=at)
        for pk in new
    )
    return new


def series_of(
    place: Place, indicator: models.Indicator, area: Place | None, dims: Dims, unit: str
) -> models.Series:
    """Get or make a series; "" lets the unit follow from what is there (`unit_choice.settle`).

    Raises Refused for an area of another city, a breakdown that is too long, a unit that is none,
    and where none is said though several would do.
    """
    if area is not None and area.parent_id != place.pk:
        raise Refused(Reason("area.foreign"))
    key = dimensions_key(dims)
    if len(key) > MAX_KEY:
        raise Refused(Reason("group.key_too_long"))
    held = list(models.Series.objects.filter(place=place, indicator=indicator))
    own = {
        row.unit: row
        for row in held
        if (row.area_id, row.dimensions_key) == (area and area.pk, key)
    }
    try:
        said = read_unit_name(unit)
        settled = settle(said, spelled(own), spelled(row.unit for row in held), indicator.unit)
    except Unreadable as error:
        raise Refused(Reason(error.key, error.params)) from error
    return own.get(settled) or models.Series.objects.create(
        place=place,
        indicator=indicator,
        area=area,
        dimensions=dict(dims),
        dimensions_key=key,
        unit=settled,
    )
