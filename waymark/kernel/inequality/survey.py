"""Satisfaction by group: how many are content, how sure that is, and whether it has changed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from waymark.kernel.flow import Reason
from waymark.kernel.inequality.model import BadGroups
from waymark.kernel.progress.method import Method, Verified
from waymark.kernel.stats import difference_of_shares, wilson

SATISFACTION = Method(
    name="wilson",
    version="1",
    formula="(p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n), n the sample by its design",
    verified=Verified.MEASURED,
    source="Wilson (1927); Newcombe, Two-sided confidence intervals for the single proportion",
)

CHANGE = Method(
    name="newcombe",
    version="1",
    formula="d - sqrt((p1-l1)² + (u2-p2)²) to d + sqrt((u1-p1)² + (p2-l2)²), d = p1 - p2, l and u "
    "by Wilson",
    verified=Verified.MEASURED,
    source="Newcombe, Interval estimation for the difference between independent proportions",
)


class Moved(StrEnum):
    """Whether a share has changed beyond its error."""

    ROSE = "rose"
    FELL = "fell"
    WITHIN_ERROR = "within_error"
    TOO_FEW = "too_few"  # a sample is too small for a verdict
    ONE_ROUND = "one_round"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one group said in one round: `satisfied` percent of `sample` people.

    `design` is the design effect of the survey: 1 where everybody was drawn with the same chance,
    more where they were drawn in clusters. The sample counts divided by it.
    """

    group: str
    satisfied: float
    sample: int
    design: float = 1.0


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """A share in percent with its confidence interval; `margin` is half the interval's width."""

    group: str
    satisfied: float
    sample: int
    low: float
    high: float
    margin: float
    level: float
    reason: Reason
    enough: bool = True
    method: Method = SATISFACTION


@dataclass(frozen=True, slots=True)
class RoundChange:
    """The change of one group between two rounds, in percentage points, with its interval."""

    group: str
    moved: Moved
    reason: Reason
    first: Satisfaction | None
    last: Satisfaction | None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    method: Method = CHANGE


def satisfaction(
    answers: Iterable[Answer], *, level: float = 0.95, smallest: int = 30
) -> tuple[Satisfaction, ...]:
    """The shares of one round by name of group, each with its margin of error.

    A sample under `smallest` is marked as not enough. Raises `BadGroups`.
    """
    held = {answer.group: answer for answer in _checked(answers)}
    return tuple(_found(held[name], level, smallest) for name in sorted(held))


def change_between(
    first: Iterable[Answer], last: Iterable[Answer], *, level: float = 0.95, smallest: int = 30
) -> tuple[RoundChange, ...]:
    """Whether each group's share has changed by more than chance explains, by name of group.

    The rounds are taken as drawn apart from each other. Where many groups are compared, about
    one in twenty seems to have changed by chance alone. Raises `BadGroups`.
    """
    rounds = [{a.group: a for a in _checked(answers)} for answers in (first, last)]
    names = sorted(rounds[0].keys() | rounds[1].keys())
    return tuple(
        _changed(name, rounds[0].get(name), rounds[1].get(name), level, smallest) for name in names
    )


def _checked(answers: Iterable[Answer]) -> list[Answer]:
    held = list(answers)
    seen: set[str] = set()
    for answer in held:
        if answer.group in seen:
            raise BadGroups("inequality.name_twice", answer.group)
        seen.add(answer.group)
        if not 0 <= answer.satisfied <= 100:
            raise BadGroups("survey.no_percentage", answer.group)
        if answer.sample < 1 or not 1 <= answer.design < math.inf:
            raise BadGroups("survey.no_sample", answer.group)
    return held


def _found(answer: Answer, level: float, smallest: int) -> Satisfaction:
    interval = wilson(answer.satisfied / 100, answer.sample / answer.design, level)
    low, high = (
        min(100 * interval.low, answer.satisfied),
        max(100 * interval.high, answer.satisfied),
    )
    enough = answer.sample >= smallest
    facts = {"group": answer.group, "satisfied": answer.satisfied, "sample": answer.sample}
    facts |= {"low": low, "high": high, "level": level}
    reason = Reason("survey.share" if enough else "survey.small_sample", facts)
    return Satisfaction(
        answer.group,
        answer.satisfied,
        answer.sample,
        low,
        high,
        (high - low) / 2,
        level,
        reason,
        enough,
    )


def _changed(
    name: str, before: Answer | None, after: Answer | None, level: float, smallest: int
) -> RoundChange:
    first = None if before is None else _found(before, level, smallest)
    last = None if after is None else _found(after, level, smallest)
    if before is None or after is None or first is None or last is None:
        reason = Reason("survey.one_round", {"group": name})
        return RoundChange(name, Moved.ONE_ROUND, reason, first, last)
    interval = difference_of_shares(
        after.satisfied / 100,
        after.sample / after.design,
        before.satisfied / 100,
        before.sample / before.design,
        level,
    )
    change = after.satisfied - before.satisfied
    low, high = min(100 * interval.low, change), max(100 * interval.high, change)
    if not (first.enough and last.enough):
        moved = Moved.TOO_FEW
    elif low > 0:
        moved = Moved.ROSE
    else:
        moved = Moved.FELL if high < 0 else Moved.WITHIN_ERROR
    facts = {"group": name, "first": before.satisfied, "last": after.satisfied}
    facts |= {"change": change, "low": low, "high": high, "level": level}
    return RoundChange(
        name, moved, Reason(f"survey.{moved}", facts), first, last, change, low, high
    )
