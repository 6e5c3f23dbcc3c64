"""A decision that is looked at again: why, and when the committee can vote on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waymark.assessments.rules.case import DecisionKind
from waymark.assessments.rules.life.terms import Heard, not_heard
from waymark.kernel.flow import Reason


class Cause(StrEnum):
    """Why it is doubted that a decision stands; the empty one is no doubt of the decision."""

    NONE = ""  # something else has come up: the certificate may be revoked
    TIE = "tie"  # somebody who took part had a tie to the city
    FLAW = "flaw"  # the decision was wrong from the beginning for another reason


BY_VOTE = frozenset({Cause.TIE, Cause.FLAW})
"""Where the committee votes and nobody decides alone."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is known of a doubt when it is to come before a meeting."""

    cause: Cause
    heard: Heard
    lives: bool = True  # the certificate has not ended
    closed: bool = False  # a decision has closed it
    on_agenda: bool = False  # of a meeting that has not decided on it


def refuse_agenda(doubt: Doubt, *, on: date) -> tuple[Reason, ...]:
    """Return why a doubt can not be put on an agenda on a day; empty when it can."""
    if doubt.closed or doubt.cause not in BY_VOTE:
        return (Reason("doubt.over"),)
    found = []
    if (waits := not_heard(DecisionKind.ANNUL, doubt.heard, on=on)) is not None:
        found.append(waits)
    if not doubt.lives:
        found.append(Reason("life.award_ended"))
    if doubt.on_agenda:
        found.append(Reason("doubt.on_agenda"))
    return tuple(found)


def refuse_act(kind: DecisionKind, cause: str | None) -> Reason | None:
    """Return why a chair can't take a decision alone: the committee votes on it.

    cause: of the hearing that is open, None where none is.
    """
    if kind == DecisionKind.ANNUL or (kind == DecisionKind.CONFIRM and cause in BY_VOTE):
        return Reason("doubt.by_vote")
    if kind == DecisionKind.REVOKE and cause in BY_VOTE:
        return Reason("doubt.other_hearing")
    return None


def refuse_naming(named: str, *, by: str, took_part: Iterable[str]) -> Reason | None:
    """Return why nobody of this id can be named as tied; the empty id names nobody."""
    if named and named == by:
        return Reason("doubt.own")
    if named and named not in frozenset(took_part):
        return Reason("doubt.no_part")
    return None
