"""What a city's data is now, in the shape in which the rules plan changes to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from waymark.base.permits import may, require
from waymark.indicators import models
from waymark.indicators.queries.links import visible
from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.facts import (
    Area,
    Days,
    Goal,
    Indicator,
    Known,
    Series,
    Value,
    dims_of,
)
from waymark.indicators.rules.permits import Permit
from waymark.indicators.rules.sources.beyond import Ground
from waymark.places.models import Place
from waymark.places.queries import known_parts, parts
from waymark.places.rules import Permit as PlacePermit

VALUE_FIELDS = (
    *("period", "value", "status", "source", "method", "sample_size", "margin"),
    *("next_update", "note", "source_type", "quality", "text"),
)


@dataclass(frozen=True)
class Held:
    """What is known, and by which ids the database knows it."""

    known: Known
    indicators: dict[str, int]
    series: dict[Series, str]
    observations: dict[tuple[Series, Days], int]
    targets: dict[Series, str]
    ground: Ground = field(default_factory=Ground)


def goal_of(row: models.Target) -> Goal:
    """A target's row as the rules know it."""
    return Goal(
        baseline_period=row.baseline_period,
        baseline_value=row.baseline_value,
        target_year=row.target_year,
        target_value=row.target_value,
        milestones=tuple((mark["year"], mark["value"]) for mark in row.milestones),
        note=row.note,
    )


def value_of(row: models.Observation) -> Value:
    """An observation's row as the rules know it."""
    return Value(*(getattr(row, name) for name in VALUE_FIELDS))


def known(viewer: Any, place: Place, *, beyond: bool = False) -> Held:
    """Return everything current in a place, for planning.

    `beyond`: its parts and texts too, which only data of other software change. Raises
    NotPermitted.
    """
    require(viewer, Permit.SEE_INDICATORS, on=place)
    held = _known(viewer, place)
    if not beyond:
        return held
    return replace(held, ground=_ground(place, held, may(viewer, PlacePermit.EDIT_PLACE, on=place)))


def known_at_console(viewer: Any, place: Place, *, beyond: bool = False) -> Held:
    """As `known`, at the operator's console, where nobody is asked for a permit."""
    held = _known(viewer, place)
    return replace(held, ground=_ground(place, held, may_set_parts=True)) if beyond else held


def _ground(place: Place, held: Held, may_set_parts: bool) -> Ground:
    names = {pk: name for name, pk in held.indicators.items()}
    parts = tuple(known_parts(None, place))
    return Ground(parts, place.boundary, _texts(place, names), may_set_parts)


def _known(viewer: Any, place: Place) -> Held:
    listed = {
        pk: Indicator(framework, code, unit, tuple(label.values()), tuple(former))
        for pk, framework, code, unit, label, former in models.Indicator.objects.filter(
            visible(place)
        )
        .order_by("framework__order", "order", "pk")
        .values_list("pk", "framework_id", "code", "unit", "label", "former_codes")
    }
    areas = tuple(
        Area(part.pk, part.slug, tuple(part.name.values()), part.code)
        for part in parts(viewer, place).defer("boundary")
    )
    by_id = {
        pk: Series(listed[indicator].name, area or "", dims_of(dimensions), unit)
        for pk, indicator, area, dimensions, unit in models.Series.objects.filter(
            place=place
        ).values_list("pk", "indicator_id", "area_id", "dimensions", "unit")
    }
    values, observations = _values(place, by_id)
    goals, targets = _goals(place, by_id)
    return Held(
        Known(
            tuple(listed.values()),
            areas,
            values,
            goals,
            frozenset(by_id.values()),
            tuple(filter(None, (place.pk, place.slug, place.code, *place.name.values()))),
        ),
        {indicator.name: pk for pk, indicator in listed.items()},
        {series: pk for pk, series in by_id.items()},
        observations,
        targets,
    )


def _texts(place: Place, names: dict[int, str]) -> dict[str, dict[tuple[str, str], str]]:
    """The current texts of metadata, by the name of the indicator that they are about."""
    rows = models.MetadataText.objects.filter(place=place, retired_at=None).exclude(text="")
    found: dict[str, dict[tuple[str, str], str]] = {}
    for pk, *key, text in rows.values_list("indicator_id", "concept", "language", "text"):
        found.setdefault(names[pk], {})[key[0], key[1]] = text
    return found


def _values(
    place: Place, by_id: dict[str, Series]
) -> tuple[dict[tuple[Series, Days], Value], dict[tuple[Series, Days], int]]:
    values: dict[tuple[Series, Days], Value] = {}
    ids: dict[tuple[Series, Days], int] = {}
    rows = models.Observation.objects.filter(series__place=place, retired_at__isnull=True)
    for pk, series, *fields in rows.order_by("pk").values_list("pk", "series_id", *VALUE_FIELDS):
        key = (by_id[series], days_of(fields[0]))
        values[key], ids[key] = Value(*fields), pk
    return values, ids


def _goals(place: Place, by_id: dict[str, Series]) -> tuple[dict[Series, Goal], dict[Series, str]]:
    goals: dict[Series, Goal] = {}
    ids: dict[Series, str] = {}
    rows = models.Target.objects.filter(series__place=place, retired_at__isnull=True)
    for row in rows:
        series = by_id[row.series_id]
        goals[series], ids[series] = goal_of(row), row.pk
    return goals, ids
