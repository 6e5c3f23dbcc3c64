"""Everything that a place has published, in the form from which all formats are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from waymark.indicators.models import Indicator, Publication, PublicSeries, PublicValue
from waymark.indicators.queries import public
from waymark.indicators.rules.exports.model import Data, Line, Listed, Part
from waymark.indicators.rules.exports.several import Several
from waymark.indicators.rules.facts import Goal, Proposed, Series, Value, dims_of
from waymark.opendata.tables import CHUNK, MOST_SERIES, TooLarge
from waymark.places.models import Place

MOST_OF_COUNTRY = 50_000
"""Series in the file of a country."""

MOST_IN_WORKBOOK = 10_000
"""The same as XLSX, which takes five times as long to write as all else."""

VALUE = (
    *("period", "value", "status", "source", "method", "sample_size", "margin", "next_update"),
    *("note", "source_type", "quality", "text"),
)


def data(viewer: Any, slug: str) -> Data | None:
    """Return what a place has published, or None; values are read when asked for.

    Raises TooLarge. Its date is that of the last change, so equal data make equal files.
    """
    shown = public.publications(viewer, slug)
    if not shown:
        return None
    held = _held(viewer, shown, public.Wanted(places=[slug]), MOST_SERIES)
    return _data(viewer, shown, held)


def country(viewer: Any, code: str, kind: str = "csv") -> Several | None:
    """Return what all places of a country have published, for a file of a kind, or None.

    Raises TooLarge.
    """
    shown: dict[str, list[Publication]] = {}
    for row in _shared(public.published(viewer).filter(place__country=code)):
        shown.setdefault(row.place.slug, []).append(row)
    if not shown:
        return None
    held: dict[str, list[Any]] = {}
    every = chain.from_iterable(shown.values())
    most = MOST_IN_WORKBOOK if kind == "xlsx" else MOST_OF_COUNTRY
    for one in _held(viewer, every, public.Wanted(country=code), most):
        held.setdefault(one.publication.place.slug, []).append(one)
    data = [_data(viewer, rows, held.get(slug, [])) for slug, rows in shown.items()]
    names = next(iter(shown.values()))[0].place.country.name
    return Several(code.lower(), dict(names), max(one.made_at for one in data), tuple(data))


def _shared(rows: QuerySet[Publication]) -> Iterator[Publication]:
    """Publications that share their places and indicators: a copy for each would be much."""
    places: dict[str, Place] = {}
    indicators: dict[int, Indicator] = {}
    for row in rows.defer("place__boundary").iterator():
        row.place = places.setdefault(row.place_id, row.place)
        row.indicator = indicators.setdefault(row.indicator_id, row.indicator)
        yield row


def _held(viewer: Any, shown: Iterable[Publication], wanted: public.Wanted, most: int) -> list[Any]:
    """The series of publications, which share these and their areas. Raises TooLarge.

    Each has `proposed`: whether one of its values came from outside.
    """
    known, areas = {row.pk: row for row in shown}, dict[str, Place]()
    rows = public.series(viewer, wanted).select_related(None).select_related("area")
    found = []
    outside = PublicValue.objects.filter(series=OuterRef("pk"), proposed=True)
    rows = rows.defer(None).defer("area__boundary").annotate(proposed=Exists(outside))
    for row in rows[: most + 1].iterator():
        if row.publication_id not in known:  # made public since we looked
            continue
        row.publication = known[row.publication_id]
        if row.area is not None:
            row.area = areas.setdefault(row.area.pk, row.area)
        found.append(row)
    if len(found) > most:
        raise TooLarge
    return found


def _data(viewer: Any, shown: Sequence[Publication], held: Sequence[Any]) -> Data:
    """What one place has published."""
    place = shown[0].place
    terms = getattr(place, "public_terms", None)
    areas = {row.area_id: row.area for row in held if row.area}
    return Data(
        place=Part(place.slug, dict(place.name), place.code),
        made_at=max(row.changed_at for row in shown),
        indicators=tuple(_listed(row.indicator) for row in shown),
        parts=tuple(Part(one.slug, dict(one.name), one.code) for one in areas.values()),
        series=tuple(map(_series, held)),
        lines=lambda: _lines(viewer, held),
        licence=terms.licence if terms else "",
        source=settings.WAYMARK_BASE_URL + reverse("opendata:place", args=[place.slug]),
        proposed=any(row.proposed for row in held),
    )


def _listed(row: Any) -> Listed:
    return Listed(
        row.framework_id,
        row.code,
        dict(row.label),
        row.unit,
        row.direction,
        row.goal,
        row.target_code,
    )


def _series(row: PublicSeries) -> Series:
    indicator = row.publication.indicator
    area = row.area.slug if row.area else ""
    name = f"{indicator.framework_id}:{indicator.code}"
    return Series(name, area, dims_of(row.dimensions), row.unit)


def _lines(viewer: Any, held: Sequence[PublicSeries]) -> Iterator[Line]:
    for place in range(0, len(held), CHUNK):
        part = held[place : place + CHUNK]
        told: dict[int, list[Value]] = {row.pk: [] for row in part}
        for row in public.values(viewer, told):
            kind = Proposed if row.proposed else Value
            told[row.series_id].append(kind(*(getattr(row, name) for name in VALUE)))
        for series in part:
            yield Line(_series(series), tuple(told[series.pk]), _goal(series))


def _goal(row: PublicSeries) -> Goal:
    return Goal(
        row.baseline_period,
        row.baseline_value,
        row.target_year or Goal().target_year,
        row.target_value,
        tuple((mark["year"], mark["value"]) for mark in row.milestones),
    )
