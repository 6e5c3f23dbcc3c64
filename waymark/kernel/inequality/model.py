"""Groups of one city and what is measured between them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from waymark.kernel.flow import Reason
from waymark.kernel.progress.method import Method
from waymark.kernel.progress.model import Direction


class Kind(StrEnum):
    """Whether a measure has the unit of its indicator, or none."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"


class BadGroups(ValueError):
    """Groups that can't be measured as they are given. `key` is a message key, `name` a group."""

    def __init__(self, key: str, name: str = "") -> None:
        super().__init__(f"{key} {name}".rstrip())
        self.key = key
        self.name = name


@dataclass(frozen=True, slots=True)
class Group:
    """One group or area in one period.

    `share` is its population or its share of it, on any scale that all groups have in common.
    `order` is its place from the most disadvantaged (lowest) to the most advantaged, where the
    groups have one, such as income quintiles. `sample` is how many people answered, and `margin`
    the half width of the confidence interval of the value, in its unit.
    """

    name: str
    value: float
    share: float | None = None
    order: float | None = None
    sample: int | None = None
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """How the groups of an indicator are to be compared.

    `better` says which way is favourable; `reference` names a group to compare with; `percent`
    that the values are percentages, for which a logistic line is drawn and not a straight one.
    Groups with a sample under `smallest_sample` are warned of.
    """

    better: Direction = Direction.UP
    reference: str | None = None
    percent: bool = False
    smallest_sample: int = 30


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its value, or None with the reason why there is none."""

    method: Method
    kind: Kind
    value: float | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Inequality:
    """All measures between the groups of one indicator in one period, with what led to them.

    `weights` add up to 1 and stand beside `groups`; `mean` is the weighted mean of the values.
    """

    groups: tuple[Group, ...]
    weights: tuple[float, ...]
    setting: Setting
    mean: float | None
    measures: Mapping[str, Measure] = field(default_factory=dict)
    warnings: tuple[Reason, ...] = ()

    def value(self, name: str) -> float | None:
        """The value of a measure, or None where it can't be worked out."""
        return self.measures[name].value

    def stored(self) -> dict[str, object]:
        """All of it as plain data, from which the measures can be worked out again."""
        return {
            "groups": [asdict(group) for group in self.groups],
            "weights": list(self.weights),
            "setting": {**asdict(self.setting), "better": str(self.setting.better)},
            "mean": self.mean,
            "measures": {
                name: {
                    "method": found.method.id,
                    "formula": found.method.formula,
                    "verified": str(found.method.verified),
                    "kind": str(found.kind),
                    "value": found.value,
                    "reason": {"key": found.reason.key, "facts": dict(found.reason.params)},
                }
                for name, found in self.measures.items()
            },
            "warnings": [{"key": one.key, "facts": dict(one.params)} for one in self.warnings],
        }


def checked(groups: Iterable[Group], setting: Setting) -> tuple[Group, ...]:
    """Sort groups by order and name, so that the order in which they came doesn't matter.

    Raises `BadGroups` for names used twice, values that are not finite, shares below zero or
    all zero, an order that only some have or that two share, and a reference that is not among
    them.
    """
    held = tuple(groups)
    names = Counter(group.name for group in held)
    for group in held:
        if names[group.name] > 1:
            raise BadGroups("inequality.name_twice", group.name)
        if not math.isfinite(group.value):
            raise BadGroups("inequality.not_finite", group.name)
        if group.share is not None and not 0 <= group.share < math.inf:
            raise BadGroups("inequality.bad_share", group.name)
        if group.order is not None and not math.isfinite(group.order):
            raise BadGroups("inequality.bad_order", group.name)
    if held and all(group.share == 0 for group in held):
        raise BadGroups("inequality.no_population")
    ordered = [group for group in held if group.order is not None]
    if ordered and len(ordered) < len(held):
        raise BadGroups("inequality.order_of_some", next(g.name for g in held if g.order is None))
    places = Counter(group.order for group in ordered)
    for group in ordered:
        if places[group.order] > 1:
            raise BadGroups("inequality.order_twice", group.name)
    if setting.reference is not None and setting.reference not in names:
        raise BadGroups("inequality.no_such_reference", setting.reference)
    return tuple(sorted(held, key=lambda g: (0.0 if g.order is None else g.order, g.name)))
