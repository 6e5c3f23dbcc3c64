"""Who comments and what became of it, in words; and the sums of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUP_NAMES: Mapping[str, str | Promise] = {
    "state": _("A government of a state"),
    "city": _("A city or region"),
    "un": _("A body of the United Nations"),
    "network": _("A network of cities"),
    "academia": _("Academia"),
    "civil_society": _("Civil society"),
    "business": _("Business"),
    "resident": _("A resident"),
    "other": _("Somebody else"),
}
OUTCOME_NAMES: Mapping[str, str | Promise] = {
    "taken_up": _("Taken up"),
    "partly": _("Taken up in part"),
    "not_taken_up": _("Not taken up"),
    "answered": _("Answered; no change was asked for"),
}


@dataclass(frozen=True)
class Sums:
    """How many comments there are, by who said them and by what became of them."""

    comments: int
    groups: tuple[tuple[str | Promise, int], ...]
    outcomes: tuple[tuple[str | Promise, int], ...]


def sums(comments: Any) -> Sums:
    """Count comments that are in sight; in the order of the groups, never by their number."""
    rows = comments.filter(hidden_at=None).order_by().values_list("group", "outcome")
    found = [(group, outcome, n) for group, outcome, n in rows.annotate(n=Count("pk"))]
    groups = {name: sum(n for group, _o, n in found if group == name) for name in GROUP_NAMES}
    outcomes = {name: sum(n for _g, one, n in found if one == name) for name in OUTCOME_NAMES}
    return Sums(
        sum(n for _group, _outcome, n in found),
        tuple((GROUP_NAMES[name], n) for name, n in groups.items() if n),
        tuple((OUTCOME_NAMES[name], n) for name, n in outcomes.items() if n),
    )
