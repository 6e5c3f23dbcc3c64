"""The two measures of ESCAP: how much has been made of the way, and how much will be missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from waymark.kernel.flow import Reason
from waymark.kernel.progress.catalogue import ESCAP_ANTICIPATED, ESCAP_STATUS
from waymark.kernel.progress.common import (
    achieved,
    begun,
    bounded,
    is_met,
    ordered,
    safely,
    target_lost,
    too_few,
    unclear,
    verdict,
    with_components,
)
from waymark.kernel.progress.model import Aim, Point, Progress, Status
from waymark.kernel.stats import fit_line

_AT = ESCAP_ANTICIPATED.thresholds
_DUST = 1e-9  # whoever keeps pace exactly is not behind by a rounding


def escap_status(points: Iterable[Point], aim: Aim, *, parity: bool = False) -> Progress:
    """Current status: 0 at the base, 10 at the target, below 0 where things got worse.

    `parity` is for targets that are approached from either side, such as a ratio of 1; the
    direction doesn't count then. It is compared with the share of time that has passed. Raises
    like `assess`.
    """
    start = begun(ordered(points), aim, ESCAP_STATUS)
    if start.base is None:
        return start
    return safely(_parity if parity else _status, start)


def _status(found: Progress) -> Progress:
    base, latest, aim = found.base, found.latest, found.aim
    assert base
    assert latest
    if is_met(found):
        return achieved(found)
    refused = _refused(found)
    if refused is not None:
        return refused
    assert aim.target is not None
    if aim.direction.sign * (aim.target - base.value) <= 0:
        return target_lost(found, "back", None)
    way = 10 * (latest.value - base.value) / abs(aim.target - base.value)
    return _placed(found, aim.direction.sign * way)


def _parity(found: Progress) -> Progress:
    base, latest, aim = found.base, found.latest, found.aim
    assert base
    assert latest
    if aim.target is not None and latest.value == aim.target:
        return achieved(found)
    refused = _refused(found)
    if refused is not None:
        return refused
    assert aim.target is not None
    if base.value == aim.target:
        return target_lost(found, "back", None)
    return _placed(found, 10 - 10 * abs(aim.target - latest.value) / abs(aim.target - base.value))


def _refused(found: Progress) -> Progress | None:
    """Why the way can't be measured, if so."""
    base, latest, aim = found.base, found.latest, found.aim
    assert base
    assert latest
    if aim.target is None:
        return unclear(found, Reason("progress.needs_target"))
    if latest.year == base.year:
        return too_few(replace(found, points=(base,)), 2)
    if aim.target_year <= base.year:
        params = {"base_year": base.year, "year": aim.target_year}
        return unclear(found, Reason("progress.target_before_base", params))
    return None


def _placed(found: Progress, status: float) -> Progress:
    """Compare the way made with the time gone. The score is kept on its scale, the way is not."""
    base, latest = found.base, found.latest
    assert base
    assert latest
    gone = (latest.year - base.year) / (found.aim.target_year - base.year)
    expected = 10 * min(1.0, gone)
    found = with_components(found, way=status, expected=expected)
    score = bounded(status, -10.0, 10.0)
    if status >= expected - _DUST:
        return verdict(found, Status.ON_TRACK, "ahead", score)
    if status > 0:
        return verdict(found, Status.MODERATE, "behind", score)
    if status == 0:
        return verdict(found, Status.LIMITED, "standing", score)
    return verdict(found, Status.DETERIORATION, "back", score)


def escap_anticipated(points: Iterable[Point], aim: Aim) -> Progress:
    """Anticipated progress: what will be missing in the target year, in percent of the way.

    The line runs through all values, also those before the base year, later ones weighing more.
    The score is the share of the way that will have been made, in percent. Raises like `assess`.
    """
    start = begun(ordered(points), aim, ESCAP_ANTICIPATED)
    if start.base is None:
        return start
    return safely(_anticipated, start)


def _anticipated(found: Progress) -> Progress:
    base, latest, aim = found.base, found.latest, found.aim
    assert base
    assert latest
    if is_met(found):
        return achieved(found)
    if aim.target is None:
        return unclear(found, Reason("progress.needs_target"))
    if len(found.points) < 2:
        return too_few(found, 2)
    if aim.target_year <= latest.year:
        params = {"target_year": aim.target_year}
        return unclear(found, Reason("progress.target_year_past", params))
    if aim.direction.sign * (aim.target - base.value) <= 0:
        return target_lost(found, "reverse", 0.0)
    years = [float(point.year) for point in found.points]
    weights = [(aim.target_year - years[0]) / (aim.target_year - year) for year in years]
    line = fit_line(years, [point.value for point in found.points], weights)
    expected = line.at(float(aim.target_year))
    gap = 100 * aim.direction.sign * (aim.target - expected) / abs(aim.target - base.value)
    found = with_components(found, slope=line.slope, expected=expected, gap=gap)
    score = bounded(100 - gap, 0.0, 100.0)
    if gap <= _AT["maintain"]:
        return verdict(found, Status.ON_TRACK, "maintain", score)
    if gap <= _AT["accelerate"]:
        return verdict(found, Status.MODERATE, "accelerate", score)
    return verdict(found, Status.DETERIORATION, "reverse", score)
