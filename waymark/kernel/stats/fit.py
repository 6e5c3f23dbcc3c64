"""Lines through points: by least squares, and by a logit for shares."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ROUNDS = 60
_FARTHEST = 35.0  # a share that far out on the logit scale is 0 or 1 to the last digit


def total(values: Iterable[float]) -> float:
    """A sum that doesn't depend on the order of its parts.

    Raises `OverflowError` where it would be infinite.
    """
    try:
        found = math.fsum(values)
    except ValueError as error:  # two infinite parts that point apart
        raise OverflowError("parts that are infinite") from error
    if not math.isfinite(found):
        raise OverflowError("a sum that is not finite")
    return found


def mean(values: Sequence[float], weights: Sequence[float]) -> float:
    """A weighted mean. The weights need not add up to 1, but must not add up to 0."""
    return total(w * v for w, v in zip(weights, values, strict=True)) / total(weights)


@dataclass(frozen=True, slots=True)
class Line:
    """A line fitted by (weighted) least squares, with what its uncertainty follows from."""

    intercept: float  # where x is 0
    slope: float
    centre: float  # the weighted mean of x
    level: float  # the height of the line at the centre
    spread: float  # weighted sum of the squared distances of x from its centre
    residual: float  # weighted sum of the squared distances of the points from the line
    count: int

    def at(self, x: float) -> float:
        """The height of the line, measured from its centre so that years lose no digits."""
        return self.level + self.slope * (x - self.centre)


def fit_line(
    xs: Sequence[float], ys: Sequence[float], weights: Sequence[float] | None = None
) -> Line:
    """The line of least squares.

    Raises `ValueError` where all x are the same: any line through that point would do.
    """
    ws = [1.0] * len(xs) if weights is None else weights
    if len(xs) < 2 or total(ws) <= 0:
        raise ValueError("two points are needed")
    centre, level = mean(xs, ws), mean(ys, ws)
    spread = total(w * (x - centre) ** 2 for w, x in zip(ws, xs, strict=True))
    if spread <= 0:
        raise ValueError("two different places are needed")
    shared = total(w * (x - centre) * (y - level) for w, x, y in zip(ws, xs, ys, strict=True))
    slope = shared / spread
    residual = total(
        w * (y - level - slope * (x - centre)) ** 2 for w, x, y in zip(ws, xs, ys, strict=True)
    )
    intercept = level - slope * centre
    return Line(intercept, slope, centre, level, spread, residual, len(xs))


def fit_logit(
    xs: Sequence[float], shares: Sequence[float], weights: Sequence[float]
) -> tuple[float, float] | None:
    """Intercept and slope of a logistic line through shares from 0 to 1.

    By iteratively reweighted least squares (a binomial model with a logit link), with steps halved
    where they would lead too far, so that it ends wherever a line exists. None where no such line
    exists, as where the shares are 0 up to some x and 1 beyond it.
    """
    inner = mean(shares, weights)
    if not 0 < inner < 1:
        return None
    at = (math.log(inner / (1 - inner)), 0.0)
    loss = _loss(xs, shares, weights, at)
    for _ in range(_ROUNDS):
        aimed = _round(xs, shares, weights, *at)
        if aimed is None:
            return None
        for _ in range(_ROUNDS):  # a step that leads too far is halved until it leads down
            if _loss(xs, shares, weights, aimed) < loss:
                break
            aimed = ((at[0] + aimed[0]) / 2, (at[1] + aimed[1]) / 2)
        else:
            return at
        at, before, loss = aimed, loss, _loss(xs, shares, weights, aimed)
        if before - loss <= 1e-15 * loss:
            return at
    return None


def _loss(
    xs: Sequence[float], shares: Sequence[float], weights: Sequence[float], at: tuple[float, float]
) -> float:
    """How unlikely the shares are by a logistic line: the less, the better it fits."""
    low, slope = at
    return -total(
        w * (y * _log_share(low + slope * x) + (1 - y) * _log_share(-low - slope * x))
        for x, y, w in zip(xs, shares, weights, strict=True)
    )


def _round(
    xs: Sequence[float],
    shares: Sequence[float],
    weights: Sequence[float],
    low: float,
    slope: float,
) -> tuple[float, float] | None:
    """One step towards the logistic line, or None where it runs away."""
    heights = [low + slope * x for x in xs]
    if max(map(abs, heights)) > _FARTHEST:
        return None
    fitted = [1 / (1 + math.exp(-height)) for height in heights]
    pull = [w * f * (1 - f) for w, f in zip(weights, fitted, strict=True)]
    aims = [h + (y - f) / (f * (1 - f)) for h, y, f in zip(heights, shares, fitted, strict=True)]
    try:
        line = fit_line(xs, aims, pull)
    except ValueError:
        return None
    return line.intercept, line.slope


def _log_share(height: float) -> float:
    """The logarithm of the share that a height on the logit scale stands for."""
    return -math.log1p(math.exp(-height)) if height > 0 else height - math.log1p(math.exp(height))
