"""The weather symbols of the German national strategy: would the target be hit at this pace?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from waymark.kernel.flow import Reason
from waymark.kernel.progress.catalogue import WEATHER
from waymark.kernel.progress.common import (
    achieved,
    begun,
    is_met,
    ordered,
    safely,
    too_few,
    unclear,
    verdict,
    with_components,
)
from waymark.kernel.progress.model import Aim, Point, Progress, Status

_AT = WEATHER.thresholds
_SYMBOLS = {
    "sun": (Status.ON_TRACK, 3.0),
    "fair": (Status.MODERATE, 2.0),
    "cloud": (Status.LIMITED, 1.0),
    "storm": (Status.DETERIORATION, 0.0),
}


def weather(points: Iterable[Point], aim: Aim) -> Progress:
    """The symbol of one series: sun, fair, cloud or storm (scores 3 to 0).

    Looks at the last 6 values, and needs 4. Without a target, the mean change counts first and
    the last change second. The base year of the aim doesn't count. Raises like `assess`.
    """
    series = ordered(points)
    used = series[-int(_AT["values"]) :]
    start = begun(used, replace(aim, base_year=used[0].year if used else aim.base_year), WEATHER)
    if start.base is None:
        return start
    return safely(_judge, replace(start, aim=aim))


def _judge(found: Progress) -> Progress:
    base, latest, aim = found.base, found.latest, found.aim
    assert base
    assert latest
    if is_met(found):
        return achieved(found)
    if len(found.points) < _AT["fewest_values"]:
        return too_few(found, int(_AT["fewest_values"]))
    change = (latest.value - base.value) / (latest.year - base.year)
    last = latest.value - found.points[-2].value
    found = with_components(found, change=change, last_change=last)
    towards = aim.direction.sign * change
    if aim.target is None:
        return _closed(found, _by_signs(towards, aim.direction.sign * last))
    if aim.target_year < latest.year:
        params = {"target_year": aim.target_year}
        return unclear(found, Reason("progress.target_year_past", params))
    expected = latest.value + change * (aim.target_year - latest.year)
    missed = aim.direction.sign * (aim.target - expected) / abs(aim.target - latest.value)
    found = with_components(found, expected=expected, missed=missed)
    return _closed(found, "storm" if towards <= 0 else _by_miss(missed))


def _by_miss(missed: float) -> str:
    if missed < _AT["sun"]:
        return "sun"
    return "fair" if missed <= _AT["fair"] else "cloud"


def _by_signs(change: float, last: float) -> str:
    if change > 0:
        return "sun" if last > 0 else "fair"
    return "cloud" if last > 0 else "storm"


def _closed(found: Progress, symbol: str) -> Progress:
    status, score = _SYMBOLS[symbol]
    return verdict(found, status, symbol, score)
