"""Who may open an evidence item, by its visibility: a table."""

from __future__ import annotations

from collections.abc import Mapping

from waymark.assessments.rules.case import Visibility
from waymark.people.rules import CITY, Role

MEMBERS = frozenset({Role.COMMITTEE, Role.CHAIR, Role.APPEAL})
"""Who decides: a panel that hears an appeal decides anew, on all that the committee had."""

SEATED = {Role.OBSERVER, Role.SECRETARIAT, Role.TECHNICAL_LEAD, Role.REVIEWER, Role.STEWARD}
DOSSIER = CITY | MEMBERS | SEATED

READERS: Mapping[str, frozenset[Role]] = {
    Visibility.PUBLIC: DOSSIER,  # and everybody, once the case's decision is published
    Visibility.REVIEWERS: DOSSIER - {Role.OBSERVER},
    Visibility.COMMITTEE: CITY | MEMBERS,
}
"""Roles on the case that open an item. All but the city's see only what was handed in."""


def may_open(visibility: str, roles: frozenset[str], *, handed_in: bool, published: bool) -> bool:
    """Tell whether somebody with these roles on the case may open an item's content.

    `handed_in`: this very content is part of a submission. `published`: a decision on the case
    has been made public.
    """
    if roles & CITY:
        return True
    if not handed_in:
        return False
    if visibility == Visibility.PUBLIC and published:
        return True
    return bool(roles & READERS.get(visibility, frozenset()))
