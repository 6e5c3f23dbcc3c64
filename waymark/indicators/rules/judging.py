"""How far a series has come: from what a city has entered to a verdict that can be replayed.

A verdict is stored with everything that it was worked out from. `worked_out_again` needs nothing
but such a document, and gives the same bytes (`as_bytes`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from waymark.indicators.rules.transforms import YES_NO, NotJudged, turned
from waymark.kernel.flow import Reason
from waymark.kernel.progress import (
    METHOD,
    METHODS,
    Aim,
    BadSeries,
    Direction,
    Method,
    Point,
    Progress,
    Status,
    UnknownMethod,
    assess_by,
    assess_yes_no,
    yes_or_no,
)

FORMAT = "waymark-progress/1"
DEFAULT = METHOD.id
"""The method where a scheme names no other."""

BASE_YEAR = 2015


@dataclass(frozen=True, slots=True)
class Inputs:
    """A series as the city has entered it: one point a year, and its own aim.

    `indicator` is framework:code; `unit` and `direction` are those of the series and its list.
    `transform` names how the values must be turned first (`rules.transforms`), "" for not at all.
    """

    indicator: str
    unit: str
    direction: str
    points: tuple[Point, ...]
    baseline: Point | None = None
    target: float | None = None
    target_year: int = 2030
    transform: str = ""

    @property
    def known(self) -> tuple[Point, ...]:
        """The points with the baseline among them, which counts before a value of its year."""
        points = {point.year: point for point in self.points}
        if self.baseline is not None:
            points[self.baseline.year] = self.baseline
        return tuple(points[year] for year in sorted(points))

    @property
    def base_year(self) -> int:
        """The year of the baseline; else 2015, or the first year after it that has a value."""
        if self.baseline is not None:
            return self.baseline.year
        return max(BASE_YEAR, min((point.year for point in self.points), default=BASE_YEAR))


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, or why there is none (`refused`), with what it was worked out from."""

    inputs: Inputs
    method: Method
    progress: Progress | None
    refused: Reason | None = None

    @property
    def status(self) -> Status:
        """The verdict in the words that all methods share."""
        return self.progress.status if self.progress else Status.NOT_ASSESSABLE

    @property
    def reason(self) -> Reason:
        """What the explaining sentence says."""
        if self.progress:
            return self.progress.reason
        return self.refused or Reason("progress.no_data", {"base_year": self.inputs.base_year})

    def stored(self) -> dict[str, Any]:
        """All of it as plain data: `worked_out_again` gives the same."""
        return {
            "format": FORMAT,
            "method": self.method.id,
            "inputs": _plain(self.inputs),
            "result": self.progress.stored() if self.progress else None,
            "refused": plain_reason(self.refused) if self.refused else None,
        }


def judge(inputs: Inputs, method: str = DEFAULT) -> Judged:
    """Judge a series by a method. Raises `UnknownMethod`."""
    entry = METHODS.get(method)
    if entry is None:
        raise UnknownMethod(method)
    try:
        return Judged(inputs, entry.method, _progress(inputs, entry.method))
    except NotJudged as refused:
        return Judged(inputs, entry.method, None, refused.reason)


def _progress(inputs: Inputs, method: Method) -> Progress:
    points = inputs.known
    if inputs.transform == YES_NO and points:
        return _yes_or_no(inputs, points[-1], method)
    found = turned(
        inputs.transform,
        points,
        unit=inputs.unit,
        direction=inputs.direction,
        target=inputs.target,
        years=(inputs.base_year, inputs.target_year),
    )
    percent = inputs.unit == "%" and not inputs.transform
    aim = Aim(
        found.direction,
        found.target,
        inputs.target_year,
        inputs.base_year,
        limit=100.0 if percent and found.direction is Direction.UP else None,
        percent=percent,
    )
    return assess_by(method.id, found.points, aim)


def _yes_or_no(inputs: Inputs, last: Point, method: Method) -> Progress:
    try:
        is_so = yes_or_no(last)
    except BadSeries as bad:
        raise NotJudged(Reason(bad.key, {"year": bad.year})) from bad
    wanted = inputs.direction != "down"
    aim = Aim(
        Direction.UP if wanted else Direction.DOWN,
        float(wanted),
        inputs.target_year,
        inputs.base_year,
    )
    return assess_yes_no(is_so is wanted, last.year, aim, method)


def milestones(inputs: Inputs, marks: Iterable[tuple[int, float]]) -> list[Reason]:
    """What has become of each milestone (year and value): reached, missed, or still to come.

    The value of its year counts, else that of the first later one. Nothing can be said where no
    way is better, or where values must be turned first.
    """
    if inputs.direction not in ("up", "down") or inputs.transform:
        return []
    sign = Direction(inputs.direction).sign
    found = []
    for year, wanted in sorted(marks):
        point = next((one for one in inputs.known if one.year >= year), None)
        facts: dict[str, object] = {"year": year, "target": wanted}
        if point is None:
            found.append(Reason("judging.milestone_to_come", facts))
            continue
        is_met = sign * (point.value - wanted) >= 0
        facts |= {"value": point.value, "value_year": point.year}
        found.append(Reason(f"judging.milestone_{'reached' if is_met else 'missed'}", facts))
    return found


def worked_out_again(document: Mapping[str, Any]) -> dict[str, Any]:
    """Judge anew from a stored verdict alone: only its method and its inputs are read.

    Raises `UnknownMethod`, and KeyError or TypeError for what is no such document.
    """
    return judge(_read(document["inputs"]), document["method"]).stored()


def as_bytes(document: Mapping[str, Any]) -> bytes:
    """A document as JSON: equal content gives equal bytes, and reading gives each float back.

    Canonical JSON (`kernel.canonical`) would refuse the whole numbers beyond 2^53 that a pace of
    growth may come to.
    """
    text = json.dumps(
        document, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def plain_reason(reason: Reason) -> dict[str, Any]:
    """A reason as plain data."""
    return {"key": reason.key, "facts": dict(reason.params)}


def _plain(inputs: Inputs) -> dict[str, Any]:
    return {
        "indicator": inputs.indicator,
        "unit": inputs.unit,
        "direction": inputs.direction,
        "points": [[point.year, point.value] for point in inputs.points],
        "baseline": inputs.baseline and [inputs.baseline.year, inputs.baseline.value],
        "target": inputs.target,
        "target_year": inputs.target_year,
        "transform": inputs.transform,
    }


def _read(plain: Mapping[str, Any]) -> Inputs:
    baseline, target = plain["baseline"], plain["target"]
    return Inputs(
        indicator=plain["indicator"],
        unit=plain["unit"],
        direction=plain["direction"],
        points=tuple(Point(int(year), float(value)) for year, value in plain["points"]),
        baseline=None if baseline is None else Point(int(baseline[0]), float(baseline[1])),
        target=None if target is None else float(target),
        target_year=int(plain["target_year"]),
        transform=plain["transform"],
    )
