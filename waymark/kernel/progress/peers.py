"""Methods that set one value against anonymous peers: opt-in, and one indicator at a time.

Certification compares a city with itself. These functions are for a city that asks where the
value of one indicator lies among others. They take bounds, thresholds and spread as they are
given, know no peer by name, add nothing up over indicators and put nobody in an order: whoever
builds a list of cities, or a total score, out of them breaks a rule of the house.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from waymark.kernel.flow import Reason
from waymark.kernel.progress.catalogue import DISTANCE, INDEX_ARROW, INDEX_COLOUR, INDEX_SCORE
from waymark.kernel.progress.method import Method
from waymark.kernel.progress.model import Direction, Point

FEWEST_PEERS = 10
"""With fewer peers their spread says too much about each of them, and too little about all."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The ends of the scale of an indicator, in its unit: `worst` scores 0 and `best` 100."""

    worst: float
    best: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where a value is green, and from where red, in the unit of the indicator."""

    green: float
    red: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one value lies by a method that needs peers, with all that led to it."""

    method: Method
    reason: Reason
    number: float | None = None
    category: str = ""
    components: Mapping[str, float] = field(default_factory=dict)


class BadScale(ValueError):
    """Bounds, thresholds or a spread that no value can be placed by."""


def index_score(value: float, bounds: Bounds) -> Placed:
    """The score (0 to 100) of one value between two bounds."""
    _finite(value, bounds.worst, bounds.best, bounds.best - bounds.worst)
    if bounds.worst == bounds.best:
        raise BadScale("the bounds are one and the same")
    share = (value - bounds.worst) / (bounds.best - bounds.worst)
    _finite(share)
    score = 100 * max(0.0, min(1.0, share))
    found = {"value": value, "worst": bounds.worst, "best": bounds.best}
    return Placed(INDEX_SCORE, Reason("peers.score", {**found, "score": score}), score, "", found)


def index_colour(value: float, thresholds: Thresholds) -> Placed:
    """The colour of one value: green, yellow, orange or red."""
    green, red = thresholds.green, thresholds.red
    _finite(value, green, red)
    if green == red:
        raise BadScale("the thresholds are one and the same")
    sign = 1 if green > red else -1
    middle = green / 2 + red / 2
    bands = (("green", green), ("yellow", middle), ("orange", red))
    colour = next((name for name, edge in bands if sign * (value - edge) >= 0), "red")
    found = {"value": value, "green": green, "middle": middle, "red": red}
    return Placed(INDEX_COLOUR, Reason(f"peers.{colour}", dict(found)), None, colour, found)


def index_arrow(
    base: Point, latest: Point, bounds: Bounds, thresholds: Thresholds, target_year: int = 2030
) -> Placed:
    """Whether the pace of the score since the base leads to green by the target year.

    Raises `BadScale` where the years leave no pace to be measured.
    """
    if not base.year < latest.year or base.year >= target_year:
        raise BadScale("the base must come before the latest value and the target year")
    first, last, green = (
        _score(value, bounds) for value in (base.value, latest.value, thresholds.green)
    )
    pace = (last - first) / (latest.year - base.year)
    needed = (green - first) / (target_year - base.year)
    found = {"base_score": first, "score": last, "green_score": green, "pace": pace}
    found["needed"] = needed
    if index_colour(latest.value, thresholds).category == "green":
        arrow = "on_track"
    elif pace < 0:
        arrow = "decreasing"
    elif needed <= 0:  # it was green once and is no more
        arrow = "stagnating"
    else:
        found["ratio"] = pace / needed
        _finite(found["ratio"])
        at = INDEX_ARROW.thresholds
        arrow = "on_track" if found["ratio"] >= at["on_track"] else "stagnating"
        if at["moderate"] <= found["ratio"] < at["on_track"]:
            arrow = "moderate"
    return Placed(INDEX_ARROW, Reason(f"peers.arrow_{arrow}", dict(found)), None, arrow, found)


def oecd_distance(
    value: float, target: float, direction: Direction, spread: float, peers: int
) -> Placed:
    """How many standard deviations of the peers lie between a value and its target.

    `spread` is the standard deviation over `peers` anonymous places. Raises `BadScale` where
    there are fewer than `FEWEST_PEERS` of them, or where they don't differ.
    """
    _finite(value, target, spread)
    if peers < FEWEST_PEERS:
        raise BadScale(f"fewer than {FEWEST_PEERS} peers")
    if spread <= 0:
        raise BadScale("the peers do not differ")
    distance = max(0.0, direction.sign * (target - value) / spread)
    _finite(distance)
    found = {"value": value, "target": target, "spread": spread, "peers": float(peers)}
    key = "peers.target_met" if distance == 0 else "peers.distance"
    return Placed(DISTANCE, Reason(key, {**found, "distance": distance}), distance, "", found)


def _score(value: float, bounds: Bounds) -> float:
    number = index_score(value, bounds).number
    assert number is not None
    return number


def _finite(*numbers: float) -> None:
    if not all(map(math.isfinite, numbers)):
        raise BadScale("a number that is not finite")
