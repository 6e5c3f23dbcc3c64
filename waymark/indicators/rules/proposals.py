"""What becomes of a value that somebody from outside the city proposes."""

from __future__ import annotations

from msgspec.structs import replace

from waymark.indicators.rules.facts import Value
from waymark.indicators.rules.permits import Permit
from waymark.kernel.flow import Flow, Reason, Step

MOST_OPEN = 1000
"""Undecided proposals of one person in one city, so that nobody buries its editors."""

MOST_ROWS = 500
"""Values in one file."""

MOST_AT_ONCE = MOST_ROWS
"""Proposals that are decided in one act: all of a file."""

FILE_BYTES = 1024 * 1024
SOURCE_TYPE = "citizen_generated"
"""What kind of source an accepted value has, whatever else is said of it."""

PROPOSAL = Flow(
    "proposal",
    start="open",
    steps=(
        Step("accept", "open", "accepted", Permit.DECIDE_PROPOSALS),
        Step("decline", "open", "declined", Permit.DECIDE_PROPOSALS),
        Step("withdraw", "open", "withdrawn", Permit.PROPOSE_VALUES),
        Step("undo", "accepted", "open", Permit.DECIDE_PROPOSALS),
        Step("reopen", "declined", "open", Permit.DECIDE_PROPOSALS),
    ),
)


def as_proposed(value: Value) -> Value:
    """A value as its proposer may tell it: she says nothing of the city's own source types."""
    return replace(value, source_type=SOURCE_TYPE, quality="", next_update=None)


def refuse_deciding(count: int, of_one_place: bool) -> tuple[Reason, ...]:
    """Why so many proposals can't be decided at once."""
    if not count or not of_one_place:
        return (Reason("proposal.none_ticked"),)
    if count > MOST_AT_ONCE:
        return (Reason("proposal.too_many_at_once", {"most": MOST_AT_ONCE}),)
    return ()


def refuse_proposing(is_open: bool, waiting: int, new: int) -> tuple[Reason, ...]:
    """Why somebody can't propose so many values."""
    if not is_open:
        return (Reason("contributions.closed"),)
    if new == 0:
        return (Reason("proposal.nothing"),)
    if waiting + new > MOST_OPEN:
        return (Reason("proposal.too_many", {"most": MOST_OPEN, "waiting": waiting}),)
    return ()
