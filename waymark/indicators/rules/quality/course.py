"""Checks on the way of one series through the years: jumps, outliers, breaks, direction.

Only periods of one length are compared with each other, and nothing is compared across a break
that is marked as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from statistics import median

from waymark.indicators.rules.facts import Days
from waymark.indicators.rules.quality.facts import Finding, Line, Point, Severity, World
from waymark.indicators.rules.units import Kind

JUMP = 8.0
"""A slipped decimal point gives ten, thousands for units a thousand; real change rarely eight."""

JUMP_YEARS = 3
"""Over a longer gap much can have happened, as with access to the internet."""

SMALL_COUNT = 20
"""From 1 to 9 cases is chance; below this, counts may multiply by themselves."""

MIN_CHANGES = 6
"""With fewer changes their median says little of what is usual."""

OUTLIER = 5.0
"""Robust standard deviations: under a bell curve one change in two million lies beyond five."""

SPREAD = 1.4826
"""Makes the median absolute deviation of a bell curve its standard deviation."""

FLOOR = 0.05
"""Of the usual level. Series that hardly move have no spread; less than this is no surprise."""

ROUNDED = 2.0
"""Times the last digit given: two rounded values may differ by one, and two changes by two."""

AGAINST = 3
"""Changes in a row. Two happen by chance every few years where nothing moves at all."""

AGAINST_SHARE = 0.02
"""Of the usual level; less than this all in all is standing still."""


@dataclass(frozen=True, slots=True)
class Run:
    """Values of one length of period without a marked break between them, in order of time."""

    times: tuple[float, ...]
    points: tuple[Point, ...]
    values: tuple[float, ...]


def runs(line: Line) -> list[Run]:
    """The stretches of a series within which values can be compared."""
    by_length: dict[int, dict[date, Point]] = {}
    for point in line.points:
        days = point.days
        if days is not None and point.counts:
            places = by_length.setdefault(_months(days), {})
            held = places.get(days[0])
            if held is None or point.period < held.period:  # of two for the same days one will do
                places[days[0]] = point
    found = []
    for places in by_length.values():
        starts = sorted(places)
        cuts = [i for i, start in enumerate(starts) if places[start].status == "B"]
        for first, last in zip([0, *cuts], [*cuts, len(starts)], strict=True):
            if last - first > 1:
                found.append(_run(starts[first:last], places))
    return found


@lru_cache(maxsize=10_000)
def _months(days: Days) -> int:
    return round(((days[1] - days[0]).days + 1) / 30.44)


def _run(starts: list[date], places: dict[date, Point]) -> Run:
    points = tuple(places[start] for start in starts)
    times = tuple(day.year + (day.month - 1) / 12 + (day.day - 1) / 366 for day in starts)
    return Run(times, points, tuple(p.value for p in points if p.value is not None))


def course(line: Line, world: World) -> Iterator[Finding]:
    """Jumps, outliers, unmarked breaks, and years of moving against the declared direction."""
    stretches = runs(line)
    for run in stretches:
        jumps = dict(_jumps(line, run))
        yield from jumps.values()
        if len(run.values) > MIN_CHANGES:
            yield from (finding for place, finding in _surprises(line, run) if place not in jumps)
    if stretches and line.direction in ("up", "down"):
        yield from _against(line, max(stretches, key=lambda run: (run.times[-1], len(run.times))))


def _finding(line: Line, check: str, key: str, run: Run, place: int, **more: object) -> Finding:
    point = run.points[place]
    before = max(place - 1, 0)
    params = {
        "value": point.value,
        "period": point.period,
        "before": run.points[before].value,
        "before_period": run.points[before].period,
        **more,
    }
    seen = (run.values[before], run.values[place])
    return Finding(check, key, Severity.LOOK, line.id, point.period, params, seen)


def _jumps(line: Line, run: Run) -> Iterator[tuple[int, Finding]]:
    small = SMALL_COUNT if line.measure.kind is Kind.COUNT else 0
    last = -2
    for place in range(1, len(run.values)):
        one, two = run.values[place - 1], run.values[place]
        if one * two <= 0 or 1 / JUMP < one / two < JUMP or min(abs(one), abs(two)) < small:
            continue
        if run.times[place] - run.times[place - 1] > JUMP_YEARS:
            continue
        back = last == place - 1 and _factor(run.values[place - 2], two) < JUMP
        if not back:  # the way back from a jump is not another one
            key = f"quality.jump.{'up' if abs(two) > abs(one) else 'down'}"
            told = {"factor": _factor(one, two), "limit": JUMP}
            found = _finding(line, "jump", key, run, place, **told)
            yield place, found
            last = place


def _factor(one: float, two: float) -> float:
    """By how much the larger exceeds the smaller; 1 where that means nothing."""
    if one * two <= 0:
        return 1.0
    return two / one if abs(two) > abs(one) else one / two


def _surprises(line: Line, run: Run) -> Iterator[tuple[int, Finding]]:
    """Changes beyond what the series' own past makes usual: one value, or a new level."""
    steps = _steps(run)
    usual = median(steps)
    spread = SPREAD * median([abs(step - usual) for step in steps])
    limit = max(OUTLIER * spread, FLOOR * median(map(abs, run.values)))
    side = _sides(steps, usual, limit)
    if not any(side):
        return
    limit = max(limit, ROUNDED * _grain(run.values))  # only now, for it is slow to tell
    side = _sides(steps, usual, limit)
    last = len(steps) - 1
    place = 0
    while place <= last:
        if not side[place]:
            place += 1
            continue
        after = side[place + 1] if place < last else 0
        found = {"usual": usual, "limit": limit}
        if after == -side[place] or place == last:
            key = "quality.outlier.last" if place == last else "quality.outlier.value"
            yield place + 1, _finding(line, "outlier", key, run, place + 1, **found)
        elif place == 0:
            params = found | {"next": run.values[1], "next_period": run.points[1].period}
            yield 0, _finding(line, "outlier", "quality.outlier.first", run, 0, **params)
        else:
            yield place + 1, _finding(line, "break", "quality.break", run, place + 1, **found)
        place += 1
        while place <= last and side[place]:  # what follows at once belongs to it
            place += 1


