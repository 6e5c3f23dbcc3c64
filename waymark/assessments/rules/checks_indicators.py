"""Checks that look at which indicators are reported, from where, and how finely."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from waymark.assessments.rules.checks_base import (
    CheckFacts,
    Params,
    judged,
    no_data,
    share,
    texts,
)
from waymark.assessments.rules.document import AREA, Observation
from waymark.assessments.rules.evaluate_report import Check
from waymark.schemes.rules import Criterion, Domain

SDG = "sdg"
_OUTLIER = 5  # robust standard deviations from the median
_MAD_TO_SD = 1.4826  # for normally distributed values


def domain_coverage(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Indicators with a value in each domain of a shared list."""
    name = "domain_coverage"
    if not facts.reported:
        return no_data(name)
    domains = facts.scheme.set_by_id[params["set"]].domains
    counts = {domain.id: _covered(domain, facts) for domain in domains}
    full = sum(count >= params["per_domain"] for count in counts.values())
    size = sum(len(domain.indicators) for domain in domains)
    found = {"counts": counts, "listed": size, "covered": sum(counts.values())}
    return judged(name, full == len(domains), found, full=full, domains=len(domains),
                  need=params["per_domain"], covered=sum(counts.values()), listed=size)  # fmt: skip


def _covered(domain: Domain, facts: CheckFacts) -> int:
    """How many indicators of a domain are covered.

    One value may stand for several entries of the list, and several values for one entry: the
    smaller number counts.
    """
    entries = [{member.code, *member.same_as} for member in domain.indicators]
    codes = set().union(*entries)
    used = sum(bool(facts.aliases(indicator) & codes) for indicator in facts.reported)
    given = frozenset().union(*(facts.aliases(indicator) for indicator in facts.reported))
    return min(used, sum(bool(given & entry) for entry in entries))


def source_share(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """The share of a shared list for which the city names a source."""
    name = "source_share"
    sourced = {item.id for item in facts.submission.indicators if item.source}
    sourced |= {item.indicator for item in facts.submission.observations if item.source}
    if not sourced:
        return no_data(name)
    named = frozenset().union(*(facts.aliases(indicator) for indicator in sourced))
    entries = [
        {member.code, *member.same_as}
        for domain in facts.scheme.set_by_id[params["set"]].domains
        for member in domain.indicators
    ]
    have = sum(bool(named & entry) for entry in entries)
    percent = share(have, len(entries))
    found = {"listed": len(entries), "sourced": have, "percent": percent}
    return judged(name, percent >= params["percent"], found, have=have, listed=len(entries),
                  percent=percent)  # fmt: skip


def metadata_share(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """The share of values with source and method, and values far from the rest of their series."""
    name = "metadata_share"
    values = [item for items in facts.values.values() for item in items]
    if not values:
        return no_data(name)
    described = sum(bool(item.source and item.method) for item in values)
    percent = share(described, len(values))
    odd = [
        {"indicator": indicator, "period": item.period.label}
        for indicator in sorted(facts.values)
        for item in _outliers(facts.values[indicator])
    ]
    found = {"values": len(values), "described": described, "percent": percent, "outliers": odd}
    return judged(name, percent >= params["percent"], found, percent=percent,
                  values=len(values), outliers=len(odd))  # fmt: skip


def _outliers(items: tuple[Observation, ...]) -> list[Observation]:
    """Values for the whole place that lie far outside (median absolute deviation)."""
    by_unit: dict[str, list[tuple[Observation, int | float]]] = defaultdict(list)
    for item in items:
        if not item.dims and item.value is not None:
            by_unit[item.unit].append((item, item.value))
    return [item for unit in sorted(by_unit) for item in _far_outside(by_unit[unit])]


def _far_outside(series: list[tuple[Observation, int | float]]) -> list[Observation]:
    if len(series) < 5:
        return []
    middle = median(value for _, value in series)
    spread = median(abs(value - middle) for _, value in series) * _MAD_TO_SD
    return [item for item, value in series if spread and abs(value - middle) > _OUTLIER * spread]


def split_by_group(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """The share of key values shown by the wanted dimensions, and enough of them."""
    name, keys = "split_by_group", facts.key_values
    dims = {
        key: sorted({dim for item in facts.values.get(key, ()) for dim in item.dims} - {AREA})
        for key in keys
    }
    if not any(dims.values()):
        return no_data(name)
    split = sum(
        set(params["dims"]) <= set(found) and len(found) >= params["at_least"]
        for found in dims.values()
    )
    percent = share(split, len(keys))
    facts_found = {"key_values": len(keys), "split": split, "dims": dims}
    return judged(name, percent >= params["percent"], facts_found, split=split, keys=len(keys),
                  need=params["at_least"])  # fmt: skip


def split_by_area(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """The share of key values shown by area, and whether informal areas are among them."""
    name, keys = "split_by_area", facts.key_values
    areas = {
        key: {item.dims[AREA] for item in facts.values.get(key, ()) if AREA in item.dims}
        for key in keys
    }
    split = sum(len(found) > 1 for found in areas.values())
    if not split:
        return no_data(name)
    informal = {area.id for area in facts.submission.place.areas if area.informal}
    seen = informal & set().union(*areas.values())
    found = {"key_values": len(keys), "split": split, "informal": len(informal),
             "informal_shown": len(seen)}  # fmt: skip
    good = share(split, len(keys)) >= params["percent"] and len(seen) == len(informal)
    return judged(name, good, found, split=split, keys=len(keys), seen=len(seen),
                  informal=len(informal))  # fmt: skip


def framework_share(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """The share of indicators that carry a code of a shared framework."""
    name = "framework_share"
    if not facts.reported:
        return no_data(name)
    own = sorted(
        indicator
        for indicator in facts.reported
        if not any(code.split(":")[0] in params["frameworks"] for code in facts.aliases(indicator))
    )
    coded, every = len(facts.reported) - len(own), len(facts.reported)
    percent = share(coded, every)
    found = {"indicators": every, "coded": coded, "percent": percent, "without": own}
    return judged(name, percent >= params["percent"], found, coded=coded, indicators=every,
                  percent=percent)  # fmt: skip


def goals_with_value(criterion: Criterion, params: Params, facts: CheckFacts) -> Check:
    """Which of the chosen goals have at least one figure."""
    name = "goals_with_value"
    chosen = {goal for row in facts.rows(params) for goal in texts(row, params["goals"])}
    if not chosen:
        return no_data(name)
    codes = {code for indicator in facts.reported for code in facts.aliases(indicator)}
    for domain in facts.scheme.set_by_id[params["set"]].domains:
        for member in domain.indicators:
            if member.code in codes:
                codes.update(member.same_as)
    goals = {
        code.partition(":")[2].split(".")[0] for code in codes if code.partition(":")[0] == SDG
    }
    without = sorted(chosen - goals, key=int)
    found = {"chosen": sorted(chosen, key=int), "without": without}
    have = len(chosen) - len(without)
    return judged(name, not without, found, have=have, chosen=len(chosen))
