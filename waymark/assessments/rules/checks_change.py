"""Checks of change: targets, progress, milestones, and gaps between groups and areas."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from waymark.assessments.rules.checks_base import (
    CheckFacts,
    Number,
    Params,
    judged,
    no_data,
    only_area,
    share,
)
from waymark.assessments.rules.document import AREA, Indicator, Observation, Target
from waymark.assessments.rules.evaluate_report import Check
from waymark.assessments.rules.small_numbers import withholds
from waymark.indicators.rules.judging import Inputs, judge
from waymark.indicators.rules.transforms import transform_of
from waymark.kernel.progress import Point, Progress, Status
from waymark.schemes.rules import Criterion

_ON_COURSE = (Status.ACHIEVED, Status.ON_TRACK)
_JUDGED = (*_ON_COURSE, Status.MODERATE, Status.LIMITED, Status.DETERIORATION)


def aims_complete(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """How many aims have an indicator, a baseline, a milestone and a value for the final year."""
    name, rows = "aims_complete", facts.rows(params)
    if not rows:
        return no_data(name)
    milestones = {item.indicator for item in facts.submission.targets if item.milestone}
    final = {
        item.indicator
        for item in facts.submission.targets
        if not item.milestone and item.period.end.year == params["year"]
    }
    codes = [str(row.get(params["indicator"], "")) for row in rows]
    parts = {
        "indicator": sum(bool(code) for code in codes),
        "baseline": sum(code in facts.baselines for code in codes),
        "milestone": sum(code in milestones for code in codes),
        "final": sum(code in final for code in codes),
    }
    complete = sum(
        code in facts.baselines and code in milestones and code in final for code in codes
    )
    found = {"aims": len(rows), "complete": complete, "with": parts}
    good = share(complete, len(rows)) >= params["percent"]
    return judged(name, good, found, complete=complete, aims=len(rows), year=params["year"])


def progress_status(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """The status of each priority indicator by the scheme's method and the city's own target."""
    name = "progress_status"
    judgements = {
        indicator: progress
        for indicator in facts.key_values
        if (progress := _progress(indicator, facts)) is not None
    }
    assessed = {key: item for key, item in judgements.items() if item.status in _JUDGED}
    if not assessed:
        return no_data(name)
    better = sum(_improved(item) for item in assessed.values())
    on_course = sum(item.status in _ON_COURSE for item in assessed.values())
    found = {
        "assessed": len(assessed),
        "improved": better,
        "on_course": on_course,
        "statuses": dict(sorted(Counter(str(i.status) for i in judgements.values()).items())),
        "by_indicator": {key: str(item.status) for key, item in sorted(judgements.items())},
        "method": facts.scheme.progress_method,
    }
    # More than the asked share: "most" is more than half.
    good = better * 100 > params["percent"] * len(assessed)
    return judged(name, good, found, improved=better, assessed=len(assessed), on_course=on_course)


def _progress(indicator: str, facts: CheckFacts) -> Progress | None:
    """The progress of one indicator for the whole place, worked out as the city's pages do.

    What must be turned first is. None where nothing is known, or no way is better.
    """
    points = {
        item.period.year: float(item.value)
        for item in facts.series(indicator)
        if not item.dims and item.value is not None
    }
    baseline, target = facts.baselines.get(indicator), _final_target(indicator, facts)
    if not points and baseline is None:
        return None
    about = facts.about.get(indicator) or Indicator(indicator)
    unit = facts.main_units.get(indicator, "") or about.unit
    declared = {indicator: about.transform} if about.transform else {}
    inputs = Inputs(
        indicator,
        unit,
        about.direction,
        tuple(Point(year, points[year]) for year in sorted(points)),
        baseline=Point(baseline.period.year, float(baseline.value)) if baseline else None,
        target=None if target is None else float(target.value),
        target_year=2030 if target is None else target.period.end.year,
        transform=transform_of([indicator], unit, about.direction, declared),
    )
    return judge(inputs, facts.scheme.progress_method).progress


def _final_target(indicator: str, facts: CheckFacts) -> Target | None:
    targets = [
        item
        for item in facts.submission.targets
        if item.indicator == indicator
        and item.unit == facts.main_units.get(indicator, "")
        and not item.dims
        and not item.milestone
    ]
    return max(targets, key=lambda item: item.period.end, default=None)


def _improved(progress: Progress) -> bool:
    if progress.base is None or progress.latest is None:
        return False
    return progress.aim.direction.sign * (progress.latest.value - progress.base.value) > 0


def milestones_met(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Milestones due by now that were reached."""
    name = "milestones_met"
    due = [item for item in facts.submission.targets if item.period.end <= facts.as_of]
    if not due:
        return no_data(name)
    outcomes = Counter(_reached(item, facts) for item in due)
    found = {"due": len(due), "met": outcomes["met"], "missed": outcomes["missed"],
             "unknown": outcomes["unknown"]}  # fmt: skip
    good = share(outcomes["met"], len(due)) >= params["percent"]
    return judged(name, good, found, met=outcomes["met"], due=len(due),
                  unknown=outcomes["unknown"])  # fmt: skip


