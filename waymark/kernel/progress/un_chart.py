"""The method of the United Nations' progress chart: where the pace so far would lead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from waymark.kernel.flow import Reason
from waymark.kernel.progress.catalogue import UN_CHART
from waymark.kernel.progress.common import (
    achieved,
    begun,
    growth,
    is_met,
    ordered,
    safely,
    same_sign,
    target_lost,
    too_few,
    unclear,
    verdict,
    with_components,
)
from waymark.kernel.progress.model import Aim, Point, Progress, Status

_AT = UN_CHART.thresholds


def un_chart(points: Iterable[Point], aim: Aim) -> Progress:
    """The progress of one series by the UN's method: score 3 on track, 2 fair, 1 stagnation.

    The base is the base year or the first year after it, and where that leaves one value, the
    last year before it. A percentage within 1 of a target of 0 or 100 counts as achieved. Where
    the target year has passed, the series is judged up to that year. Raises like `assess`.
    """
    start = begun(ordered(points), aim, UN_CHART)
    if not start.points:
        return start
    start = _since(start)
    return safely(_judge, start)


def _since(start: Progress) -> Progress:
    """Set base and latest value."""
    aim, points = start.aim, start.points
    since = [point for point in points if point.year >= aim.base_year]
    before = [point for point in points if point.year < aim.base_year]
    warnings: tuple[Reason, ...] = ()
    if len(since) < 2 and before:
        since = before[-1:] + since if since else before[-2:]
        warnings = (Reason("progress.base_before", {"base_year": since[0].year}),)
    return replace(start, base=since[0], latest=since[-1], warnings=warnings)


def _judge(found: Progress) -> Progress:
    if is_met(found) or _is_near(found):
        return achieved(found)
    base, latest, aim = found.base, found.latest, found.aim
    assert base
    assert latest
    if aim.target is not None and latest.year > aim.target_year:
        by_then = [p for p in found.points if base.year <= p.year <= aim.target_year]
        if not by_then:
            facts = {"base_year": base.year, "year": aim.target_year}
            return unclear(found, Reason("progress.target_before_base", facts))
        latest = by_then[-1]
        late = Reason("progress.target_year_past", {"target_year": aim.target_year})
        found = replace(found, latest=latest, warnings=(*found.warnings, late))
    if latest.year == base.year:
        return too_few(replace(found, points=(base,)), 2)
    if base.value == 0 and latest.value != 0:
        return unclear(found, Reason("progress.no_growth_from_zero", {"base_year": base.year}))
    if not same_sign(base.value, latest.value):
        params = {"base_value": base.value, "value": latest.value}
        return unclear(found, Reason("progress.sign_change", params))
    pace = growth(base.value, latest.value, latest.year - base.year)
    found = with_components(found, growth=pace)
    return _without_target(found, pace) if aim.target is None else _with_target(found, pace)


def _is_near(found: Progress) -> bool:
    """Whether a percentage is within 1 of a target of 0 or 100."""
    aim, latest = found.aim, found.latest
    if latest is None or not aim.percent or aim.target not in (0, 100):
        return False
    return abs(latest.value - aim.target) <= _AT["near_percent"]


def _with_target(found: Progress, pace: float) -> Progress:
    base, latest, aim = found.base, found.latest, found.aim
    assert base
    assert latest
    assert aim.target is not None
    expected = latest.value * (1 + pace) ** (aim.target_year - latest.year)
    if aim.direction.sign * (aim.target - base.value) <= 0:  # met at the base, and lost since
        return target_lost(
            with_components(found, expected=expected), "stagnation_or_regression", 1.0
        )
    share = (expected - base.value) / (aim.target - base.value)
    found = with_components(found, expected=expected, share=share)
    if share >= _AT["on_track"]:
        return verdict(found, Status.ON_TRACK, "on_track", 3.0)
    if share >= _AT["fair"]:
        return verdict(found, Status.MODERATE, "fair", 2.0)
    return verdict(found, _slow(share), "stagnation_or_regression", 1.0)


def _without_target(found: Progress, pace: float) -> Progress:
    assert found.base
    sign = -1 if found.base.value < 0 else 1  # below zero, growing means falling
    towards = sign * found.aim.direction.sign * pace
    if towards >= _AT["growth_on_track"]:
        return verdict(found, Status.ON_TRACK, "on_track", 3.0)
    if towards >= _AT["growth_fair"]:
        return verdict(found, Status.MODERATE, "fair", 2.0)
    return verdict(found, _slow(towards), "stagnation_or_regression", 1.0)


def _slow(pace: float) -> Status:
    """The method knows one word for standing still and going back; the shared words know two."""
    return Status.LIMITED if pace >= 0 else Status.DETERIORATION
