"""Student's t distribution, by the incomplete beta function.

Source: Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.5 and 26.7; the continued
fraction is evaluated by the method of Lentz. Tested against published tables of the quantiles.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

_TINY = 1e-300
_STEPS = 500


def normal_quantile(share: float) -> float:
    """The value below which `share` (0 to 1, both left out) of a standard normal lies."""
    if not 0 < share < 1:
        raise ValueError("a share between 0 and 1 is needed")
    return NormalDist().inv_cdf(share)


def t_cdf(value: float, df: float) -> float:
    """The share of a t distribution with `df` degrees of freedom that lies below `value`."""
    if df <= 0:
        raise ValueError("at least some freedom is needed")
    if value == 0:
        return 0.5
    ratio = abs(value) / math.sqrt(df)  # squared only where it can't overflow
    if ratio > 1:
        inner = (1 / ratio) ** 2
        tail = _beta(df / 2, 0.5, inner / (1 + inner), 1 / (1 + inner)) / 2
    else:
        tail = _beta(df / 2, 0.5, 1 / (1 + ratio * ratio), ratio**2 / (1 + ratio**2)) / 2
    return tail if value < 0 else 1 - tail


@lru_cache(maxsize=1024)  # series by the million, and few lengths among them
def t_quantile(share: float, df: float) -> float:
    """The value below which `share` of a t distribution with `df` degrees of freedom lies.

    Found by halving, to the last digits that a float holds.
    """
    if not 0 < share < 1:
        raise ValueError("a share between 0 and 1 is needed")
    if share == 0.5:
        return 0.0
    if share < 0.5:
        return -t_quantile(1 - share, df)
    low, high = 0.0, 1.0
    while t_cdf(high, df) < share:
        low, high = high, high * 2
        if high > 1e15:
            raise ValueError("a quantile too far out to be told")
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if t_cdf(middle, df) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta(a: float, b: float, x: float, rest: float) -> float:
    """The regularised incomplete beta function at `x`; `rest` is 1 - x without its rounding."""
    if x <= 0:
        return 0.0
    if rest <= 0:
        return 1.0
    logs = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(logs + a * math.log(x) + b * math.log(rest))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, rest) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function."""
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    found = d
    for step in range(1, _STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for part in (even, odd):
            d = 1 / _away(1 + part * d)
            c = _away(1 + part / c)
            found *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return found


def _away(value: float) -> float:
    """Keep a divisor off zero."""
    return value if abs(value) > _TINY else _TINY
