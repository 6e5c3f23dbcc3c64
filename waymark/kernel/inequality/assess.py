"""All measures of one set of groups, with the warnings that belong to them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from waymark.kernel.flow import Reason
from waymark.kernel.inequality import catalogue, measures
from waymark.kernel.inequality.held import Held, Undefined, hold
from waymark.kernel.inequality.model import (
    Group,
    Inequality,
    Kind,
    Measure,
    Setting,
    checked,
)
from waymark.kernel.progress.method import Method

FEWEST_COMPLEX = 3
"""Two groups have a gap; only from three on is there a distribution to be measured."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure: its method, its function, and what it asks of the groups."""

    method: Method
    kind: Kind
    work: Callable[[Held], float]
    complex: bool = True
    ordered: bool = False


_ABSOLUTE, _RELATIVE = Kind.ABSOLUTE, Kind.RELATIVE
MEASURES: tuple[Entry, ...] = (
    Entry(catalogue.DIFFERENCE, _ABSOLUTE, measures.difference, complex=False),
    Entry(catalogue.RATIO, _RELATIVE, measures.ratio, complex=False),
    Entry(catalogue.ATTRIBUTABLE, _ABSOLUTE, measures.attributable),
    Entry(catalogue.ATTRIBUTABLE_SHARE, _RELATIVE, measures.attributable_share),
    Entry(catalogue.VARIANCE, _ABSOLUTE, measures.variance),
    Entry(catalogue.VARIATION, _RELATIVE, measures.variation),
    Entry(catalogue.DISPARITY, _RELATIVE, measures.disparity),
    Entry(catalogue.FROM_BEST, _ABSOLUTE, measures.from_best),
    Entry(catalogue.THEIL, _RELATIVE, measures.theil),
    Entry(catalogue.LOG_DEVIATION, _RELATIVE, measures.log_deviation),
    Entry(catalogue.GINI, _RELATIVE, measures.gini),
    Entry(
        catalogue.ABSOLUTE_CONCENTRATION, _ABSOLUTE, measures.absolute_concentration, ordered=True
    ),
    Entry(catalogue.CONCENTRATION, _RELATIVE, measures.concentration, ordered=True),
    Entry(catalogue.SLOPE, _ABSOLUTE, measures.slope, ordered=True),
    Entry(catalogue.RELATIVE_SLOPE, _RELATIVE, measures.relative_slope, ordered=True),
)


def inequality(groups: Iterable[Group], setting: Setting | None = None) -> Inequality:
    """Every measure between the groups of one indicator of one city in one period.

    A measure that these groups don't have is None with its reason: fewer than 3 groups for the
    complex ones, no order for those that need one, a mean or a divisor of 0. Where a share is
    missing all groups weigh the same, and a warning says so. Raises `BadGroups`.
    """
    setting = setting or Setting()
    held_groups = checked(groups, setting)
    if len(held_groups) < 2:
        few = Reason("inequality.few_groups", {"groups": len(held_groups), "needed": 2})
        found = {e.method.name: Measure(e.method, e.kind, None, few) for e in MEASURES}
        return Inequality(held_groups, (1.0,) * len(held_groups), setting, None, found, (few,))
    try:
        held = hold(held_groups, setting)
    except OverflowError:
        lost = Reason("inequality.out_of_range")
        found = {e.method.name: Measure(e.method, e.kind, None, lost) for e in MEASURES}
        return Inequality(held_groups, (), setting, None, found, (lost,))
    found = {entry.method.name: _measured(entry, held) for entry in MEASURES}
    return Inequality(
        held_groups, held.weights, setting, held.mean, found, tuple(_warnings(held, found))
    )


def _measured(entry: Entry, held: Held) -> Measure:
    try:
        count = len(held.groups)
        if entry.complex and count < FEWEST_COMPLEX:
            raise Undefined("few_groups", groups=count, needed=FEWEST_COMPLEX)
        if entry.ordered and not held.ordered:
            raise Undefined("no_order")
        value = entry.work(held)
        if not math.isfinite(value):
            raise Undefined("out_of_range")
    except Undefined as undefined:
        return Measure(entry.method, entry.kind, None, undefined.reason)
    except (OverflowError, ZeroDivisionError):
        return Measure(entry.method, entry.kind, None, Undefined("out_of_range").reason)
    name = entry.method.name.replace("-", "_")
    facts: dict[str, object] = {"value": value, "groups": count, "mean": held.mean}
    facts |= {"better": str(held.setting.better), "reference": held.reference.name}
    return Measure(entry.method, entry.kind, value, Reason(f"inequality.{name}", facts))


def _warnings(held: Held, found: dict[str, Measure]) -> Iterable[Reason]:
    """What whoever reads the measures must know beside them."""
    groups, setting = held.groups, held.setting
    if len(groups) < FEWEST_COMPLEX:
        yield Reason("inequality.few_groups", {"groups": len(groups), "needed": FEWEST_COMPLEX})
    without = [group.name for group in groups if group.share is None]
    if without:
        yield Reason("inequality.shares_missing", {"groups": tuple(without)})
    small = [g.name for g in groups if g.sample is not None and g.sample < setting.smallest_sample]
    if small:
        facts = {"groups": tuple(small), "smallest": setting.smallest_sample}
        yield Reason("inequality.small_sample", facts)
    zeros = tuple(group.name for group in groups if group.value == 0)
    if zeros and found["theil"].value is not None:
        facts = {"groups": zeros, "used": measures.NEARLY_NOTHING}
        yield Reason("inequality.zeros_replaced", facts)
    straight = setting.percent and found["slope"].value is not None
    differ = min(held.values) < max(held.values)
    if straight and differ and measures.logistic(held) is None:
        yield Reason("inequality.logit_not_fitted")
