"""How a committee is made up: seats by group, terms, and rotation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from waymark.kernel.flow import Reason
from waymark.people.rules.terms import Term

MOST_SEATS = 50
MOST_MONTHS = 120
MOST_TERMS = 10
PAUSE = timedelta(days=365)
"""Terms with a pause of at least this between them do not follow each other."""


class SeatGroup(StrEnum):
    """Whom a member of a committee stands for."""

    ACADEMIA = "academia"
    CIVIL_SOCIETY = "civil_society"
    LOCAL_GOVERNMENT = "local_government"
    NATIONAL_GOVERNMENT = "national_government"


@dataclass(frozen=True, slots=True)
class Composition:
    """What a committee has laid down about its seats; by default, nothing."""

    groups: Mapping[str, int] = field(default_factory=dict)  # group -> how many seats
    term_months: int = 0  # how long a term may be; 0: as long as is said
    most_terms: int = 0  # how many may follow each other; 0: any number
    secret: bool = False  # its ballots

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "groups": dict(self.groups),
            "term_months": self.term_months,
            "most_terms": self.most_terms,
            "secret": self.secret,
        }


def read_composition(value: Mapping[str, Any]) -> Composition:
    """Read what `document` wrote; an empty value lays nothing down."""
    return Composition(
        groups=dict(value.get("groups", {})),
        term_months=value.get("term_months", 0),
        most_terms=value.get("most_terms", 0),
        secret=value.get("secret", False),
    )


def refuse_composition(made: Composition) -> tuple[Reason, ...]:
    """Return what can't be laid down."""
    found = []
    known = set(SeatGroup)
    if any(
        group not in known or not 0 < count <= MOST_SEATS for group, count in made.groups.items()
    ):
        found.append(Reason("composition.groups", {"most": MOST_SEATS}))
    if not (0 <= made.term_months <= MOST_MONTHS and 0 <= made.most_terms <= MOST_TERMS):
        found.append(Reason("composition.terms"))
    if made.most_terms and not made.term_months:
        found.append(Reason("composition.term_missing"))
    return tuple(found)


def refuse_by_composition(
    made: Composition, group: str, new: Term, held: Iterable[Term], *, votes: bool
) -> tuple[Reason, ...]:
    """Return why somebody may not take a seat, given the terms that she has had in the body.

    `votes`: a member's or chair's seat; who stands in for one, or observes, fills no group.
    """
    if not votes:
        return (Reason("seat.group_of_a_member"),) if group else ()
    found = []
    if made.groups and group not in made.groups:
        found.append(Reason("seat.group_missing"))
    if made.term_months:
        longest = timedelta(days=31 * made.term_months)
        if new.until is None or new.until - new.since > longest:
            found.append(Reason("seat.term_too_long", {"months": made.term_months}))
    if made.most_terms and in_a_row(new, held) > made.most_terms:
        found.append(Reason("seat.rotates", {"terms": made.most_terms}))
    return tuple(found)


def in_a_row(new: Term, held: Iterable[Term]) -> int:
    """Count the terms up to a new one, itself included, without a pause between them."""
    count, begins = 1, new.since
    for term in sorted(held, key=lambda one: one.since, reverse=True):
        if term.since >= begins or term.until == term.since:
            continue
        if term.until is not None and begins - term.until >= PAUSE:
            break
        count, begins = count + 1, term.since
    return count


def lacking(made: Composition, groups: Iterable[str]) -> dict[str, int]:
    """Return how many seats of each group are not filled, given the groups of those that are."""
    held = list(groups)
    short = {group: count - held.count(group) for group, count in made.groups.items()}
    return {group: count for group, count in short.items() if count > 0}


def ends_within(until: datetime | None, at: datetime, days: int) -> bool:
    """Tell whether a term that is not over yet ends within so many days."""
    return until is not None and at < until <= at + timedelta(days=days)
