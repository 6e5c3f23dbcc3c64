"""Several series of one indicator taken together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from waymark.kernel.flow import Reason
from waymark.kernel.progress.series import METHOD, Method, Progress, Status

Group = Sequence["Progress | Group"]
"""Series, and groups of series that count as one; nested to any depth."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The mean of the scores, the status it stands for, and how many series could be assessed."""

    status: Status
    score: float | None
    assessed: int
    total: int
    reason: Reason
    method: Method = METHOD


def summarise(group: Group) -> Summary:
    """One verdict for a group of series; inner groups are averaged first.

    A series without a score is left out and counted. The target is achieved only where every
    assessed series has achieved its own.
    """
    series = list(_flat(group))
    scored = [one for one in series if one.score is not None]
    score = _mean(group)
    if score is None:
        status = Status.NOT_AVAILABLE
    elif all(one.status is Status.ACHIEVED for one in scored):
        status = Status.ACHIEVED
    else:
        status = status_of_score(score)
    facts: dict[str, object] = {"assessed": len(scored), "total": len(series)}
    if score is not None:
        facts["score"] = score
    reason = Reason(f"progress.summary_{status}", facts)
    return Summary(status, score, len(scored), len(series), reason)


def status_of_score(score: float) -> Status:
    """The status that an average score stands for."""
    if score >= 2.5:
        return Status.ON_TRACK
    if score >= 0:
        return Status.MODERATE
    return Status.LIMITED if score >= -2.5 else Status.DETERIORATION


def _flat(group: Group) -> Iterator[Progress]:
    for part in group:
        if isinstance(part, Progress):
            yield part
        else:
            yield from _flat(part)


def _mean(group: Group) -> float | None:
    parts = (part.score if isinstance(part, Progress) else _mean(part) for part in group)
    scores = [score for score in parts if score is not None]
    return fmean(scores) if scores else None
