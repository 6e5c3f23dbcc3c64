"""Terms: a seat or a membership holds from `since` until, but not at, `until`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from waymark.kernel.flow import Reason
from waymark.people.rules.roles import SEATS


@dataclass(frozen=True, slots=True)
class Term:
    """A span of time; without `until`, its end is not known yet."""

    since: datetime
    until: datetime | None = None


def is_open(term: Term, at: datetime) -> bool:
    """Tell whether a term covers a moment."""
    return term.since <= at and (term.until is None or at < term.until)


def overlap(one: Term, other: Term) -> bool:
    """Tell whether two terms have a moment in common."""
    one_begins_in_time = other.until is None or one.since < other.until
    other_begins_in_time = one.until is None or other.since < one.until
    return one_begins_in_time and other_begins_in_time


MOST_REVIEWS = 3
"""How many reviews somebody takes at once who has not said otherwise."""
LIMIT_REVIEWS = 20


def refuse_availability(most: int, since: date | None, until: date | None) -> tuple[Reason, ...]:
    """Return why somebody can't be available like this."""
    found = []
    if not 0 <= most <= LIMIT_REVIEWS:
        found.append(Reason("availability.most", {"limit": LIMIT_REVIEWS}))
    if (since is None) != (until is None) or (since and until and until < since):
        found.append(Reason("availability.days"))
    return tuple(found)


def refuse_seat(
    body: str, role: str, new: Term, held: Iterable[Term], *, seconded: bool = False
) -> tuple[Reason, ...]:
    """Return why a person may not take a seat of a role for a term, given those she has had."""
    found = []
    if role not in SEATS.get(body, ()):
        found.append(Reason("seat.wrong_role"))
    if seconded and new.until is None:
        found.append(Reason("seat.secondment_without_end"))
    if new.until is not None and new.until <= new.since:
        found.append(Reason("seat.ends_before_it_begins"))
    elif any(overlap(new, term) for term in held):
        found.append(Reason("seat.held_already"))
    return tuple(found)
