"""Which small charts a page shows: by goal or domain, one part of them, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from waymark.base.goals import goals
from waymark.indicators.queries.seen import Whole
from waymark.indicators.wording import DOMAIN_NAMES, named

GOAL, DOMAIN = WAYS = ("goal", "domain")
PER_PAGE = 24


@dataclass(frozen=True)
class Overview:
    """The part that is shown, and what else there is: (key, words, how many) of each part."""

    by: str
    part: str
    name: str
    parts: list[tuple[str, str, int]]
    page: Page[Whole]


def overview(found: Sequence[Whole], by: str, part: str | None, page: str) -> Overview | None:
    """Sort indicators into goals or domains; None where there is not one to show.

    `part` is "" for what has no goal or domain, and None where none was asked for.
    """
    groups: dict[str, list[Whole]] = {}
    by = by if by in WAYS else GOAL
    for one in found:
        groups.setdefault(_part(one, by), []).append(one)
    if not groups:
        return None
    ordered = sorted(groups, key=lambda key: (key == "", int(key) if key.isdecimal() else 0, key))
    part = part if part is not None and part in groups else ordered[0]
    names = {key: _name(key, by) for key in ordered}
    return Overview(
        by,
        part,
        names[part],
        [(key, names[key], len(groups[key])) for key in ordered],
        Paginator(groups[part], PER_PAGE).get_page(page),
    )


def _part(one: Whole, by: str) -> str:
    return str(one.indicator.goal or "") if by == GOAL else one.indicator.domain


def _name(key: str, by: str) -> str:
    if not key:
        return _("Without a goal") if by == GOAL else _("Without a domain")
    if by == DOMAIN:
        return named(DOMAIN_NAMES, key)
    found = goals().get(int(key))
    number = _("Goal %(number)s") % {"number": key}
    return f"{number}: {found.name}" if found else number
