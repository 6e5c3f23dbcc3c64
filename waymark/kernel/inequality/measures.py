"""The measures, one function each: groups made ready in, a number out, or `Undefined`."""

from __future__ import annotations

import math

from waymark.kernel.inequality.held import Held, Undefined, middles
from waymark.kernel.stats import fit_line, fit_logit

NEARLY_NOTHING = 1e-6
"""Stands for a share of the mean of 0, which has no logarithm."""


def difference(held: Held) -> float:
    """The absolute gap, in the unit of the indicator; positive where the worse off are worse."""
    high, low = _ends(held)
    return high - low


def ratio(held: Held) -> float:
    """The relative gap; above 1 where the worse off are worse."""
    high, low = _ends(held)
    if min(held.values) < 0:
        raise Undefined("negative_values")
    if low == 0:
        raise Undefined("divided_by_zero")
    return high / low


def _ends(held: Held) -> tuple[float, float]:
    """The two values between which the gap lies, as they are put into difference and ratio.

    Without an order the highest and the lowest, or the reference and the worst of the others.
    """
    values = held.values
    if held.ordered:
        last, first = values[-1], values[0]
        return (last, first) if held.sign > 0 else (first, last)
    if held.setting.reference is None:
        return max(values), min(values)
    chosen = held.reference
    others = [group.value for group in held.groups if group is not chosen]
    worst = min(others, key=lambda value: held.sign * value)
    return (chosen.value, worst) if held.sign > 0 else (worst, chosen.value)


def attributable(held: Held) -> float:
    """How far the mean would move if all groups had the value of the reference: PAR."""
    gain = held.reference.value - held.mean
    return gain if held.sign * gain > 0 else 0.0


def attributable_share(held: Held) -> float:
    """PAR in percent of the mean: PAF."""
    return 100 * held.share_of_mean(attributable(held))


def variance(held: Held) -> float:
    """Between-group variance, in squared units."""
    return held.summed([(y - held.mean) ** 2 for y in held.values])


def variation(held: Held) -> float:
    """Coefficient of variation, in percent of the mean."""
    held.share_of_mean(1)  # asked first, so that the reason is the right one
    widest = max(abs(y - held.mean) for y in held.values)
    if widest == 0:
        return 0.0
    parts = [((y - held.mean) / widest) ** 2 for y in held.values]  # small squares don't vanish
    return 100 * held.share_of_mean(widest * math.sqrt(held.summed(parts)))


def disparity(held: Held) -> float:
    """Index of disparity: the mean distance from the mean, in percent of it."""
    return 100 * held.share_of_mean(held.summed([abs(y - held.mean) for y in held.values]))


def from_best(held: Held) -> float:
    """The mean distance from the best group, in the unit of the indicator."""
    return held.summed([abs(y - held.best) for y in held.values])


def theil(held: Held) -> float:
    """Theil's index, times 1000; large values weigh more."""
    return 1000 * max(0.0, held.summed([r * math.log(r) for r in _shares(held)]))


def log_deviation(held: Held) -> float:
    """Mean log deviation, times 1000; small values weigh more."""
    return 1000 * max(0.0, held.summed([-math.log(r) for r in _shares(held)]))


def _shares(held: Held) -> list[float]:
    """Each value as a share of the mean; nothing becomes nearly nothing."""
    if min(held.values) < 0:
        raise Undefined("negative_values")
    return [held.share_of_mean(y) or NEARLY_NOTHING for y in held.values]


def gini(held: Held) -> float:
    """Gini's coefficient between the groups, 0 to 1."""
    if min(held.values) < 0:
        raise Undefined("negative_values")
    places = middles(held.values, held.weights)
    return max(0.0, 2 * held.share_of_mean(held.covariance(held.values, places)))


def places(held: Held) -> list[float]:
    """Where each group lies in the population, from the most disadvantaged (0) on."""
    return middles([group.order or 0.0 for group in held.groups], held.weights)


def absolute_concentration(held: Held) -> float:
    """Absolute concentration index; above 0 where the advantaged have more."""
    return 2 * held.covariance(held.values, places(held))


def concentration(held: Held) -> float:
    """Relative concentration index, -1 to 1."""
    if min(held.values) < 0:
        raise Undefined("negative_values")
    return held.share_of_mean(absolute_concentration(held))


def slope(held: Held) -> float:
    """Slope index: the value at the most advantaged end less that at the other."""
    low, high = line_ends(held)
    return high - low


def relative_slope(held: Held) -> float:
    """Relative index: the value at the most advantaged end by that at the other."""
    low, high = line_ends(held)
    if low <= 0 or high < 0:
        raise Undefined("line_not_positive")
    return high / low


def line_ends(held: Held) -> tuple[float, float]:
    """The fitted values at the most disadvantaged and the most advantaged end."""
    values = held.values
    if min(values) == max(values):
        return values[0], values[0]
    xs = places(held)
    curve = logistic(held)
    if curve is not None:
        at = (100 / (1 + math.exp(-curve[0])), 100 / (1 + math.exp(-curve[0] - curve[1])))
        return at
    try:
        line = fit_line(xs, values, held.weights)
    except ValueError as error:  # all people in one place
        raise Undefined("one_place") from error
    return line.at(0.0), line.at(1.0)


def logistic(held: Held) -> tuple[float, float] | None:
    """The logistic line of percentages, or None where a straight one has to do."""
    if not held.setting.percent or not all(0 <= y <= 100 for y in held.values):
        return None
    found = fit_logit(places(held), [y / 100 for y in held.values], held.weights)
    if found is None or max(abs(found[0]), abs(found[0] + found[1])) > 35:
        return None
    return found
