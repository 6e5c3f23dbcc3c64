"""Spaces in which cities and partners learn together: their states, who sees them, who may what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from waymark.kernel.flow import Flow, Reason, Step
from waymark.people.rules import CITY, Role


class Sort(StrEnum):
    """What a space is for."""

    GROUP = "group"  # a few cities with the same question, for a time
    PRACTICE = "practice"  # a community of practice: whoever works on a subject
    HUBS = "hubs"  # the exchange of hubs, which a secretariat runs


class Access(StrEnum):
    """Who finds a space and reads in it; only its members write."""

    CLOSED = "closed"  # its members find it, and whom it invites
    MEMBERS = "members"  # everybody finds it and may join; its members read
    PUBLIC = "public"  # everybody reads


class SpaceState(StrEnum):
    """Where a space stands."""

    PROPOSED = "proposed"
    OPEN = "open"
    CLOSED = "closed"
    LAPSED = "lapsed"  # proposed, and too few wanted it


class Permit(StrEnum):
    """Acts on spaces."""

    OPEN_SPACE = "open_space"
    ANSWER_OFFER = "answer_offer"
    JOIN_SPACE = "join_space"
    LEAVE_SPACE = "leave_space"
    WRITE_IN_SPACE = "write_in_space"
    FACILITATE = "facilitate_space"
    FLAG_POST = "flag_post"
    SIGN_UP = "sign_up_for_event"


DECIDE = frozenset({Role.CITY_LEAD, Role.CITY_SIGNATORY, Role.PARTNER, Role.SECRETARIAT})
"""Who decides for a city, a partner or the secretariat whether it takes part."""

TABLE: Mapping[str, frozenset[Role]] = {
    Permit.OPEN_SPACE: frozenset({Role.PARTNER, Role.SECRETARIAT}),
    Permit.ANSWER_OFFER: DECIDE,
    Permit.JOIN_SPACE: DECIDE,
    Permit.LEAVE_SPACE: DECIDE,
    Permit.WRITE_IN_SPACE: frozenset({Role.MEMBER, Role.FACILITATOR}),
    Permit.FACILITATE: frozenset({Role.FACILITATOR}),
    Permit.FLAG_POST: frozenset({Role.USER}),  # of what she reads
    Permit.SIGN_UP: frozenset({Role.USER}),  # as a person of a member
}

READERS_ONLY = frozenset({Role.CITY_VIEWER})
"""Who belongs to a member city and reads, but does not write."""
WRITERS = CITY - READERS_ONLY


@dataclass(frozen=True, slots=True)
class Told:
    """What a step of a space looks at."""

    members: int = 0
    enough: int = 0
    note: str = ""


def _enough(told: Told) -> Reason | None:
    return None if told.members >= told.enough else Reason("space.too_few")


def _noted(told: Told) -> Reason | None:
    return None if told.note else Reason("space.no_note")


SPACE = Flow(
    "space",
    start=SpaceState.PROPOSED,
    steps=(
        Step("open", SpaceState.PROPOSED, SpaceState.OPEN, Permit.ANSWER_OFFER, (_enough,)),
        Step("lapse", SpaceState.PROPOSED, SpaceState.LAPSED, Permit.ANSWER_OFFER),
        Step("close", SpaceState.OPEN, SpaceState.CLOSED, Permit.FACILITATE, (_noted,)),
    ),
)
SEEN = (SpaceState.PROPOSED, SpaceState.OPEN, SpaceState.CLOSED)
"""States in which its members find a space: one that lapsed is gone for everybody."""
MOST_TITLE, MOST_TEXT = 150, 5_000
MOST_FACILITATORS = 8
