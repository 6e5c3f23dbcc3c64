"""Where a series would go if it went on as before, and how sure one may be of that.

A straight line through the values (or through their logarithms) is drawn on. The band is the
prediction interval of least squares: where one further value would lie, if the values scattered
about the line as they did so far. It knows nothing of crises, of policies, or of the errors of a
survey. It is no target, and no promise.

Source: any textbook of regression, such as N. Draper and H. Smith, "Applied Regression Analysis",
on the prediction of a single further observation.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from waymark.kernel.flow import Reason
from waymark.kernel.progress.common import ordered
from waymark.kernel.progress.method import Method, Verified
from waymark.kernel.progress.model import Aim, Point
from waymark.kernel.stats import Line, fit_line, t_quantile

PROJECTION = Method(
    name="least-squares",
    version="1",
    formula="y ± t(n-2)·s·sqrt(1 + 1/n + (x-m)²/Sxx), y = a + b·x over the years x",
    verified=Verified.MEASURED,  # the same figures as published tables of t and worked examples
    source="Draper and Smith, Applied Regression Analysis",
)


class Shape(StrEnum):
    """How a series is thought to go on."""

    LINEAR = "linear"  # by the same amount each year
    LOG = "log"  # by the same share each year; needs values above zero


class Outlook(StrEnum):
    """What the band says about a target."""

    LIKELY = "likely"  # the whole band lies beyond it
    OPEN = "open"  # it lies within the band
    UNLIKELY = "unlikely"  # the whole band falls short of it
    UNKNOWN = "unknown"  # there is no band


@dataclass(frozen=True, slots=True)
class Forecast:
    """The expected value of a year, and the band about it where there is one."""

    year: int
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Projection:
    """One forecast for each year after the last value, and what they rest on.

    `points` are the values that the line was drawn through; `level` is the confidence of the band.
    """

    path: tuple[Forecast, ...]
    points: tuple[Point, ...]
    shape: Shape
    level: float
    reason: Reason
    slope: float | None = None  # a year; in logarithms where the shape is LOG
    error: float | None = None  # standard error of a value about the line, likewise
    warnings: tuple[Reason, ...] = ()
    method: Method = PROJECTION

    @property
    def last(self) -> Forecast | None:
        """The forecast of the last year asked for."""
        return self.path[-1] if self.path else None

    def stored(self) -> dict[str, object]:
        """All of it as plain data; the path as year, value and the ends of the band."""
        return {
            "method": self.method.id,
            "verified": str(self.method.verified),
            "formula": self.method.formula,
            "shape": str(self.shape),
            "level": self.level,
            "points": [[point.year, point.value] for point in self.points],
            "path": [[one.year, one.value, one.low, one.high] for one in self.path],
            "slope": self.slope,
            "error": self.error,
            "reason": {"key": self.reason.key, "facts": dict(self.reason.params)},
            "warnings": [{"key": one.key, "facts": dict(one.params)} for one in self.warnings],
        }


def project(
    points: Iterable[Point],
    until: int,
    *,
    shape: Shape = Shape.LINEAR,
    level: float = 0.9,
    since: int | None = None,
    within: tuple[float, float] | None = None,
) -> Projection:
    """Draw a series on until a year.

    Only values from `since` on count. `within` are the ends of what is possible, such as 0 and
    100. Two values make a line and three a band. Without a line the path is empty and the reason
    says why. Raises `DuplicateYear`, and `ValueError` for a value that is not finite or a level
    that isn't between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError("a level between 0 and 1 is needed")
    used = tuple(p for p in ordered(points) if since is None or p.year >= since)
    empty = Projection((), used, shape, level, Reason("projection.too_few", {"values": len(used)}))
    if len(used) < 2:
        return empty
    if until <= used[-1].year:
        return _without(empty, Reason("projection.no_year_left", {"year": until}))
    if shape is Shape.LOG and _lowest(used) <= 0:
        return _without(empty, Reason("projection.not_positive", {"value": _lowest(used)}))
    try:
        return _drawn(empty, until, within)
    except (OverflowError, ValueError):
        return _without(empty, Reason("projection.out_of_range"))


def outlook(projection: Projection, aim: Aim) -> Outlook:
    """What a projection says about a target in the last year of its path."""
    last = projection.last
    if last is None or last.low is None or last.high is None or aim.target is None:
        return Outlook.UNKNOWN
    sign = aim.direction.sign
    worst, best = (last.low, last.high) if sign > 0 else (last.high, last.low)
    if sign * (worst - aim.target) >= 0:
        return Outlook.LIKELY
    return Outlook.UNLIKELY if sign * (best - aim.target) < 0 else Outlook.OPEN


def _lowest(points: tuple[Point, ...]) -> float:
    return min(point.value for point in points)


def _without(empty: Projection, reason: Reason) -> Projection:
    return Projection((), empty.points, empty.shape, empty.level, reason)


def _drawn(empty: Projection, until: int, within: tuple[float, float] | None) -> Projection:
    points, shape, level = empty.points, empty.shape, empty.level
    heights = [math.log(p.value) if shape is Shape.LOG else float(p.value) for p in points]
    line = fit_line([float(point.year) for point in points], heights)
    freedom = len(points) - 2
    error = math.sqrt(line.residual / freedom) if freedom else None
    reach = t_quantile((1 + level) / 2, freedom) * error if error is not None else None
    years = range(points[-1].year + 1, until + 1)
    raw = [_forecast(line, year, reach, shape) for year in years]
    path = tuple(_bounded(one, within) for one in raw)
    if not all(math.isfinite(number) for one in path for number in _numbers(one)):
        raise OverflowError
    warnings = [Reason("projection.no_band", {"values": len(points)})] * (error is None)
    warnings += [Reason("projection.bounded")] * (path != tuple(raw))
    ahead, behind = until - points[-1].year, points[-1].year - points[0].year
    if ahead > behind:
        warnings.append(Reason("projection.far", {"ahead": ahead, "behind": behind}))
    return Projection(
        path,
        points,
        shape,
        level,
        Reason(f"projection.{shape}", _facts(path[-1], points, level)),
        line.slope,
        error,
        tuple(warnings),
    )


def _forecast(line: Line, year: int, reach: float | None, shape: Shape) -> Forecast:
    """The height of the line in a year and the band about it, back on the scale of the values."""
    back = math.exp if shape is Shape.LOG else float
    height = line.at(float(year))
    if reach is None:
        return Forecast(year, back(height))
    half = reach * math.sqrt(1 + 1 / line.count + (year - line.centre) ** 2 / line.spread)
    return Forecast(year, back(height), back(height - half), back(height + half))


def _bounded(one: Forecast, within: tuple[float, float] | None) -> Forecast:
    if within is None:
        return one
    low, high = within
    kept = [None if n is None else max(low, min(high, n)) for n in (one.value, one.low, one.high)]
    assert kept[0] is not None
    return Forecast(one.year, kept[0], kept[1], kept[2])


def _numbers(one: Forecast) -> list[float]:
    return [number for number in (one.value, one.low, one.high) if number is not None]


def _facts(last: Forecast, points: tuple[Point, ...], level: float) -> dict[str, object]:
    """What the explaining sentence may name."""
    facts: dict[str, object | None] = {
        "year": last.year,
        "value": last.value,
        "low": last.low,
        "high": last.high,
        "level": level,
        "values": len(points),
        "first_year": points[0].year,
        "last_year": points[-1].year,
    }
    return {name: value for name, value in facts.items() if value is not None}
