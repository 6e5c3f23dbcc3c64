"""Voluntary reviews: their kinds, what one says of itself, its outline, its way to the public.

There is no fixed form for such a review and nobody enforces one: each section of the outline can be
left out, renamed, moved and added to (seed document 000, 1.3).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from waymark.kernel import text
from waymark.kernel.flow import Flow, Reason, Step
from waymark.library.rules.catalogue import is_address
from waymark.people.rules import CITY, Role
from waymark.people.rules.voices import Voice

MOST = {"title": 150, "about": 4000, "authority": 150, "address": 500}
"""Characters of a text."""
MOST_SECTION, MOST_SECTIONS, MOST_PARTIES = 20_000, 60, 30
YEARS = range(2015, 2101)
GOALS = tuple(str(number) for number in range(1, 18))


class Permit(StrEnum):
    """Acts on voluntary reviews."""

    KEEP_VLR = "keep_voluntary_review"
    WRITE_VLR = "write_voluntary_review"
    READ_VLR = "read_voluntary_review"
    JOIN_VLR = "join_voluntary_review"


KEEPERS = frozenset({Role.CITY_LEAD, Role.CITY_SIGNATORY, Role.PARTNER, Role.SECRETARIAT})
WRITERS = KEEPERS | {Role.CITY_EDITOR, Role.PARTY}
TABLE: Mapping[str, frozenset[Role]] = {
    Permit.KEEP_VLR: KEEPERS,
    Permit.WRITE_VLR: WRITERS,
    Permit.READ_VLR: WRITERS | CITY,
    Permit.JOIN_VLR: frozenset({Role.USER}),
}


class Kind(StrEnum):
    """By whom a review is made."""

    LOCAL = "local"  # a city or district
    REGIONAL = "regional"  # a region, state or county
    SUBNATIONAL = "subnational"  # an association, of the local governments of a country
    NATIONAL = "national"  # a state; kept as a document with links


KINDS: Mapping[Voice, Kind] = {
    Voice.LOCAL: Kind.LOCAL,
    Voice.REGIONAL: Kind.REGIONAL,
    Voice.ASSOCIATION: Kind.SUBNATIONAL,
    Voice.NATIONAL: Kind.NATIONAL,
}
"""Which review each level makes; the United Nations and other partners take part in others'."""

OUTLINE = (
    *("opening", "main_points", "place", "method", "ownership", "strategies", "dimensions"),
    *("no_one_behind", "institutions", "barriers", "goals", "challenges", "means"),
    *("local_national", "next_steps", "indicators", "practice", "participation"),
)
"""The sections with which one begins (our outline of a good local review, by its order)."""


class State(StrEnum):
    """Where a review stands."""

    PLANNED = "planned"
    COLLECTING = "collecting"
    DRAFTING = "drafting"
    CONSULTING = "consulting"  # its draft is public
    CHECKING = "checking"
    PUBLISHED = "published"
    GIVEN_UP = "given_up"


PUBLIC = frozenset({State.CONSULTING, State.PUBLISHED})
OPEN = frozenset({*State} - {State.PUBLISHED, State.GIVEN_UP})
"""States in which it is written."""


@dataclass(frozen=True)
class Told:
    """What a review says of itself. `authority`: the state's office that made a national one."""

    title: str
    language: str
    year: int
    country: str  # iso2
    goals: tuple[str, ...] = ()  # those that it looks at; none is all
    about: str = ""
    address: str = ""  # where the finished document is read
    authority: str = ""

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return vars(self) | {"goals": list(self.goals)}


@dataclass(frozen=True)
class Facts:
    """What the steps look at."""

    written: bool = False  # some section has a text
    address: str = ""


def with_contents(facts: Facts) -> str | None:
    """What is made public says something, here or at its address."""
    return None if facts.written or facts.address else "vlr.empty"


S = State
VOLUNTARY = Flow(
    "vlr",
    S.PLANNED,
    (
        Step("collect", S.PLANNED, S.COLLECTING, Permit.KEEP_VLR),
        Step(
            "draft",
            (S.PLANNED, S.COLLECTING, S.CONSULTING, S.CHECKING),
            S.DRAFTING,
            Permit.KEEP_VLR,
        ),
        Step("consult", S.DRAFTING, S.CONSULTING, Permit.KEEP_VLR, (with_contents,)),
        Step("check", (S.DRAFTING, S.CONSULTING), S.CHECKING, Permit.KEEP_VLR),
        Step("publish", (S.PLANNED, S.CHECKING), S.PUBLISHED, Permit.KEEP_VLR, (with_contents,)),
        Step("give_up", tuple(sorted(OPEN)), S.GIVEN_UP, Permit.KEEP_VLR),
    ),
)


def tidy(told: Told) -> Told:
    """The review with clean texts. Raises text.BadText."""
    texts: dict[str, Any] = {name: text.clean(getattr(told, name)).strip() for name in MOST}
    return replace(told, **texts)


def refuse_review(
    told: Told, *, kind: Kind, countries: Collection[str], languages: Collection[str]
) -> tuple[Reason, ...]:
    """Return what is wrong with what a review says of itself; each reason names its field."""
    return tuple(_wrong(told, kind, countries, languages))


def _wrong(
    told: Told, kind: Kind, countries: Collection[str], languages: Collection[str]
) -> Iterator[Reason]:
    if not told.title:
        yield Reason("vlr.text_needed", {"field": "title"})
    for name, most in MOST.items():
        if len(getattr(told, name)) > most:
            yield Reason("vlr.too_long", {"field": name, "most": most})
    if told.year not in YEARS:
        yield Reason("vlr.year", {"field": "year", "first": YEARS[0], "last": YEARS[-1]})
    if told.country not in countries:
        yield Reason("vlr.unknown", {"field": "country", "value": told.country[:40]})
    if told.language not in languages:
        yield Reason("vlr.unknown", {"field": "language", "value": told.language[:40]})
    for goal in told.goals:
        if goal not in GOALS:
            yield Reason("vlr.unknown", {"field": "goals", "value": goal[:40]})
    if told.address and not is_address(told.address):
        yield Reason("vlr.address", {"field": "address"})
    if kind == Kind.NATIONAL and not told.authority:
        yield Reason("vlr.text_needed", {"field": "authority"})
