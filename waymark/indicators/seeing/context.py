"""What the page of an indicator shows of its chart: the drawing, its files, the list of series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from waymark.indicators.forms.seeing import AREAS, asked, sought
from waymark.indicators.outlook_shown import band_of
from waymark.indicators.queries.areas import boundaries, unread_areas
from waymark.indicators.queries.place import Here
from waymark.indicators.queries.series import Detail, Line
from waymark.indicators.seeing import reading
from waymark.indicators.seeing.block import Block, block
from waymark.indicators.seeing.figure import FILES, Figure
from waymark.indicators.seeing.listing import listing

FILE_NAMES = {"csv": "CSV", "svg": "SVG", "png": "PNG", "json": "Vega-Lite"}


def seen_of(query: QueryDict, at: Here, held: Detail, shown: Sequence[Line]) -> Block:
    """Return the drawing that a query asks for. `shown` are the series over the years.

    One series alone is drawn on into the years to come.
    """
    ahead = band_of(shown[0], shown[0].unit) if len(shown) == 1 else None
    return block(
        reading.of_detail(at, held),
        asked(query),
        reading.seen_lines(held, shown),
        boundaries=lambda: boundaries(at),
        ahead=ahead,
    )


def seen_context(query: QueryDict, at: Here, held: Detail, shown: Sequence[Line]) -> dict[str, Any]:
    """Return what the parts `seen.html` and `series.html` of the page read."""
    seen = seen_of(query, at, held, shown)
    row = held.indicator
    where = [at.place.slug, row.framework_id, row.code]
    return {
        "seen": seen,
        "drawings": [
            (one.figure, files_of(one.figure, "indicators:chart", where, one.query))
            for one in seen.drawings
        ],
        "unread": unread_areas(at) if seen.view == AREAS else [],
        "listing": listing(at, held, sought(query), [line.series.pk for line in shown]),
        "shown_ids": {line.series.pk for line in shown},
    }


def files_of(
    figure: Figure | None, name: str, where: Sequence[str], query: str
) -> list[tuple[str, str]]:
    """The files of a figure: words and addresses. Without a drawing there is the table alone."""
    if figure is None:
        return []
    kinds = FILES if figure.svg else ("csv",)
    end = f"?{query}" if query else ""
    return [(FILE_NAMES[kind], reverse(name, args=[*where, kind]) + end) for kind in kinds]
