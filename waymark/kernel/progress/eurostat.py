"""The method of Eurostat's monitoring report, over two windows of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from waymark.kernel.flow import Reason
from waymark.kernel.progress.catalogue import EUROSTAT
from waymark.kernel.progress.common import (
    BEST,
    achieved,
    begun,
    bounded,
    growth,
    is_met,
    ordered,
    safely,
    same_sign,
    score_of_ratio,
    target_lost,
    too_few,
    unclear,
    verdict,
    with_components,
)
from waymark.kernel.progress.model import Aim, Point, Progress, Status

_AT = EUROSTAT.thresholds


def eurostat(points: Iterable[Point], aim: Aim) -> Progress:
    """The progress of one series over the last 5 years, with that over 15 years in `also`.

    A window that has no value at its beginning starts with the first value inside it, and needs
    3 or 10 years at least. The base year of the aim doesn't count: the windows look back from the
    latest value. Raises like `assess`.
    """
    series = ordered(points)
    if not series:
        return begun(series, aim, EUROSTAT)
    start = begun(series, replace(aim, base_year=series[0].year), EUROSTAT)
    start = replace(start, aim=aim)
    short, long = (
        safely(_judge, _window(start, int(_AT[f"{name}_window"]), int(_AT[f"{name}_least"])))
        for name in ("short", "long")
    )
    return replace(short, also=(long,))


def _window(start: Progress, years: int, least: int) -> Progress:
    """The result over the last years, still to be judged."""
    latest = start.points[-1]
    inside = tuple(point for point in start.points if point.year >= latest.year - years)
    found = replace(start, points=inside, base=inside[0], latest=latest)
    span = {"window": years, "least": least, "years": latest.year - inside[0].year}
    return with_components(found, **{name: float(number) for name, number in span.items()})


def _judge(found: Progress) -> Progress:
    base, latest, aim = found.base, found.latest, found.aim
    assert base
    assert latest
    if is_met(found):
        return achieved(found)
    if latest.year == base.year:
        return too_few(found, 2)
    years, least = found.components["years"], found.components["least"]
    if years < least:
        reason = Reason("progress.window_too_short", {"years": int(years), "needed": int(least)})
        return replace(found, status=Status.NOT_AVAILABLE, reason=reason)
    if base.value == 0 and latest.value != 0:
        return unclear(found, Reason("progress.no_growth_from_zero", {"base_year": base.year}))
    if not same_sign(base.value, latest.value):
        params = {"base_value": base.value, "value": latest.value}
        return unclear(found, Reason("progress.sign_change", params))
    pace = growth(base.value, latest.value, latest.year - base.year)
    found = with_components(found, growth=pace)
    towards = aim.direction.sign * pace * (-1 if base.value < 0 else 1)
    return _free(found, towards) if aim.target is None else _aimed(found, aim.target, towards)


def _aimed(found: Progress, target: float, towards: float) -> Progress:
    base, aim = found.base, found.aim
    assert base
    if aim.direction.sign * (target - base.value) <= 0:  # met when the window began, lost since
        return target_lost(found, "away", -BEST)
    if aim.target_year <= base.year:
        years = {"base_year": base.year, "year": aim.target_year}
        return unclear(found, Reason("progress.target_before_base", years))
    if base.value == 0:
        return unclear(found, Reason("progress.no_growth_from_zero", {"base_year": base.year}))
    if not same_sign(base.value, target):
        params = {"base_value": base.value, "target": target}
        return unclear(found, Reason("progress.target_beyond_zero", params))
    required = growth(base.value, target, aim.target_year - base.year)
    ratio = towards / abs(required)
    found = with_components(found, required=required, ratio=ratio)
    score = score_of_ratio(ratio)
    if ratio >= _AT["significant"]:
        return verdict(found, Status.ON_TRACK, "significant", score)
    if ratio >= _AT["moderate"]:
        return verdict(found, Status.MODERATE, "moderate", score)
    if ratio >= _AT["insufficient"]:
        return verdict(found, Status.LIMITED, "insufficient", score)
    return verdict(found, Status.DETERIORATION, "away", score)


def _free(found: Progress, towards: float) -> Progress:
    score = bounded(250 * towards)
    if towards >= _AT["growth_significant"]:
        return verdict(found, Status.ON_TRACK, "significant", score)
    if towards >= _AT["growth_moderate"]:
        return verdict(found, Status.MODERATE, "moderate", score)
    if towards >= _AT["growth_moderate_away"]:
        return verdict(found, Status.DETERIORATION, "moderate_away", score)
    return verdict(found, Status.DETERIORATION, "significant_away", score)
