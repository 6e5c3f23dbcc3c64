"""Public data as tables to take away, in the columns in which data is brought in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from waymark.indicators.queries import public
from waymark.indicators.rules.cells import write_milestones
from waymark.indicators.rules.columns import BREAKDOWN, HEADERS, ORIGIN
from waymark.indicators.rules.facts import DIMENSIONS, PROPOSED
from waymark.kernel.tables import Cell, csv_chunks

CHUNK = 500
MOST_SERIES = 20_000


class TooLarge(Exception):
    """The table has more series than one file may have."""


def csv(viewer: Any, wanted: public.Wanted) -> Iterator[bytes]:
    """Yield a table of public data as CSV; nothing in it begins a formula. Raises TooLarge."""
    held = list(public.series(viewer, wanted)[: MOST_SERIES + 1])
    if len(held) > MOST_SERIES:
        raise TooLarge
    further = sorted({name for row in held for name in row.dimensions}.difference(DIMENSIONS))
    return csv_chunks(_rows(viewer, held, further))


def _rows(viewer: Any, held: list[Any], further: list[str]) -> Iterator[list[Cell]]:
    yield [*HEADERS.values(), ORIGIN, *(BREAKDOWN + name for name in further)]
    for place in range(0, len(held), CHUNK):
        part = held[place : place + CHUNK]
        values: dict[int, list[Any]] = {row.pk: [] for row in part}
        for value in public.values(viewer, values):
            values[value.series_id].append(value)
        for row in part:
            about = _about(row)
            own: list[Cell] = [row.dimensions.get(name, "") for name in further]
            for cells in [_value(value) for value in values[row.pk]] or [{}]:
                told = about | cells
                yield [*(told.get(name) for name in HEADERS), told.get(ORIGIN), *own]


def _about(row: Any) -> dict[str, Cell]:
    indicator = row.publication.indicator
    return {
        "indicator": f"{indicator.framework_id}:{indicator.code}",
        "label": str(indicator.label),
        "area": row.area.slug if row.area else "",
        "unit": row.unit,
        **{name: row.dimensions.get(name, "") for name in DIMENSIONS},
        "baseline_period": row.baseline_period,
        "baseline_value": row.baseline_value,
        "target_year": row.target_year,
        "target_value": row.target_value,
        "milestones": write_milestones(
            tuple((mark["year"], mark["value"]) for mark in row.milestones)
        ),
    }


def _value(value: Any) -> dict[str, Cell]:
    return {
        "period": value.period,
        "value": value.value,
        "text": value.text,
        "status": value.status,
        "source": value.source,
        "source_type": value.source_type,
        "method": value.method,
        "quality": value.quality,
        "sample_size": value.sample_size,
        "margin": value.margin,
        "next_update": value.next_update,
        "note": value.note,
        ORIGIN: PROPOSED if value.proposed else "",
    }
