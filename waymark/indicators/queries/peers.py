"""Anonymous values of other places, for a city that asks: never a name, never who has which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import duckdb
from django.conf import settings

from waymark.indicators.lake import analysis, mirror
from waymark.indicators.lake.engine import DuckEngine, NoLake
from waymark.indicators.lake.layout import size_of
from waymark.indicators.models import LOCAL
from waymark.indicators.queries.place import Here
from waymark.indicators.queries.series import Detail, Line

YEARS = 5
"""Values of others count that are at most so much older than the city's own latest one."""

By = Literal["region", "size"]


@dataclass(frozen=True)
class Peers:
    """What is known of the others. `why` says why nothing is: local, alone, no_mirror, few."""

    line: Line | None
    since: int = 0
    others: analysis.Others | None = None
    as_of: datetime | None = None
    why: str = ""


def peers_of(here: Here, detail: Detail, by: By) -> Peers:
    """Return anonymous values of the other places of the city's region or size class.

    Read from the columnar mirror, which knows no more than the database did when it was last
    brought up to date.
    """
    line = detail.total
    if detail.indicator.framework_id == LOCAL:
        return Peers(line, why="local")
    group = here.place.country.region_code if by == "region" else size_of(here.place.population)
    if line is None or not line.points or not group:
        return Peers(line, why="alone")
    since = line.points[-1].year - YEARS
    asked = analysis.Asked(
        detail.indicator.framework_id,
        detail.indicator.code,
        line.unit,
        here.place.pk,
        by,
        group,
        since,
    )
    folder = Path(settings.WAYMARK_LAKE)
    try:
        others = analysis.others(DuckEngine(folder), asked)
    except (NoLake, duckdb.Error):
        return Peers(line, since, why="no_mirror")
    return Peers(line, since, others, mirror.as_of(folder), "" if others else "few")
