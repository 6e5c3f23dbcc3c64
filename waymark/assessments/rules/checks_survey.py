"""Checks of repeated satisfaction surveys."""

from __future__ import annotations

from collections import defaultdict
from math import sqrt

from waymark.assessments.rules.checks_base import (
    CheckFacts,
    Params,
    attention,
    is_number,
    judged,
    no_data,
    number,
    ok,
    share,
)
from waymark.assessments.rules.document import Row
from waymark.assessments.rules.evaluate_report import Check
from waymark.schemes.rules import Criterion

_Z95 = 1.96  # 95 per cent, two-sided


def survey_trend(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """First against last survey of everybody, and whether the rise is beyond its error."""
    name = "survey_trend"
    by_year = {
        row[params["year"]]: row
        for row in facts.rows(params)
        if params["group"] not in row
        and is_number(row.get(params["value"]))
        and is_number(row.get(params["year"]))
    }
    if not by_year:
        return no_data(name)
    years = sorted(int(str(year)) for year in by_year)
    first, last = by_year[years[0]], by_year[years[-1]]
    if len(years) == 1:
        return attention(name, "one", {"surveys": 1, "year": years[0]}, year=years[0])
    rise = round(number(last, params["value"]) - number(first, params["value"]), 6)
    margin = _margin(first, last, params)
    found = {"surveys": len(years), "from": years[0], "to": years[-1], "rise": rise,
             **({} if margin is None else {"margin": margin})}  # fmt: skip
    told = {"rise": rise, "first": years[0], "last": years[-1]}
    if rise <= 0:
        return attention(name, "no_rise", found, **told)
    if margin is None:
        return attention(name, "no_margin", found, **told)
    if rise <= margin:
        return attention(name, "within", found, **told, margin=margin)
    return ok(name, "beyond", found, **told, margin=margin)


def _margin(first: Row, last: Row, params: Params) -> float | None:
    """The margin of the difference between two independent samples, in percentage points."""
    margins = [_one_margin(row, params) for row in (first, last)]
    if margins[0] is None or margins[1] is None:
        return None
    return round(sqrt(margins[0] ** 2 + margins[1] ** 2), 2)


def _one_margin(row: Row, params: Params) -> float | None:
    """The margin that was given; else that of a simple random sample of this size."""
    if is_number(row.get(params["margin"])):
        return abs(number(row, params["margin"]))
    if not is_number(row.get(params["sample"])) or number(row, params["sample"]) <= 0:
        return None
    part = min(max(number(row, params["value"]) / 100, 0), 1)
    return 100 * _Z95 * sqrt(part * (1 - part) / number(row, params["sample"]))


def survey_trend_by_group(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """For how many groups satisfaction rose, over all topics."""
    name = "survey_trend_by_group"
    series: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for row in facts.rows(params):
        year = row.get(params["year"])
        if params["group"] in row and isinstance(year, int) and is_number(row.get(params["value"])):
            key = (str(row[params["group"]]), str(row.get(params["topic"], "")))
            series[key][year] = number(row, params["value"])
    if not series:
        return no_data(name)
    rises: dict[str, list[bool]] = defaultdict(list)
    for (group, _), years in sorted(series.items()):
        if len(years) > 1:
            rises[group].append(years[max(years)] > years[min(years)])
    groups = {group: sum(found) * 2 > len(found) for group, found in rises.items()}
    rising = sum(groups.values())
    found = {"groups": len({group for group, _ in series}), "twice": len(groups),
             "rising": rising, "by_group": groups}  # fmt: skip
    if not groups:
        return attention(name, "once", found, groups=found["groups"])
    good = share(rising, len(groups)) >= params["percent"]
    return judged(name, good, found, rising=rising, groups=len(groups))
