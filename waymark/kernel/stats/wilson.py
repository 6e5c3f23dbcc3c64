"""How sure one may be of a share that was found in a sample, and of the change of one.

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference"
(1927); R. G. Newcombe, "Interval estimation for the difference between independent proportions:
comparison of eleven methods" (1998), method 10. Both are tested against the tables of Newcombe.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from waymark.kernel.stats.student import normal_quantile


@dataclass(frozen=True, slots=True)
class Interval:
    """From where to where, at a level of confidence (0.95 for 95 in 100)."""

    low: float
    high: float
    level: float

    def holds(self, value: float) -> bool:
        """Whether a value lies within, the ends counted in."""
        return self.low <= value <= self.high


def wilson(share: float, sample: float, level: float = 0.95) -> Interval:
    """The interval of a share (0 to 1) that was found among `sample` people.

    `sample` may be the effective size of a survey that was not drawn evenly. It stays within 0
    and 1, also for shares of 0 and 1 and for small samples. Raises `ValueError` for a share
    outside 0 to 1 or an empty sample.
    """
    if not (0 <= share <= 1 and 0 < sample < math.inf):
        raise ValueError("a share from 0 to 1 of a sample is needed")
    z = normal_quantile((1 + level) / 2)
    spread = z * math.sqrt(share * (1 - share) / sample + z * z / (4 * sample * sample))
    whole, middle = 1 + z * z / sample, share + z * z / (2 * sample)
    low = 0.0 if share == 0 else max(0.0, (middle - spread) / whole)
    high = 1.0 if share == 1 else min(1.0, (middle + spread) / whole)
    return Interval(min(low, share), max(high, share), level)


def difference_of_shares(
    one: float, sample: float, other: float, other_sample: float, level: float = 0.95
) -> Interval:
    """The interval of `one` less `other`, two shares of samples drawn apart from each other."""
    first, second = wilson(one, sample, level), wilson(other, other_sample, level)
    gap = one - other
    down = math.hypot(one - first.low, second.high - other)
    up = math.hypot(first.high - one, other - second.low)
    return Interval(max(-1.0, gap - down), min(1.0, gap + up), level)