def _steps(run: Run) -> list[float]:
    """Changes from one value to the next; a year's, where more than a year lies between."""
    return [
        (run.values[i] - run.values[i - 1]) / max(1.0, run.times[i] - run.times[i - 1])
        for i in range(1, len(run.values))
    ]


def _sides(steps: Sequence[float], usual: float, limit: float) -> list[int]:
    """Which changes surprise: they are far from the usual one, and large in themselves."""
    return [
        (step > usual) - (step < usual) if min(abs(step - usual), abs(step)) > limit else 0
        for step in steps
    ]


def _grain(values: Sequence[float]) -> float:
    """The step to which values were rounded: 0.1 where one decimal is given."""
    places = [len(f"{value:.9f}".rstrip("0").partition(".")[2]) for value in values]
    return 10.0 ** -max(places)


def _against(line: Line, run: Run) -> Iterator[Finding]:
    """The latest values, where they have moved against the declared direction all the time."""
    sign = 1 if line.direction == "up" else -1
    values: Sequence[float] = run.values
    first = len(values) - 1
    while first > 0 and sign * (values[first] - values[first - 1]) < 0:
        first -= 1
    moved = abs(values[-1] - values[first])
    if len(values) - 1 - first < AGAINST or moved <= AGAINST_SHARE * median(map(abs, values)):
        return
    params = {
        "since": run.points[first].period,
        "since_value": values[first],
        "period": run.points[-1].period,
        "value": values[-1],
        "count": len(values) - 1 - first,
    }
    yield Finding(
        "direction",
        f"quality.direction.{line.direction}",
        Severity.LOOK,
        line.id,
        run.points[-1].period,
        params,
        (values[first], values[-1]),
    )
