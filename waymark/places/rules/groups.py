"""Membership of a country in a group of the United Nations, between two dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class GroupTerm:
    """A country's time in a group: `since` is its first day, `until` the first day without it.

    None means that the end is not known to have come, or the beginning not known at all.
    """

    group: str
    since: date | None = None
    until: date | None = None


def holds(term: GroupTerm, day: date) -> bool:
    """Tell whether a term covers a day."""
    begun = term.since is None or term.since <= day
    return begun and (term.until is None or day < term.until)


def groups_on(memberships: Iterable[GroupTerm], day: date) -> frozenset[str]:
    """Return the groups to which a country belongs on a day."""
    return frozenset(term.group for term in memberships if holds(term, day))
