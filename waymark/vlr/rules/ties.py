"""What two voluntary reviews give each other, said by one side and confirmed by the other.

(The words for the kinds are our proposal; that a local review can be an annex of a national one, a
box in it, or direct input to it is read in seed document 000, 1.6.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from waymark.kernel.flow import Reason
from waymark.vlr.rules.reviews import GOALS

MOST = {"words": 1000, "where": 150}
"""Characters of a text."""


class TieKind(StrEnum):
    """What the first review is to the second."""

    CITES = "cites"
    ANNEX_OF = "annex_of"
    BOX_IN = "box_in"
    FEEDS = "feeds"  # gives data to
    ANSWERS = "answers"  # a request of
    FOLLOWS = "follows"  # it is the next edition of


@dataclass(frozen=True)
class Told:
    """What somebody says of two reviews."""

    kind: str
    words: str = ""  # what it adds
    where: str = ""  # section and page
    goal: str = ""


@dataclass(frozen=True)
class Pair:
    """The two reviews as the rules see them."""

    same: bool  # it is one and the same
    tied: bool  # they are tied in this way already
    same_keeper: bool
    first_year: int
    second_year: int


def refuse_tie(told: Told, pair: Pair) -> tuple[Reason, ...]:
    """Return why two reviews can't be tied so; each reason names its field."""
    return tuple(_wrong(told, pair))


def _wrong(told: Told, pair: Pair) -> Iterator[Reason]:
    if told.kind not in frozenset(TieKind):
        yield Reason("vlr.unknown", {"field": "kind", "value": told.kind[:40]})
    for name, most in MOST.items():
        if len(getattr(told, name)) > most:
            yield Reason("vlr.too_long", {"field": name, "most": most})
    if told.goal and told.goal not in GOALS:
        yield Reason("vlr.unknown", {"field": "goal", "value": told.goal[:40]})
    if pair.same:
        yield Reason("vlr.itself", {"field": "other"})
    elif pair.tied:
        yield Reason("vlr.tied", {"field": "other"})
    if told.kind == TieKind.FOLLOWS:
        if not pair.same_keeper:
            yield Reason("vlr.other_keeper", {"field": "kind"})
        if pair.first_year < pair.second_year:
            yield Reason("vlr.earlier", {"field": "kind"})
