"""Who may judge a case: ties between a person and a place, found from what is known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from waymark.kernel.flow import Reason

MONTH = timedelta(days=365.25 / 12)
LASTING = frozenset({"membership", "employee", "adviser"})
DECLARED = "declared"
NAMED = "named"  # in a doubt about the decision on this case


@dataclass(frozen=True)
class Tie:
    """A link between a person and the place of a case, open or ended."""

    kind: str  # membership, employee, adviser, family, funding, other, declared, named
    until: date | None = None
    key: str = ""  # by which a ruling names it
    firm: bool = False  # work for the city itself, or advice to it: nobody can rule it away


@dataclass(frozen=True)
class Standing:
    """What is known of one person with regard to one case."""

    ties: tuple[Tie, ...] = ()
    cleared: frozenset[str] = frozenset()  # keys of ties that were ruled to be no obstacle
    cleared_by_panel: frozenset[str] = frozenset()  # by the appeal panel, on its own side
    reviewed: bool = False  # was a reviewer of this case
    decided: bool = False  # voted on this case
    acted: bool = False  # took a step of it at the desk, or wrote its decision down
    overruled: bool = False  # had a part in a decision on it that a panel has set aside


def counts_still(kind: str, until: date | None, *, on: date, adviser_months: int) -> bool:
    """Tell whether a tie counts on a day.

    A membership, employment or advice that ended still counts for `adviser_months`
    (CERTIFICATION.md §1.5, invariant 10); other ties count while they last.
    """
    echo = MONTH * (adviser_months if kind in LASTING else 0)
    return until is None or until + echo >= on


def months_since(until: date, on: date) -> int:
    """Return the smallest `adviser_months` with which a lasting tie that ended still counts."""
    months = max(0, int((on - until) / MONTH) - 1)
    while until + MONTH * months < on:
        months += 1
    return months


def obstacles(person: Standing, *, on: date, adviser_months: int) -> tuple[Tie, ...]:
    """Return the ties that stand between a person and the case, what she declared first."""
    found = [
        tie
        for tie in person.ties
        if counts_still(tie.kind, tie.until, on=on, adviser_months=adviser_months)
        and (tie.firm or tie.key not in person.cleared)
    ]
    return tuple(sorted(found, key=lambda tie: tie.kind != DECLARED))


def conflicts(person: Standing, *, on: date, adviser_months: int) -> tuple[Reason, ...]:
    """Return why a person may not judge the case; empty when she may."""
    found = obstacles(person, on=on, adviser_months=adviser_months)
    return tuple(Reason(f"independence.{tie.kind}") for tie in found)


def may_review(person: Standing, *, on: date, adviser_months: int) -> tuple[Reason, ...]:
    """Return why a person may not review the case: ties, or a vote on it."""
    extra = [Reason("independence.decides")] if person.decided else []
    extra += [Reason("independence.overruled")] if person.overruled else []
    return (*conflicts(person, on=on, adviser_months=adviser_months), *extra)


def may_be_third(person: Standing, *, on: date, adviser_months: int) -> tuple[Reason, ...]:
    """Return why a person may not decide between reviewers: as for a review, or a part in it."""
    extra = [Reason("independence.reviewed")] if person.reviewed else []
    return (*may_review(person, on=on, adviser_months=adviser_months), *extra)


def may_vote(person: Standing, *, on: date, adviser_months: int) -> tuple[Reason, ...]:
    """Return why a person may not vote on the case: ties, or a review of it."""
    extra = [Reason("independence.reviewed")] if person.reviewed else []
    extra += [Reason("independence.overruled")] if person.overruled else []
    return (*conflicts(person, on=on, adviser_months=adviser_months), *extra)


def may_check(person: Standing, *, on: date, adviser_months: int) -> tuple[Reason, ...]:
    """Return why a person may not look at the case again, for a spot check.

    Any part that she had counts, and no ruling helps: it was made by those who are looked at.
    """
    return _apart(replace(person, cleared=frozenset()), on, adviser_months)


def may_hear(person: Standing, *, on: date, adviser_months: int) -> tuple[Reason, ...]:
    """Return why a person may not hear an appeal, or rule on the ties of those who do.

    Any part that she had counts. Only the panel itself can rule that a tie is no obstacle.
    """
    return _apart(replace(person, cleared=person.cleared_by_panel), on, adviser_months)


def _apart(person: Standing, on: date, adviser_months: int) -> tuple[Reason, ...]:
    """Return a person's ties, and every part that she had."""
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


@dataclass(frozen=True)
class RulingFacts:
    """What is known where somebody is about to rule on a person's ties to a case."""

    own: bool  # she would rule on herself
    ruler_tied: bool  # she has a tie to the city herself
    ties: tuple[Tie, ...]  # those that count, ruled on before or not
    in_office: bool = True  # she leads the team, or chairs the committee
    on_panel: bool = False  # she has a seat in the appeal panel
    for_panel: bool = False  # the person acts on the side of an appeal
    had_part: bool = False  # the ruler had a part in the case
    made: int = 0  # rulings on this person and case so far
    seen: int = 0  # rulings that the ruler saw
    last: bool | None = None  # whether the last ruling cleared
    covered: Collection[str] = ()  # the ties that the last ruling was made on
    reason: str = ""


def refuse_ruling(facts: RulingFacts, *, clears: bool) -> tuple[Reason, ...]:
    """Return why a ruling can't be made: by whom, on what, or that it was made already."""
    found = []
    if facts.own:
        found.append(Reason("ruling.own"))
    if facts.ruler_tied:
        found.append(Reason("ruling.tied"))
    if facts.for_panel and not facts.on_panel:
        found.append(Reason("ruling.by_panel"))
    if not (facts.for_panel or facts.in_office):
        found.append(Reason("ruling.no_appeal"))
    if facts.for_panel and facts.had_part:
        found.append(Reason("ruling.had_part"))
    if facts.made != facts.seen:
        found.append(Reason("ruling.made"))
    elif not facts.ties:
        found.append(Reason("ruling.nothing"))
    elif facts.last == clears and all(tie.key in facts.covered for tie in facts.ties):
        found.append(Reason("ruling.made"))
    if clears and any(tie.firm for tie in facts.ties):
        found.append(Reason("ruling.firm"))
    if not facts.reason.strip():
        found.append(Reason("ruling.no_reason"))
    return tuple(found)
