"""Several series of one indicator taken together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from waymark.kernel.flow import Reason
from waymark.kernel.progress.catalogue import (
    ESCAP_ANTICIPATED,
    ESCAP_STATUS,
    OPEN_SDG,
    UN_CHART,
    WEATHER,
)
from waymark.kernel.progress.method import Method
from waymark.kernel.progress.model import Progress, Scored, Status

Group = Sequence["Progress | Scored | Group"]
"""Series, and groups of series that count as one; nested to any depth."""

One = Progress | Scored
Number = Callable[[One], float | None]


class MixedMethods(ValueError):
    """Results of different methods have no common scale, and so no mean."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The mean of the scores, the status it stands for, and how many series could be assessed.

    By the weather symbols it is no mean: there the worst symbol speaks for all.
    """

    status: Status
    score: float | None
    assessed: int
    total: int
    reason: Reason
    method: Method = OPEN_SDG


def summarise(group: Group) -> Summary:
    """One verdict for a group of series; inner groups are averaged first.

    A series without a score is left out and counted. The target is achieved only where every
    assessed series has achieved its own. Raises `MixedMethods`.
    """
    series = list(_flat(group))
    methods = {one.method.id: one.method for one in series} or {OPEN_SDG.id: OPEN_SDG}
    if len(methods) > 1:
        raise MixedMethods(", ".join(sorted(methods)))
    (method,) = methods.values()
    scored = [one for one in series if one.score is not None]
    if method.id == WEATHER.id:
        score = min((one.score for one in scored if one.score is not None), default=None)
    else:
        score = _mean(group, lambda one: one.score)
    if score is None:
        status = _without_score(series)
    elif all(one.status is Status.ACHIEVED for one in scored):
        status = Status.ACHIEVED
    else:
        status = _status(method, group, score)
    facts: dict[str, object] = {"assessed": len(scored), "total": len(series)}
    if score is not None:
        facts["score"] = score
    reason = Reason(f"progress.summary_{status}", facts)
    return Summary(status, score, len(scored), len(series), reason, method)


def _without_score(series: Sequence[One]) -> Status:
    """What to say of series of which none has a score: an aim not reached comes before no data."""
    found = {one.status for one in series}
    first = (Status.NOT_ACHIEVED, Status.NOT_ASSESSABLE)
    return next((status for status in first if status in found), Status.NOT_AVAILABLE)


def status_of_score(score: float) -> Status:
    """The status that an average score stands for, on the scale from -5 to 5."""
    if score >= 2.5:
        return Status.ON_TRACK
    if score >= 0:
        return Status.MODERATE
    return Status.LIMITED if score >= -2.5 else Status.DETERIORATION


def _status(method: Method, group: Group, score: float) -> Status:
    """The status of an average by each method's own scale."""
    if method.id == ESCAP_STATUS.id:
        expected = _mean(group, lambda one: None if one.score is None else _expected(one))
        return _of_way(score, 10.0 if expected is None else expected)
    steps = _STEPS.get(method.id)
    if steps is None:
        return status_of_score(score)
    return next((status for least, status in steps if score >= least), Status.DETERIORATION)


_STEPS: dict[str, tuple[tuple[float, Status], ...]] = {
    UN_CHART.id: ((2.5, Status.ON_TRACK), (1.5, Status.MODERATE), (1.0, Status.LIMITED)),
    ESCAP_ANTICIPATED.id: ((90.0, Status.ON_TRACK), (5e-324, Status.MODERATE)),
    WEATHER.id: ((3.0, Status.ON_TRACK), (2.0, Status.MODERATE), (1.0, Status.LIMITED)),
}


def _expected(one: One) -> float:
    """Where a series should be by now; one that has arrived is judged as if time were up."""
    return 10.0 if one.expected is None else one.expected


def _of_way(way: float, expected: float) -> Status:
    if way >= expected:
        return Status.ON_TRACK
    if way > 0:
        return Status.MODERATE
    return Status.LIMITED if way == 0 else Status.DETERIORATION


def _flat(group: Group) -> Iterator[One]:
    for part in group:
        if isinstance(part, One):
            yield part
        else:
            yield from _flat(part)


def _mean(group: Group, number: Number) -> float | None:
    parts = (number(part) if isinstance(part, One) else _mean(part, number) for part in group)
    numbers = [found for found in parts if found is not None]
    return fmean(numbers) if numbers else None