def _reached(target: Target, facts: CheckFacts) -> str:
    """Whether the value of the milestone's own period, else the first later one, reached it."""
    sign = facts.sign(target.indicator)
    values = [
        item.value
        for item in facts.values.get(target.indicator, ())
        if item.dims == target.dims
        and item.unit == target.unit
        and item.period.end >= target.period.end
        and item.value is not None
    ]
    if sign is None or not values:
        return "unknown"
    return "met" if sign * (values[0] - target.value) >= 0 else "missed"


def gap_trend(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Whether gaps between groups, or between areas, fall over time."""
    name = "gap_trend"
    gaps = [
        gap
        for indicator in sorted(facts.values)
        for (dim, unit), items in _splits(facts.values[indicator], params["by"])
        if (gap := _gap(indicator, dim, unit, items, facts)) is not None
    ]
    if not gaps:
        return no_data(name)
    falling = sum(gap.last < gap.first for gap in gaps)
    better = sum(gap.worst_improves for gap in gaps)
    found = {
        "tracked": len(gaps),
        "falling": falling,
        "worst_improves": better,
        "gaps": [_told(gap) for gap in gaps if not _withheld(gap, facts)],
    }
    good = share(falling, len(gaps)) >= params["percent"]
    return judged(name, good, found, f"by_{params['by']}", falling=falling, tracked=len(gaps),
                  better=better)  # fmt: skip


def _told(gap: _Gap) -> dict[str, object]:
    """A gap's figures; the unit is named where it is another one than the indicator's."""
    figures = asdict(gap)
    return figures if gap.unit else {name: figures[name] for name in figures if name != "unit"}


def _withheld(gap: _Gap, facts: CheckFacts) -> bool:
    """Whether a gap's figures would tell of few people: reports are published."""
    marks = facts.shown(gap.indicator)
    return withholds(marks.get(gap.unit, {}), (gap.from_year, gap.to_year), gap.by)


def _splits(
    items: Iterable[Observation], by: str
) -> list[tuple[tuple[str, str], dict[int, dict[str, Number]]]]:
    """Values by dimension and unit, year and category, where only that one dimension is split."""
    found: dict[tuple[str, str], dict[int, dict[str, Number]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for item in items:
        if len(item.dims) != 1 or item.value is None:
            continue
        if only_area(item.dims) == (by == AREA):
            ((dim, category),) = item.dims.items()
            found[dim, item.unit][item.period.year][category] = item.value
    return sorted(found.items())


@dataclass(frozen=True, slots=True)
class _Gap:
    """The distance between best and worst off, at first and at last."""

    indicator: str
    by: str
    from_year: int
    to_year: int
    first: Number
    last: Number
    worst: str
    worst_improves: bool
    unit: str = ""


def _gap(
    indicator: str,
    dim: str,
    unit: str,
    years: Mapping[int, Mapping[str, Number]],
    facts: CheckFacts,
) -> _Gap | None:
    """The gap in the first and in the last year, over the categories that both have."""
    sign = facts.sign(indicator)
    begin, end = min(years), max(years)
    common = sorted(set(years[begin]) & set(years[end]))
    if begin == end or len(common) < 2 or sign is None:
        return None
    first, last = ({name: years[year][name] for name in common} for year in (begin, end))
    worst = min(common, key=lambda name: (sign * first[name], name))
    return _Gap(
        indicator=indicator,
        by=dim,
        from_year=begin,
        to_year=end,
        first=_spread(first),
        last=_spread(last),
        worst=worst,
        worst_improves=sign * (last[worst] - first[worst]) > 0,
        unit=unit,
    )


def _spread(values: Mapping[str, Number]) -> Number:
    # Nine digits: enough for any statistic, and free of the tails of binary subtraction.
    return round(max(values.values()) - min(values.values()), 9)
