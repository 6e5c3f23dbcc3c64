"""Groups made ready for measuring: weights, mean, places in the population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from waymark.kernel.flow import Reason
from waymark.kernel.inequality.model import Group, Setting
from waymark.kernel.progress.model import Direction
from waymark.kernel.stats import mean, total


class Undefined(Exception):
    """A measure that these groups don't have. Never leaves this package."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.reason = Reason(f"inequality.{key}", facts)


@dataclass(frozen=True, slots=True)
class Held:
    """Checked groups, with weights that add up to 1."""

    groups: tuple[Group, ...]
    weights: tuple[float, ...]
    setting: Setting
    mean: float

    @property
    def values(self) -> tuple[float, ...]:
        """The values, in the order of the groups."""
        return tuple(float(group.value) for group in self.groups)

    @property
    def sign(self) -> int:
        """+1 where more is better, -1 where less is."""
        return self.setting.better.sign

    @property
    def ordered(self) -> bool:
        """Whether the groups have an order of their own."""
        return self.groups[0].order is not None

    @property
    def best(self) -> float:
        """The most favourable value of all groups."""
        return max(self.values) if self.setting.better is Direction.UP else min(self.values)

    @property
    def reference(self) -> Group:
        """Whom the others are compared with.

        The group that was named; else the most advantaged; else the one with the best value, and
        of several the first by name.
        """
        named = [group for group in self.groups if group.name == self.setting.reference]
        if named:
            return named[0]
        if self.ordered:
            return self.groups[-1]
        return max(self.groups, key=lambda group: self.sign * group.value)

    def share_of_mean(self, number: float) -> float:
        """A number divided by the mean. Raises `Undefined` where the mean is not above zero."""
        if self.mean <= 0:
            raise Undefined("mean_not_positive", mean=self.mean)
        return number / self.mean

    def summed(self, parts: Sequence[float]) -> float:
        """The weighted sum of one number for each group."""
        return total(p * part for p, part in zip(self.weights, parts, strict=True))

    def covariance(self, one: Sequence[float], other: Sequence[float]) -> float:
        """The weighted covariance of two numbers for each group."""
        a, b = average(one, self.weights), average(other, self.weights)
        return self.summed([(x - a) * (y - b) for x, y in zip(one, other, strict=True)])


def hold(groups: tuple[Group, ...], setting: Setting) -> Held:
    """Weigh checked groups by their shares, or all alike where a share is missing."""
    shares = [0.0 if group.share is None else float(group.share) for group in groups]
    most = max(shares)
    if most == 0 or any(group.share is None for group in groups):
        shares, most = [1.0] * len(groups), 1.0
    parts = [share / most for share in shares]  # so that huge shares don't overflow their sum
    whole = total(parts)
    weights = tuple(part / whole for part in parts)
    return Held(groups, weights, setting, average([float(g.value) for g in groups], weights))


def average(values: Sequence[float], weights: Sequence[float]) -> float:
    """A weighted mean that rounding doesn't push out of its values: equal ones keep theirs."""
    return max(min(values), min(max(values), mean(values, weights)))


def middles(keys: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The middle of each group's part of the population (0 to 1), by ascending key.

    Groups with the same key share one part and its middle.
    """
    found = [0.0] * len(keys)
    below = 0.0
    by_key = sorted(range(len(keys)), key=lambda i: keys[i])
    for _, same in groupby(by_key, key=lambda i: keys[i]):
        members = list(same)
        part = total(weights[i] for i in members)
        for i in members:
            found[i] = below + part / 2
        below += part
    return found
