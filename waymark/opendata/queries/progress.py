"""How far published series have come, worked out from what everybody sees and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation

from waymark.indicators.method_names import METHOD_NAMES
from waymark.indicators.models import PublicSeries, PublicValue
from waymark.indicators.queries import public
from waymark.indicators.queries.progress import inputs_of
from waymark.indicators.rules.facts import Goal
from waymark.indicators.rules.judging import judge
from waymark.kernel.progress import METHODS, Method, Point
from waymark.opendata import shapes
from waymark.opendata.queries.api import CHUNK, Answer, fits, paged, wanted_of


def methods(viewer: Any, asked: Mapping[str, Any]) -> Answer:
    """Return every method that can be asked for, by id."""
    with translation.override("en"):  # whatever language somebody's browser asks for
        found = [_method(entry.method) for entry in METHODS.values()]
    return paged(sorted(found, key=lambda one: one.id), asked, lambda one: one.id)


def _method(one: Method) -> shapes.MethodItem:
    return shapes.MethodItem(
        id=one.id,
        name=str(METHOD_NAMES.get(one.name, one.name)),
        version=one.version,
        formula=one.formula,
        formula_without_target=one.formula_free,
        thresholds=dict(one.thresholds),
        scale=one.scale,
        verified=str(one.verified),
        source=one.source,
    )


def progress(viewer: Any, asked: Mapping[str, Any]) -> Answer | None:
    """Return the verdict on each series of one place; None where it has published nothing.

    Withheld and missing values count for nothing, as for everybody who looks at them. A series
    without any number and without a baseline has no verdict.
    """
    if not public.told(viewer, asked["place"]).held:
        return None
    wanted = wanted_of({**asked, "place": [asked["place"]], "country": ""})
    rows = public.series(viewer, wanted).filter(key__gt=(asked["after"] or ("",))[0])
    limit = asked["limit"]
    found: list[PublicSeries] = []
    for row in rows.iterator(CHUNK):
        if fits(row.dimensions, asked["breakdown"]):
            found.append(row)
        if len(found) > limit:
            break
    page = found[:limit]
    points = _points(viewer, page)
    items = [
        _item(row, points.get(row.pk, ()), asked["method"])
        for row in page
        if row.pk in points or row.baseline_value is not None
    ]
    return Answer(items, (page[-1].key,) if len(found) > limit else None)


def _points(viewer: Any, series: Iterable[PublicSeries]) -> dict[int, tuple[Point, ...]]:
    """One point a year of each series: the last number that begins in it."""
    found: dict[int, dict[int, float]] = {}
    shown: Iterable[PublicValue] = public.values(viewer, [row.pk for row in series])
    for value in shown:
        if value.value is not None:
            found.setdefault(value.series_id, {})[value.start.year] = value.value
    return {
        pk: tuple(Point(year, value) for year, value in sorted(years.items()))
        for pk, years in found.items()
    }


def _item(row: PublicSeries, points: tuple[Point, ...], method: str) -> shapes.ProgressItem:
    indicator = row.publication.indicator
    goal = Goal(
        baseline_period=row.baseline_period,
        baseline_value=row.baseline_value,
        target_year=row.target_year or Goal().target_year,
        target_value=row.target_value,
    )
    inputs = inputs_of(indicator, row.unit or indicator.unit, points, goal)
    judged = judge(inputs, method)
    told = judged.stored()
    return shapes.ProgressItem(
        place=row.publication.place.slug,
        indicator=inputs.indicator,
        area=row.area.slug if row.area else None,
        breakdown=dict(row.dimensions),
        unit=row.unit,
        status=str(judged.status),
        format=told["format"],
        method=told["method"],
        inputs=told["inputs"],
        result=told["result"],
        refused=told["refused"],
    )
