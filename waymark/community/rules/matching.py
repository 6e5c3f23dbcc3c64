"""Cities that closed a gap, and providers who help with it: who is named, and why.

Neither has an order of merit: both stand by name. What they have in common with a city is said of
each, and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from waymark.kernel.flow import Reason
from waymark.library.rules.matching import Ask, CityFacts


@dataclass(frozen=True)
class PeerFacts:
    """A city, the criteria for which it wants to be named, and those that it is known to meet."""

    id: str
    name: str
    agreed: frozenset[str] = frozenset()
    met: frozenset[str] = frozenset()  # by a public report behind a certificate that stands
    country: str = ""
    facts: CityFacts = field(default_factory=CityFacts)


@dataclass(frozen=True)
class Peer:
    """A city that closed a gap and wants to be named for it."""

    id: str
    name: str
    criterion: str
    reasons: tuple[Reason, ...]


def peers(
    ask: Ask, others: Iterable[PeerFacts], city: CityFacts, *, own: str = "", country: str = ""
) -> tuple[Peer, ...]:
    """Return the cities that met a criterion of the ask and agreed to be named, by name.

    own: the city that asks, which is no peer of its own. Nothing where nothing is lacking.
    """
    found = [
        Peer(one.id, one.name, criterion, tuple(_common(one, criterion, city, country)))
        for one in others
        for criterion in ask.criteria
        if ask.open and one.id != own and criterion in one.agreed & one.met
        if not ask.languages or set(ask.languages) & set(one.facts.languages)
    ]
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id, one.criterion)))


def _common(one: PeerFacts, criterion: str, city: CityFacts, country: str) -> Iterator[Reason]:
    yield Reason("peer.met", {"criterion": criterion})
    if shared := tuple(code for code in one.facts.languages if code in city.languages):
        yield Reason("peer.language", {"languages": shared})
    if country and one.country == country:
        yield Reason("peer.country")
    elif city.region and one.facts.region == city.region:
        yield Reason("peer.region", {"places": (city.region,)})
    if groups := tuple(sorted(one.facts.groups & city.groups)):
        yield Reason("peer.group", {"places": groups})
    if city.size and one.facts.size == city.size:
        yield Reason("peer.size", {"size": city.size})


class Said(StrEnum):
    """What a city says of a suggestion."""

    USEFUL = "useful"
    NOT_USEFUL = "not_useful"
    USED = "used"


FEWEST = 5
"""Counts of fewer cities are not shown: they could be told apart."""


def shown_count(count: int) -> int | None:
    """Return how many cities said something, or None where they are too few to be counted."""
    return count if count >= FEWEST else None
