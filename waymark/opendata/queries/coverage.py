"""How many indicators of each domain or goal a place has published, and with what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from waymark.indicators.queries import public
from waymark.indicators.rules.coverage import State, coverage
from waymark.opendata import shapes
from waymark.opendata.queries.api import Answer, paged


def counts(viewer: Any, slug: str, asked: Mapping[str, Any]) -> Answer | None:
    """Return the counts of a place, by list and part; None where it has published nothing.

    Counts of what is there, never a score; what is not public counts as not there.
    """
    published = {row.indicator_id for row in public.publications(viewer, slug)}
    if not published:
        return None
    held: dict[int, list[Any]] = defaultdict(list)
    for row in public.series_with_values(viewer, slug):
        held[row.publication.indicator_id].append(row)
    states: dict[str, list[State]] = defaultdict(list)
    for indicator in public.indicators(viewer, slug):
        if asked["list"] in (None, indicator.framework_id):
            state = _state(indicator, held[indicator.pk], indicator.pk in published)
            states[indicator.framework_id].append(state)
    found = [
        shapes.CoverageItem(
            place=slug,
            list=framework,
            part=count.part,
            listed=count.listed,
            published=count.chosen,
            with_value=count.value,
            with_groups=count.groups,
            with_areas=count.areas,
            with_target=count.targets,
        )
        for framework, known in states.items()
        for count in coverage(known)
    ]
    found.sort(key=_key)
    return paged(found, asked, _key)


def _key(item: shapes.CoverageItem) -> str:
    return (
        f"{item.list}/{int(item.part):02}" if item.part.isdecimal() else f"{item.list}/{item.part}"
    )


def _state(indicator: Any, series: list[Any], published: bool) -> State:
    whole = [row for row in series if row.area_id is None and not row.dimensions]
    return State(
        part=indicator.domain or str(indicator.goal or ""),
        chosen=published,
        value=bool(whole),
        groups=any(row.dimensions for row in series),
        areas=any(row.area_id for row in series),
        targets=any(
            row.baseline_value is not None and row.target_value is not None for row in whole
        ),
    )
