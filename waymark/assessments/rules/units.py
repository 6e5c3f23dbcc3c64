"""In which unit an indicator is judged, where a case has values of it in several."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from waymark.assessments.rules.document import Baseline, Submission


def units_of(submission: Submission, as_of: date) -> Mapping[str, str]:
    """One unit for each indicator; "" is the one that the indicator itself names.

    That of the city's baseline for the whole place, else of its target, else of most values for
    the whole place; where that decides nothing, the indicator's own, then the first by its letters.
    """
    values: dict[str, Counter[str]] = defaultdict(Counter)
    for item in submission.observations:
        if not item.dims and item.usable and item.period.start <= as_of:
            values[item.indicator][item.unit] += 1
    for target in submission.targets:
        if not target.dims:
            values[target.indicator][target.unit] += _TARGET
    for baseline in submission.baselines:
        if not baseline.dims:
            values[baseline.indicator][baseline.unit] += _BASELINE
    return {
        indicator: min(counts, key=lambda unit: (-counts[unit], unit))
        for indicator, counts in values.items()
    }


_TARGET = 10**7
_BASELINE = 10**10
"""More than all values, or all targets, of a case can weigh."""


def whole_baselines(submission: Submission, units: Mapping[str, str]) -> dict[str, Baseline]:
    """The baseline of each indicator for the whole place, in the unit in which it is judged."""
    return {
        item.indicator: item
        for item in submission.baselines
        if not item.dims and item.unit == units.get(item.indicator, "")
    }
