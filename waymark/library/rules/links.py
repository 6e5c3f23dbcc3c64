"""What a program found at an address, and when it looks again; what a person finds counts more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

AGAIN = timedelta(days=30)
"""Between two visits of an address that answered."""
SOON = timedelta(days=3)
"""Until an address that did not answer is tried again: down for a night is not gone."""
LEAST_FAILURES = 2
"""Failed visits in a row after which a curator is asked to look."""
SOONEST = timedelta(minutes=10)
"""Between two visits of one address, even where somebody asks."""
FEW = 5
"""Sites that all of a sudden don't answer before we look for the fault with ourselves."""
AT_ONCE = 40
"""Addresses that are visited in one hour."""
_GONE = (404, 410)


class Seen(StrEnum):
    """What a visit found."""

    WORKS = "works"
    MOVED = "moved"  # it works, and says that it stands elsewhere for good
    GONE = "gone"
    REFUSED = "refused"  # programs may not look there: this tells nothing
    NO_ANSWER = "no_answer"


FAILED = (Seen.GONE, Seen.NO_ANSWER)


def seen(status: int, *, moved: bool) -> Seen:
    """Tell what an answer means (RFC 9110, 15); moved: each step to it was a permanent one."""
    if 200 <= status < 300:
        return Seen.MOVED if moved else Seen.WORKS
    if status in _GONE:
        return Seen.GONE
    return Seen.REFUSED if 400 <= status < 500 and status != 429 else Seen.NO_ANSWER


def next_visit(found: Seen, at: datetime, again_in: int | None = None) -> datetime:
    """When an address is visited again; again_in: seconds that the server asked for."""
    usual = SOON if found in FAILED else AGAIN
    return at + max(usual, timedelta(seconds=again_in or 0))


def is_cut_off(found: Sequence[Seen], failing: Sequence[bool]) -> bool:
    """Tell whether it is our own network that is down, and not the sites.

    Nobody answered, among them several that did not fail before.
    """
    if any(one != Seen.NO_ANSWER for one in found):
        return False
    return failing.count(False) >= FEW
