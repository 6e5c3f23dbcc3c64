"""Results of methods as plain documents, from which they can be worked out again."""

from __future__ import annotations

from typing import Any

from waymark.indicators.queries.place import Here
from waymark.indicators.queries.progress import judged
from waymark.indicators.queries.series import Detail, Line
from waymark.indicators.rules.ahead import ahead, stored


def progress_document(here: Here, detail: Detail, method: str) -> dict[str, Any]:
    """Return the verdict on every series of an indicator with all that it was worked out from.

    Each entry of `series` is a document that `rules.judging.worked_out_again` takes; its
    `projection` is one that `rules.ahead.drawn_again` takes.
    """
    indicator = detail.indicator
    return {
        "place": here.place.slug,
        "indicator": f"{indicator.framework_id}:{indicator.code}",
        "label": dict(indicator.label),
        "method": method,
        "series": [
            {
                **_about(here, line),
                **judged(detail, line, method).stored(),
                "projection": _ahead(line),
            }
            for line in detail.lines
            if line.points or line.goal.baseline_value is not None
        ],
    }


def _ahead(line: Line) -> dict[str, Any]:
    until = line.goal.target_year
    return stored(ahead(line.points, line.unit, line.breaks, until), line.unit, until)


def _about(here: Here, line: Line) -> dict[str, Any]:
    area = here.areas.get(line.series.area_id or "")
    return {
        "series": line.series.pk,
        "area": area.slug if area else "",
        "dimensions": dict(line.dims),
    }
