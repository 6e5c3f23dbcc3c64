"""Whether a value or a target that somebody typed can be stored."""

from __future__ import annotations

import math
from collections.abc import Iterable

from waymark.indicators.rules.cells import LARGEST, MOST_PEOPLE, read_period
from waymark.indicators.rules.facts import (
    MAX_NOTE,
    MAX_QUALITY,
    MAX_SOURCE,
    MAX_TEXT,
    SOURCE_TYPES,
    STATUSES,
    WITHOUT_VALUE,
    Goal,
    Value,
)
from waymark.indicators.rules.problems import Unreadable
from waymark.kernel.flow import Reason


def value_reasons(value: Value) -> tuple[Reason, ...]:
    """Why a value can't be stored; empty where it can."""
    found = list(_period(value.period))
    if value.status not in STATUSES:
        found.append(Reason("status.unknown", {"text": value.status}))
    elif value.text and (value.value is not None or value.status in WITHOUT_VALUE):
        found.append(Reason("entry.with_value"))
    elif value.value is None and not value.text and value.status not in WITHOUT_VALUE:
        found.append(Reason("value.empty"))
    elif value.value is not None and value.status in WITHOUT_VALUE:
        found.append(Reason("status.with_value", {"text": value.value}))
    found += _numbers(value.value, value.margin)
    if value.margin is not None and value.margin < 0:
        found.append(Reason("margin.negative", {"text": value.margin}))
    if value.sample_size is not None and not 0 <= value.sample_size <= MOST_PEOPLE:
        found.append(Reason("count.wrong", {"text": value.sample_size}))
    if value.source_type and value.source_type not in SOURCE_TYPES:
        options = ", ".join(SOURCE_TYPES)
        found.append(Reason("source_type.unknown", {"text": value.source_type, "options": options}))
    found += _lengths((value.source, MAX_SOURCE), (value.method, MAX_SOURCE))
    found += _lengths((value.quality, MAX_QUALITY), (value.text, MAX_TEXT))
    return (*found, *_lengths((value.note, MAX_NOTE)))


def goal_reasons(goal: Goal) -> tuple[Reason, ...]:
    """Why a baseline and target can't be stored; empty where they can."""
    found: list[Reason] = []
    if goal.baseline_value is not None and not goal.baseline_period:
        found.append(Reason("baseline.no_period"))
    if goal.baseline_period:
        found += _period(goal.baseline_period)
        if goal.baseline_value is None:
            found.append(Reason("baseline.no_value"))
    years = [year for year, _ in goal.milestones]
    for year in (goal.target_year, *years):
        if not 1990 <= year <= 2100:
            found.append(Reason("year.wrong", {"text": year}))
    if len(set(years)) < len(years):
        twice = next(year for year in years if years.count(year) > 1)
        found.append(Reason("milestones.twice", {"year": twice}))
    found += _numbers(goal.baseline_value, goal.target_value, *(v for _, v in goal.milestones))
    return (*found, *_lengths((goal.note, MAX_NOTE)))


def checking_reasons(entered: Iterable[tuple[str, object]], by: object) -> tuple[Reason, ...]:
    """Why values can't be looked over by a person; `entered` is the period and who entered it.

    Four eyes: nobody looks over what she has entered herself.
    """
    own = [period for period, person in entered if person == by]
    return (Reason("checking.own", {"period": own[0]}),) if own else ()


def _period(text: str) -> tuple[Reason, ...]:
    try:
        read_period(text)
    except Unreadable as error:
        return (Reason(error.key, error.params),)
    return ()


def _numbers(*numbers: float | None) -> list[Reason]:
    return [
        Reason("value.too_large", {"text": number, "most": "10^15"})
        for number in numbers
        if number is not None and not (math.isfinite(number) and abs(number) <= LARGEST)
    ]


def _lengths(*texts: tuple[str, int]) -> list[Reason]:
    return [Reason("text.too_long", {"most": most}) for text, most in texts if len(text) > most]
