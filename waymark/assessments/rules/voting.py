"""Quorum and votes of a committee, by CERTIFICATION.md §1.5, invariant 9."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from waymark.assessments.rules.case import BallotChoice, DecisionKind
from waymark.kernel import canonical


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


NOBODY: Mapping[str, str] = {}


def acting(
    *,
    seated: Iterable[str],
    present: Iterable[str],
    recused: Iterable[str] = (),
    deputies: Mapping[str, str] = NOBODY,
) -> dict[str, str]:
    """Return who acts for each seat: its holder, or her deputy where she is away or recused.

    `deputies`: deputy -> holder. A deputy has to be present and free herself; who holds a seat of
    her own stands in for nobody. No seat counts twice, and nobody acts for two.
    """
    seats, here = frozenset(seated), frozenset(present) - frozenset(recused)
    found = {holder: holder for holder in seats & here}
    for deputy, holder in sorted(deputies.items()):
        if deputy in here and deputy not in seats and holder in seats:
            found.setdefault(holder, deputy)
    return found


def quorum(
    *,
    seated: Iterable[str],
    present: Iterable[str],
    recused: Iterable[str],
    percent: int,
    deputies: Mapping[str, str] = NOBODY,
) -> Quorum:
    """Count a quorum over the seats fixed at convening.

    A seat for which nobody can act counts among the seats but not among the present; who has no
    seat counts nowhere.
    """
    seats = frozenset(seated)
    who = acting(seated=seats, present=present, recused=recused, deputies=deputies)
    return Quorum(seats=len(seats), present=len(who), percent=percent)


def in_writing(*, answered: Iterable[str], seats: int, ends: datetime, at: datetime) -> bool:
    """Tell whether a procedure in writing is over: its time has passed, or every seat answered."""
    return at >= ends or len(frozenset(answered)) >= seats > 0


def box_digest(votes: Iterable[tuple[str, str]]) -> str:
    """Return the fingerprint of a box of secret votes, (code, choice), in whatever order."""
    return canonical.digest([[code, choice] for code, choice in sorted(votes)])


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
ON_A_DECISION: Choices = {
    BallotChoice.CONFIRM: DecisionKind.CONFIRM,
    BallotChoice.ANNUL: DecisionKind.ANNUL,
    BallotChoice.DEFER: None,
    BallotChoice.ABSTAIN: None,
}
ON_A_SUCCESSOR: Choices = {
    BallotChoice.HAND_ON: DecisionKind.HAND_ON,
    BallotChoice.END: DecisionKind.END,
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
