"""Quorum and votes of a committee, by CERTIFICATION.md §1.5, invariant 9."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from waymark.assessments.rules.case import BallotChoice, DecisionKind


@dataclass(frozen=True)
class Quorum:
    """Whether enough members may act: `present` of `seats`, more than `percent` per cent."""

    seats: int
    present: int
    percent: int

    @property
    def reached(self) -> bool:
        """More than the share, so that half of an even number is not enough at 50 per cent."""
        return self.seats > 0 and self.present * 100 > self.percent * self.seats


def quorum(
    *, seated: Iterable[str], present: Iterable[str], recused: Iterable[str], percent: int
) -> Quorum:
    """Count a quorum over the seats fixed at convening.

    Who is recused counts among the seats but not among the present; who has no seat counts
    nowhere.
    """
    seats = frozenset(seated)
    acting = (frozenset(present) & seats) - frozenset(recused)
    return Quorum(seats=len(seats), present=len(acting), percent=percent)


@dataclass(frozen=True)
class Tally:
    """What the ballots came to. A tie is never acceptance."""

    counts: Mapping[str, int]
    kind: DecisionKind


Choices = Mapping[BallotChoice, DecisionKind | None]
ON_A_CASE: Choices = {
    BallotChoice.GRANT: DecisionKind.GRANT,
    BallotChoice.REFUSE: DecisionKind.REFUSE,
    BallotChoice.DEFER: None,
    BallotChoice.ABSTAIN: None,
}
ON_A_CHECK: Choices = {
    BallotChoice.CONFIRM: DecisionKind.CONFIRM,
    BallotChoice.SUSPEND: DecisionKind.SUSPEND,
    BallotChoice.DEFER: None,
    BallotChoice.ABSTAIN: None,
}
"""What can be voted for, and what a majority of it decides."""


def tally(
    ballots: Mapping[str, str], *, recused: Iterable[str] = (), choices: Choices = ON_A_CASE
) -> Tally:
    """Count {member: choice}; a decision needs more than half of all but abstentions."""
    out = frozenset(recused)
    votes = [choice for member, choice in ballots.items() if member not in out]
    counts = {choice.value: votes.count(choice) for choice in choices}
    cast = len(votes) - counts[BallotChoice.ABSTAIN]
    for choice, kind in choices.items():
        if kind is not None and counts[choice] * 2 > cast:
            return Tally(counts, kind)
    return Tally(counts, DecisionKind.DEFER)
