"""Rows of the mirror from the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from waymark.indicators.lake.layout import Row, bucket_of, size_of
from waymark.indicators.models import Observation, Target
from waymark.indicators.rules.cells import days_of
from waymark.places.models import Place

Bucket = tuple[str, str, int]
"""Framework, country and number."""

_FIELDS = (
    *("series__place_id", "series__indicator__framework_id", "series__indicator__code"),
    *("series__indicator__direction", "series__indicator__unit", "series_id", "series__area_id"),
    *("series__dimensions_key", "series__dimensions", "series__unit"),
    *("period", "value", "status", "pk"),
)
_DIRECTION = {"up": 1, "down": -1}
_CHUNK = 5_000


def rows_of(places: Iterable[Place]) -> Iterator[tuple[Bucket, Row]]:
    """Every current observation of these places, place by place; `country` must be loaded."""
    for place in places:
        yield from _of_place(place)


def _of_place(place: Place) -> Iterator[tuple[Bucket, Row]]:
    targets = {
        series: (year, value)
        for series, year, value in Target.objects.filter(
            series__place=place, retired_at__isnull=True
        ).values_list("series_id", "target_year", "target_value")
        if value is not None
    }
    found = (
        Observation.objects.filter(series__place=place, retired_at__isnull=True)
        .order_by("series_id", "year", "pk")
        .values_list(*_FIELDS)
    )
    about = place.pk, place.country.region_code, size_of(place.population)
    for series, held in groupby(found.iterator(_CHUNK), key=lambda fields: fields[5]):
        yield from _of_series(about, place.country_id, list(held), targets.get(series))


def _of_series(
    about: tuple[str, str, str],
    country: str,
    held: list[tuple[Any, ...]],
    target: tuple[int, float] | None,
) -> Iterator[tuple[Bucket, Row]]:
    days = [days_of(fields[10]) for fields in held]
    yearly = _yearly(
        [(*pair, fields[11] is not None) for pair, fields in zip(days, held, strict=True)]
    )
    for place_in_list, fields in enumerate(held):
        framework, code, direction, unit = fields[1:5]
        area, key, dimensions, own_unit = fields[6:10]
        dimension, category = _single(area, dimensions)
        first, last = days[place_in_list]
        yield (
            (framework, country, bucket_of(about[0])),
            Row(
                *about,
                code,
                _DIRECTION.get(direction, 0),
                area or "",
                key,
                dimension,
                category,
                own_unit or unit,
                first.year,
                first,
                last,
                place_in_list in yearly,
                fields[11],
                fields[12],
                *(target or (None, None)),
            ),
        )


def _single(area: str | None, dimensions: dict[str, str]) -> tuple[str, str]:
    """What sets a series apart, where it is one thing only."""
    if area:
        return ("", "") if dimensions else ("area", area)
    if len(dimensions) == 1:
        [(name, value)] = dimensions.items()
        return name, str(value)
    return "", ""


def _yearly(spans: list[tuple[date, date, bool]]) -> set[int]:
    """Which observations stand for their years: the longest with a value, then the latest."""
    best: dict[int, tuple[int, date, int]] = {}
    for number, (first, last, has_value) in enumerate(spans):
        if has_value:
            best[first.year] = max(
                best.get(first.year, (0, first, -1)), ((last - first).days + 1, last, number)
            )
    return {number for _days, _last, number in best.values()}
