"""Every message key of this package, for whoever words them."""

from __future__ import annotations

from waymark.kernel.inequality.assess import MEASURES
from waymark.kernel.inequality.behind import Gap, Move
from waymark.kernel.inequality.survey import Moved

_MISSING = (
    "few_groups",
    "no_order",
    "mean_not_positive",
    "negative_values",
    "divided_by_zero",
    "line_not_positive",
    "one_place",
    "out_of_range",
)
_WARNINGS = ("shares_missing", "small_sample", "zeros_replaced", "logit_not_fitted")
_BEHIND = ("nothing_to_compare", "groups_left_out", "out_of_range")
_REFUSED = (
    "name_twice",
    "not_finite",
    "bad_share",
    "bad_order",
    "no_population",
    "order_of_some",
    "order_twice",
    "no_such_reference",
)


def message_keys() -> frozenset[str]:
    """The keys of measures, distances, surveys, their warnings and `BadGroups`."""
    measures = [entry.method.name.replace("-", "_") for entry in MEASURES]
    found = {f"inequality.{key}" for key in (*measures, *_MISSING, *_WARNINGS, *_REFUSED)}
    found |= {f"behind.{key}" for key in (*Gap, *Move, *_BEHIND)}
    found |= {f"survey.{key}" for key in (*Moved, "share", "small_sample")}
    return frozenset(found | {"survey.no_percentage", "survey.no_sample"})
