"""Who may judge a case: ties between a person and a place, found from what is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from waymark.kernel.flow import Reason

MONTH = timedelta(days=365.25 / 12)
LASTING = frozenset({"membership", "employee", "adviser"})


@dataclass(frozen=True)
class Tie:
    """A link between a person and the place of a case, open or ended."""

    kind: str  # membership, employee, adviser, family, funding, other
    until: date | None = None


@dataclass(frozen=True)
class Standing:
    """What is known of one person with regard to one case."""

    ties: tuple[Tie, ...] = ()
    declared_conflict: bool = False
    reviewed: bool = False  # was a reviewer of this case
    decided: bool = False  # voted on this case
    acted: bool = False  # took a step of it at the desk, or wrote its decision down
    overruled: bool = False  # had a part in a decision on it that a panel has set aside


def conflicts(person: Standing, *, on: date, adviser_months: int) -> tuple[Reason, ...]:
    """Return why a person may not judge the case; empty when she may.

    A membership, employment or advice that ended still counts for `adviser_months`
    (CERTIFICATION.md §1.5, invariant 10); other ties count while they last.
    """
    found: list[Reason] = []
    if person.declared_conflict:
        found.append(Reason("independence.declared"))
    for tie in person.ties:
        echo = MONTH * (adviser_months if tie.kind in LASTING else 0)
        if tie.until is None or tie.until + echo >= on:
            found.append(Reason(f"independence.{tie.kind}"))
    return tuple(found)


def may_review(person: Standing, *, on: date, adviser_months: int) -> tuple[Reason, ...]:
    """Return why a person may not review the case: ties, or a vote on it."""
    extra = [Reason("independence.decides")] if person.decided else []
    extra += [Reason("independence.overruled")] if person.overruled else []
    return (*conflicts(person, on=on, adviser_months=adviser_months), *extra)


def may_vote(person: Standing, *, on: date, adviser_months: int) -> tuple[Reason, ...]:
    """Return why a person may not vote on the case: ties, or a review of it."""
    extra = [Reason("independence.reviewed")] if person.reviewed else []
    extra += [Reason("independence.overruled")] if person.overruled else []
    return (*conflicts(person, on=on, adviser_months=adviser_months), *extra)


def may_check(person: Standing, *, on: date, adviser_months: int) -> tuple[Reason, ...]:
    """Return why a person may not review the case again for a spot check: any part she had."""
    extra = tuple(
        Reason(f"independence.{key}")
        for key, had in (
            ("reviewed", person.reviewed),
            ("decides", person.decided),
            ("acted", person.acted),
        )
        if had
    )
    return conflicts(person, on=on, adviser_months=adviser_months) + extra
