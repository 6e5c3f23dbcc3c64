"""Whether a series rises or falls at all: a test that single odd years don't upset.

Mann and Kendall count the pairs of years that rise and those that fall; Theil and Sen take the
middle one of the slopes of all pairs. Neither supposes a straight line or an even scatter.

Sources: H. B. Mann, "Nonparametric tests against trend" (1945); P. K. Sen, "Estimates of the
regression coefficient based on Kendall's tau" (1968); R. O. Gilbert, "Statistical Methods for
Environmental Pollution Monitoring" (1987), chapter 16, for ties and the limits of the slope.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from statistics import NormalDist, median

from waymark.kernel.flow import Reason
from waymark.kernel.progress.common import ordered
from waymark.kernel.progress.method import Method, Verified
from waymark.kernel.progress.model import Point
from waymark.kernel.stats import normal_quantile

TREND = Method(
    name="mann-kendall",
    version="1",
    formula="S = rising pairs - falling pairs; slope = median of (y_j-y_i)/(t_j-t_i)",
    thresholds={"level": 0.05, "fewest": 4, "exact_until": 10},
    categories=("rising", "falling", "unclear"),
    verified=Verified.MEASURED,  # the published table of exact probabilities is reproduced
    source="Gilbert, Statistical Methods for Environmental Pollution Monitoring, chapter 16",
)


class Way(StrEnum):
    """Where a series goes."""

    RISING = "rising"
    FALLING = "falling"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Trend:
    """The middle slope of a series, and how likely so clear a trend would be by chance.

    `slope` is in the unit of the series a year, `low` and `high` its confidence limits;
    `intercept` is the median of what the slope leaves, value - slope·year. `chance` is two-sided,
    and `exact` says whether it was counted out or taken from the normal curve.
    """

    way: Way
    reason: Reason
    points: tuple[Point, ...]
    slope: float | None = None
    intercept: float | None = None
    low: float | None = None
    high: float | None = None
    pairs: int | None = None  # rising less falling
    chance: float | None = None
    exact: bool = False
    method: Method = TREND


def trend(points: Iterable[Point], *, since: int | None = None, level: float = 0.05) -> Trend:
    """Whether a series rises or falls, and by how much a year.

    Fewer than 4 values are unclear whatever they are. Raises `DuplicateYear`, and `ValueError`
    for a value that is not finite.
    """
    used = tuple(p for p in ordered(points) if since is None or p.year >= since)
    fewest = int(TREND.thresholds["fewest"])
    if len(used) < fewest:
        reason = Reason("trend.too_few", {"values": len(used), "needed": fewest})
        return Trend(Way.UNCLEAR, reason, used)
    slopes = sorted((b.value - a.value) / (b.year - a.year) for a, b in combinations(used, 2))
    slope = median(slopes)
    level_at = median(p.value - slope * p.year for p in used)
    if not all(map(math.isfinite, (*slopes, slope, level_at))):
        return Trend(Way.UNCLEAR, Reason("trend.out_of_range"), used)
    values = [point.value for point in used]
    pairs, variance = rising_pairs(values), spread_of_pairs(values)
    exact = len(values) <= TREND.thresholds["exact_until"] and len(set(values)) == len(values)
    chance = exact_chance(pairs, len(values)) if exact else _normal_chance(pairs, variance)
    way = Way.UNCLEAR if chance > level else Way.RISING if pairs > 0 else Way.FALLING
    low, high = _limits(slopes, variance, level)
    facts = {"slope": slope, "low": low, "high": high, "chance": chance, "values": len(used)}
    facts |= {"first_year": used[0].year, "last_year": used[-1].year}
    reason = Reason(f"trend.{way}", facts)
    return Trend(way, reason, used, slope, level_at, low, high, pairs, chance, exact)


def rising_pairs(values: Sequence[float]) -> int:
    """The number of pairs that rise less the number of those that fall: S."""
    return sum((b > a) - (b < a) for a, b in combinations(values, 2))


def spread_of_pairs(values: Sequence[float]) -> float:
    """The variance of S if the order of the values were a matter of chance; ties lower it."""

    def part(n: int) -> int:
        return n * (n - 1) * (2 * n + 5)

    return (part(len(values)) - sum(map(part, Counter(values).values()))) / 18


def exact_chance(pairs: int, count: int) -> float:
    """How often chance alone gives an S of this size or larger, either way, without ties.

    Counted over all orders of `count` values: each further value can stand behind 0, 1, ... of
    those before it that are larger.
    """
    ways = [1]  # by number of falling pairs
    for size in range(2, count + 1):
        longer = [0] * (len(ways) + size - 1)
        for falls, number in enumerate(ways):
            for more in range(size):
                longer[falls + more] += number
        ways = longer
    most = len(ways) - 1
    sought = sum(number for falls, number in enumerate(ways) if abs(most - 2 * falls) >= abs(pairs))
    return sought / math.factorial(count)


def _normal_chance(pairs: int, variance: float) -> float:
    if variance <= 0 or pairs == 0:
        return 1.0
    distance = (abs(pairs) - 1) / math.sqrt(variance)  # one less, as S moves in steps of two
    return 2 * NormalDist().cdf(-distance)


def _limits(slopes: Sequence[float], variance: float, level: float) -> tuple[float, float]:
    """The confidence limits of the slope: as many slopes in from either end as chance allows."""
    reach = normal_quantile(1 - level / 2) * math.sqrt(variance)
    low = math.floor((len(slopes) - reach) / 2) - 1
    high = math.ceil((len(slopes) + reach) / 2)
    return slopes[max(0, low)], slopes[min(len(slopes) - 1, high)]
