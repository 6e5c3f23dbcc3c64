"""Who and what a call is open to: six rules with a plain yes or no, and nothing added up.

Unknown is never a yes: what is not answered is said to be open, and an idea with anything open or
not met is not eligible. Rules E1 to E6; where each was read stands in the scheme document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waymark.hubs.rules.spans import LEAST, MOST, refuse_span
from waymark.kernel.flow import Reason


class Leader(StrEnum):
    """Who can lead a hub."""

    CITY = "city"
    REGION = "region"
    ASSOCIATION = "association"
    OTHER = "other"  # and can't lead one


class Standing(StrEnum):
    """What the leader is in the network."""

    MEMBER = "member"
    PARTNER = "partner"
    NEITHER = "neither"


class Topic(StrEnum):
    """What an initiative is about."""

    MANIFESTOS = "manifestos"
    AGENDA = "agenda"
    INNOVATIVE = "innovative"  # with a reason


class Axis(StrEnum):
    """The three axes of the network."""

    PEOPLE = "people"
    PLANET = "planet"
    GOVERNMENT = "government"


LEADERS = (Leader.CITY, Leader.REGION, Leader.ASSOCIATION)
STANDINGS = (Standing.MEMBER, Standing.PARTNER)


class Status(StrEnum):
    """What is found of one rule."""

    FITS = "fits"
    NOT = "not"
    OPEN = "open"


@dataclass(frozen=True)
class Admits:
    """Whom and what a call admits."""

    leaders: tuple[str, ...] = LEADERS
    standings: tuple[str, ...] = (Standing.MEMBER,)
    topics: tuple[str, ...] = tuple(Topic)


@dataclass(frozen=True)
class Idea:
    """What is known of an initiative; None and empty where nothing is said yet.

    dues: the days on which deliverables are due. agreed_on: when partners agreed to them.
    """

    leader: str | None = None
    standing: str | None = None
    starts: date | None = None
    ends: date | None = None
    dues: tuple[date, ...] = ()
    agreed_on: date | None = None
    topic: str | None = None
    reason: str = ""
    brand: bool | None = None


@dataclass(frozen=True)
class Finding:
    """What is found of one rule, and the sentences that say why."""

    rule: str
    status: Status
    reasons: tuple[Reason, ...]


def check(idea: Idea, admits: Admits) -> tuple[Finding, ...]:
    """Return what is found of every rule, in their order."""
    return (
        _leader(idea, admits),
        _standing(idea, admits),
        _length(idea),
        _deliverables(idea),
        _topic(idea, admits),
        _brand(idea),
    )


def eligible(findings: Sequence[Finding]) -> bool:
    """Tell whether every rule is met."""
    return bool(findings) and all(one.status == Status.FITS for one in findings)


AFTER_FIRST_STEP = frozenset({"E4"})
"""Deliverables are asked in the second step; before, they can be open and no more than that."""


def first_look(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the rules that keep an idea from the second step: not met, or asked and left open."""
    return tuple(
        one.rule
        for one in findings
        if one.status == Status.NOT
        or (one.status == Status.OPEN and one.rule not in AFTER_FIRST_STEP)
    )


def _found(rule: str, status: Status, key: str, **params: object) -> Finding:
    return Finding(rule, status, (Reason(f"fit.{key}", params),))


def _leader(idea: Idea, admits: Admits) -> Finding:
    if idea.leader is None:
        return _found("E1", Status.OPEN, "leader_open")
    if idea.leader not in LEADERS:
        return _found("E1", Status.NOT, "leader_other")
    if idea.leader not in admits.leaders:
        return _found("E1", Status.NOT, "leader_not_here")
    return _found("E1", Status.FITS, "leader")


def _standing(idea: Idea, admits: Admits) -> Finding:
    if idea.standing is None:
        return _found("E2", Status.OPEN, "standing_open")
    if idea.standing not in STANDINGS:
        return _found("E2", Status.NOT, "standing_neither")
    if idea.standing not in admits.standings:
        return _found("E2", Status.NOT, "standing_not_here")
    return _found("E2", Status.FITS, f"standing_{idea.standing}")


def _length(idea: Idea) -> Finding:
    if idea.starts is None or idea.ends is None:
        return _found("E3", Status.OPEN, "length_open", least=LEAST, most=MOST)
    if refused := refuse_span(idea.starts, idea.ends):
        return Finding("E3", Status.NOT, (refused,))
    return _found("E3", Status.FITS, "length", least=LEAST, most=MOST)


def _deliverables(idea: Idea) -> Finding:
    """Named with days that lie within the hub, and agreed with partners before it starts."""
    wrong: list[Reason] = []
    missing: list[Reason] = []
    if not idea.dues:
        missing.append(Reason("fit.due_open"))
    if idea.agreed_on is None:
        missing.append(Reason("fit.agreed_open"))
    if idea.starts is None or (idea.dues and idea.ends is None):
        missing.append(Reason("fit.dates_open"))
    if idea.starts and idea.agreed_on and idea.agreed_on >= idea.starts:
        wrong.append(Reason("fit.agreed_late", {"day": idea.starts}))
    if idea.starts and any(due < idea.starts for due in idea.dues):
        wrong.append(Reason("fit.due_early", {"day": idea.starts}))
    if idea.ends and any(due > idea.ends for due in idea.dues):
        wrong.append(Reason("fit.due_late", {"day": idea.ends}))
    if wrong:
        return Finding("E4", Status.NOT, (*wrong, *missing))
    if missing:
        return Finding("E4", Status.OPEN, tuple(missing))
    return _found("E4", Status.FITS, "deliverables")


def _topic(idea: Idea, admits: Admits) -> Finding:
    if idea.topic is None:
        return _found("E5", Status.OPEN, "topic_open")
    if idea.topic not in admits.topics:
        return _found("E5", Status.NOT, "topic_not_here")
    if idea.topic == Topic.INNOVATIVE and not idea.reason.strip():
        return _found("E5", Status.OPEN, "reason_open")
    return _found("E5", Status.FITS, "topic")


def _brand(idea: Idea) -> Finding:
    if idea.brand is None:
        return _found("E6", Status.OPEN, "brand_open")
    if not idea.brand:
        return _found("E6", Status.NOT, "brand_not")
    return _found("E6", Status.FITS, "brand")
