"""The verdict on an indicator from its series, and counts of verdicts: never a score of a place.

Where there are series of the whole city they speak for the indicator, one for each unit. Else its
groups do: each dimension counts once, however many groups it has, and so do the areas.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from waymark.indicators.rules.facts import Dims
from waymark.indicators.rules.judging import Judged
from waymark.kernel.flow import Reason
from waymark.kernel.progress import Progress, Scored, Status, summarise

WHOLE, AREA, MIXED = "", "area", "mixed"


@dataclass(frozen=True, slots=True)
class Together:
    """The verdict on an indicator; `only` where one series speaks for it.

    `assessed` of `total` series had a score.
    """

    status: Status
    reason: Reason
    assessed: int
    total: int
    only: Judged | None = None


def part_of(area: str, dims: Dims) -> str:
    """With which other series one is averaged: those of its dimension, or of its unit."""
    if not dims:
        return AREA if area else WHOLE
    return dims[0][0] if len(dims) == 1 and not area else MIXED


def together(parts: Mapping[str, Sequence[Judged]]) -> Together:
    """One verdict from the series that speak for an indicator, by `part_of`; all by one method.

    Series that no method can judge are counted and left out.
    """
    whole = parts.get(WHOLE)
    spoken = {WHOLE: whole} if whole else dict(parts)
    every = [one for found in spoken.values() for one in found]
    if len(every) == 1:
        return alone(every[0])
    return averaged([[one.progress for one in found] for found in spoken.values()])


def alone(only: Judged) -> Together:
    """The verdict on an indicator for which one series speaks."""
    scored = only.progress is not None and only.progress.score is not None
    return Together(only.status, only.reason, int(scored), 1, only)


def averaged(parts: Sequence[Sequence[Progress | Scored | None]]) -> Together:
    """One verdict from parts that count alike, whatever the number of series in each."""
    total = sum(map(len, parts))
    groups = [[one for one in part if one is not None] for part in parts]
    if not any(groups):
        status = Status.NOT_ASSESSABLE if total else Status.NOT_AVAILABLE
        return Together(status, Reason(f"progress.summary_{status}"), 0, total)
    found = summarise([group for group in groups if group])
    return Together(found.status, found.reason, found.assessed, total)


def counted(verdicts: Iterable[Status]) -> Mapping[Status, int]:
    """How many verdicts there are of each kind, in the order of `Status`, those of none too."""
    counts = Counter(verdicts)
    return {status: counts[status] for status in Status}
