"""Questions over many places, with typed answers. None of them orders places by a result."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from waymark.indicators.lake.engine import Engine
from waymark.kernel.progress import METHOD
from waymark.kernel.progress.open_sdg import NEARLY_ZERO
from waymark.kernel.progress.peers import FEWEST_PEERS

LEAST_PLACES = 5
"""Fewer places than this are never summed up: one could be recognised."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The progress of one series; see `waymark.kernel.progress` for what the numbers mean."""

    framework: str
    country: str
    place: str
    indicator: str
    area: str
    dims: str
    unit: str
    base_year: int
    base_value: float
    latest_year: int
    latest_value: float
    target_year: int | None
    target: float | None
    observed: float | None
    required: float | None
    ratio: float | None
    status: str


@dataclass(frozen=True, slots=True)
class Gap:
    """How far the groups of one dimension lie apart in a place, then and now."""

    framework: str
    country: str
    place: str
    indicator: str
    unit: str
    dimension: str
    base_year: int
    base_gap: float
    latest_year: int
    categories: int
    latest_gap: float
    latest_ratio: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is there of a framework in a country."""

    framework: str
    country: str
    places: int
    indicators: int
    observations: int
    split_observations: int
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Peers:
    """Values of an anonymous group of places, in the unit of the indicator."""

    framework: str
    indicator: str
    unit: str
    group: str
    places: int
    lower_quartile: float
    median: float
    upper_quartile: float


@dataclass(frozen=True, slots=True)
class Others:
    """Anonymous values of other places for one indicator, in its unit; never those of few."""

    places: int
    lower_quartile: float
    median: float
    upper_quartile: float
    spread: float
    """The standard deviation."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which other places are asked about: those that share a group with `place`.

    `by` is region or size, `group` the region's code or the size class.
    """

    framework: str
    indicator: str
    unit: str
    place: str
    by: Literal["region", "size"]
    group: str
    since: int


def progress(engine: Engine, *, base_year: int = 2015) -> Iterator[Verdict]:
    """The progress of every yearly series that has a direction, by the names of things."""
    return (Verdict(*row) for row in engine.rows("progress", progress_parameters(base_year)))


def progress_parameters(base_year: int = 2015) -> dict[str, float]:
    """The thresholds of the method, for an engine that writes the verdicts to a file."""
    at = METHOD.thresholds
    return {
        "base_year": base_year,
        "nearly_zero": NEARLY_ZERO,
        "largest": sys.float_info.max,
        **{
            name: at[name]
            for name in ("on_track", "moderate", "growth_on_track", "growth_moderate")
        },
    }


def gaps(engine: Engine, *, base_year: int = 2015) -> Iterator[Gap]:
    """The gaps between groups, and between areas, of every place."""
    return (Gap(*row) for row in engine.rows("gaps", {"base_year": base_year}))


def coverage(engine: Engine) -> list[Coverage]:
    """What is there, by framework and country."""
    return [Coverage(*row) for row in engine.rows("coverage", {})]


def others(engine: Engine, asked: Asked) -> Others | None:
    """What the other places of a group have, without telling any of them; None where they are few.

    `FEWEST_PEERS` of the methods that need peers is the least, and cannot be lowered.
    """
    parameters = {
        "framework": asked.framework,
        "indicator": asked.indicator,
        "unit": asked.unit,
        "place": asked.place,
        "by": asked.by,
        "peer_group": asked.group,
        "since": asked.since,
        "least": max(FEWEST_PEERS, LEAST_PLACES),
    }
    rows = list(engine.rows("others", parameters))
    found = Others(*rows[0]) if rows and asked.group else None
    numbers = (
        (found.lower_quartile, found.median, found.upper_quartile, found.spread) if found else ()
    )
    return found if all(map(math.isfinite, numbers)) else None


def peers(
    engine: Engine, *, by: Literal["region", "size"], since: int, least: int = LEAST_PLACES
) -> list[Peers]:
    """Medians and quartiles of groups of places; `least` can be raised, never lowered."""
    asked = {"by": by, "since": since, "least": max(least, LEAST_PLACES)}
    return [Peers(*row) for row in engine.rows("peers", asked)]
