"""Checks on the way of one series through the years: jumps, outliers, breaks, direction.

Only periods of one length are compared with each other, and nothing is compared across a break
that is marked as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import sub
from typing import NamedTuple

from waymark.indicators.rules.quality.facts import Finding, Line, Points, Severity, World
from waymark.indicators.rules.quality.times import Stretch
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


class Run(NamedTuple):
    """Values of one length of period without a marked break between them, in order of time."""

    times: tuple[float, ...]
    periods: tuple[str, ...]
    values: tuple[float, ...]
    gaps: tuple[float, ...]
    """Years from one to the next, at least one each; empty where each is one."""


def runs(points: Points) -> list[Run]:
    """The stretches of a series within which values can be compared."""
    points = points.counting
    found: list[Run] = []
    for one in points.times.stretches:
        whole = Run(one.times, one.periods, one.pick(points.values), one.gaps)
        found += _cut(whole, one, points) if points.breaks else [whole]
    return found


def _cut(run: Run, stretch: Stretch, points: Points) -> Iterator[Run]:
    statuses = stretch.pick(points.statuses)
    cuts = [place for place, status in enumerate(statuses) if status == "B"]
    for first, last in zip([0, *cuts], [*cuts, len(statuses)], strict=True):
        if last - first > 1:
            here = slice(first, last)
            yield Run(
                *(run.times[here], run.periods[here], run.values[here]), run.gaps[first : last - 1]
            )


def course(line: Line, world: World) -> Iterable[Finding]:
    """Jumps, outliers, unmarked breaks, and years of moving against the declared direction."""
    points = line.points.counting
    sign = {"up": 1, "down": -1}.get(line.direction, 0)
    for stretch in points.times.stretches:
        values = stretch.pick(points.values)
        if points.breaks or len(values) > MIN_CHANGES or _may_jump(values) or _may_go(values, sign):
            return _odd(line)
    return ()


def _may_jump(values: Sequence[float]) -> bool:
    """Whether two of these are far enough apart: mostly not, and soon told."""
    low, high = min(values), max(values)
    return low <= 0 or high / low >= JUMP or low / high <= 1 / JUMP


def _may_go(values: Sequence[float], sign: int) -> bool:
    """Whether the last changes all have another sign."""
    return len(values) > AGAINST and all(
        sign * (values[place] - values[place - 1]) < 0 for place in range(-AGAINST, 0)
    )


def _odd(line: Line) -> Iterator[Finding]:
    stretches = runs(line.points)
    for run in stretches:
        jumps = dict(_jumps(line, run)) if _may_jump(run.values) else {}
        yield from jumps.values()
        if len(run.values) > MIN_CHANGES:
            yield from (finding for place, finding in _surprises(line, run) if place not in jumps)
    if stretches and line.direction in ("up", "down"):
        yield from _against(line, max(stretches, key=lambda run: (run.times[-1], len(run.times))))


def _median(values: Iterable[float]) -> float:
    """As `statistics.median`, in a third of its time."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def _finding(line: Line, check: str, key: str, run: Run, place: int, **more: object) -> Finding:
    before = max(place - 1, 0)
    period, seen = run.periods[place], (run.values[before], run.values[place])
    params = {
        "value": seen[1],
        "period": period,
        "before": seen[0],
        "before_period": run.periods[before],
        **more,
    }
    return Finding(check, key, Severity.LOOK, line.id, period, params, seen)


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
    usual, limit = _usual(steps, run.values)
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
            params = found | {"next": run.values[1], "next_period": run.periods[1]}
            yield 0, _finding(line, "outlier", "quality.outlier.first", run, 0, **params)
        else:
            yield place + 1, _finding(line, "break", "quality.break", run, place + 1, **found)
        place += 1
        while place <= last and side[place]:  # what follows at once belongs to it
            place += 1


def _steps(run: Run) -> list[float]:
    """Changes from one value to the next; a year's, where more than a year lies between."""
    changes = list(map(sub, run.values[1:], run.values))
    if not run.gaps:
        return changes
    return [change / gap for change, gap in zip(changes, run.gaps, strict=True)]


def _usual(steps: Sequence[float], values: Sequence[float]) -> tuple[float, float]:
    """The usual change, and how far one must be from it to surprise."""
    usual = _median(steps)
    spread = SPREAD * _median([abs(step - usual) for step in steps])
    return usual, max(OUTLIER * spread, FLOOR * _median(map(abs, values)))


def _sides(steps: Sequence[float], usual: float, limit: float) -> list[int]:
    """Which changes surprise: they are far from the usual one, and large in themselves."""
    if max(steps) <= limit and min(steps) >= -limit:  # as mostly
        return [0] * len(steps)
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
    if len(values) - 1 - first < AGAINST or moved <= AGAINST_SHARE * _median(map(abs, values)):
        return
    params = {
        "since": run.periods[first],
        "since_value": values[first],
        "period": run.periods[-1],
        "value": values[-1],
        "count": len(values) - 1 - first,
    }
    yield Finding(
        "direction",
        f"quality.direction.{line.direction}",
        Severity.LOOK,
        line.id,
        run.periods[-1],
        params,
        (values[first], values[-1]),
    )
