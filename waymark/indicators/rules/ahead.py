"""Where a series would go until its target year, as a document that can be drawn again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from waymark.indicators.rules.units import read_unit
from waymark.kernel.progress import Point, Projection, Shape, project

Bounds = tuple[float, float]


def bounds_of(unit: str) -> Bounds:
    """Between which numbers a value in a unit must lie; infinite where nothing is known."""
    known = read_unit(unit)
    return (
        -math.inf if known.low is None else known.low,
        math.inf if known.high is None else known.high,
    )


def ahead(points: Iterable[Point], unit: str, breaks: Iterable[int], until: int) -> Projection:
    """Draw a series on until a year, within what its unit allows.

    Values before a break don't compare with those after it and are left out.
    """
    return project(points, until, since=max(breaks, default=None), within=bounds_of(unit))


def stored(drawn: Projection, unit: str, until: int) -> dict[str, Any]:
    """A projection as plain data: `drawn_again` gives the same."""
    within = [one if math.isfinite(one) else None for one in bounds_of(unit)]
    return {**drawn.stored(), "within": within, "until": until}


def drawn_again(document: Mapping[str, Any]) -> dict[str, Any]:
    """Draw anew from a stored projection alone: its path and its facts are not read."""
    low, high = document["within"]
    bounds = (-math.inf if low is None else low, math.inf if high is None else high)
    drawn = project(
        [Point(int(year), float(value)) for year, value in document["points"]],
        int(document["until"]),
        shape=Shape(document["shape"]),
        level=float(document["level"]),
        within=bounds,
    )
    return {**drawn.stored(), "within": document["within"], "until": document["until"]}
