"""Which entries of the library fit a gap or a need, in one fixed order, each with its reasons.

There is no score and nothing can be bought: no fact that is looked at here could hold a payment.
The order is that of `ORDER`, told to everybody on the page "Why these".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from waymark.kernel.flow import Reason
from waymark.library.rules.vocabulary import (
    ANY,
    CASES,
    COMMUNITIES,
    OTHERS,
    REGIONS,
    SEVERAL,
    Shelf,
)


class Group(StrEnum):
    """Where a match stands."""

    TOOLS = "tools"
    OFFERS = "offers"
    CASES = "cases"
    COMMUNITIES = "communities"


class How(StrEnum):
    """Why an entry helps."""

    NAMED = "named"  # whoever entered it named the criterion
    DERIVED = "derived"  # by the table of topics and stages
    TOPIC = "topic"  # it is about what the need is about
    ANY = "any"  # it helps with every criterion


FRESH = timedelta(days=365)
"""An address that a person has seen to work counts as fresh for so long."""
SPARED = frozenset({"free", "low_cost", "cost_share", "donor", "grant"})
"""Costs that others bear, or that are small."""


@dataclass(frozen=True)
class Known:
    """An entry of the library as far as matching looks at it."""

    code: str
    shelf: str = Shelf.RESOURCE
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    named: bool = False  # its criteria were named, and do not follow from the table
    only_for: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()  # of cities that it was made for
    cost: tuple[str, ...] = ()
    gone: bool = False  # a person found its address gone
    works_on: date | None = None  # the day on which a person last saw its address work

    @cached_property
    def group(self) -> Group:
        """Where it stands among matches."""
        kinds = set(self.kinds)
        if kinds & set(COMMUNITIES):
            return Group.COMMUNITIES
        if self.shelf == Shelf.OFFER:
            return Group.OFFERS
        return Group.CASES if kinds and kinds <= set(CASES) else Group.TOOLS


@dataclass(frozen=True)
class Ask:
    """A gap or a need; `open` is false where nothing is lacking any more.

    A gap has a stage, and its topics are those of its criterion: they put in order, and add
    nothing. languages: only what is there in one of them.
    """

    criteria: tuple[str, ...] = ()
    stage: str = ""
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    open: bool = True
    on: date | None = None  # the day on which it is asked, for what is fresh


@dataclass(frozen=True)
class CityFacts:
    """What is known of a city: languages it reads (first the reader's), region, groups, size."""

    languages: tuple[str, ...] = ()
    region: str = ""
    groups: frozenset[str] = frozenset()
    size: str = ""


@dataclass(frozen=True)
class Match:
    """An entry that fits an ask, and how."""

    item: Known
    how: How
    ask: Ask
    city: CityFacts

    @property
    def shared(self) -> tuple[str, ...]:
        """The topics of the ask that the entry is about, in the order of the entry."""
        return tuple(topic for topic in self.item.topics if topic in self.ask.topics)

    @property
    def read(self) -> tuple[str, ...]:
        """The languages of the entry that the city reads."""
        return tuple(one for one in self.item.languages if one in self.city.languages)

    @property
    def made_for(self) -> tuple[str, ...]:
        """The region and groups of the city that the entry is for alone."""
        own = {self.city.region, *self.city.groups} - {""}
        return tuple(one for one in self.item.only_for if one in own)

    @property
    def is_for_size(self) -> bool:
        """Whether it was made for cities of this size."""
        return bool(self.city.size) and self.city.size in self.item.sizes

    @property
    def spares(self) -> tuple[str, ...]:
        """What it costs, where that is little or borne by others."""
        return self.item.cost if set(self.item.cost) & SPARED else ()

    @property
    def fresh(self) -> bool:
        """Whether a person saw its address work within a year before the ask."""
        seen, on = self.item.works_on, self.ask.on
        return seen is not None and on is not None and on - FRESH <= seen <= on

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it fits: true facts of the entry, the ask and the city, and nothing else."""
        return tuple(_reasons(self))


@dataclass(frozen=True)
class Catalogue:
    """The entries that may match, found quickly by criterion and by topic."""

    items: tuple[Known, ...] = ()
    most: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def by_criterion(self) -> Mapping[str, tuple[Known, ...]]:
        """The entries of each criterion; those that help with any stand under "all"."""
        return _sorted_by(self.items, lambda item: item.criteria)

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Known, ...]]:
        """The entries of each topic."""
        return _sorted_by(self.items, lambda item: item.topics)

    def helping(self, ask: Ask) -> Iterator[tuple[Known, How]]:
        """Entries with its criteria, for a need those on its topics, then those with any."""
        named = (item for one in ask.criteria for item in self.by_criterion.get(one, ()))
        about = (item for one in ask.topics for item in self.by_topic.get(one, ()))
        found = {item.code: (item, How.NAMED if item.named else How.DERIVED) for item in named}
        for item in about if not ask.stage else ():
            found.setdefault(item.code, (item, How.TOPIC))
        for item in self.by_criterion.get(ANY, ()):
            found.setdefault(item.code, (item, How.ANY))
        yield from found.values()


def _sorted_by(
    items: Iterable[Known], tags: Callable[[Known], tuple[str, ...]]
) -> Mapping[str, tuple[Known, ...]]:
    found: dict[str, list[Known]] = {}
    for item in items:
        for tag in set(tags(item)):
            found.setdefault(tag, []).append(item)
    return {tag: tuple(held) for tag, held in found.items()}


def matches(ask: Ask, catalogue: Catalogue, city: CityFacts) -> tuple[Match, ...]:
    """Return all that fits, in order; nothing where nothing is lacking."""
    if not ask.open:
        return ()
    found = [
        Match(item, how, ask, city)
        for item, how in catalogue.helping(ask)
        if (not ask.stage or ask.stage in item.stages)
        and not item.gone
        and _is_for(item, city)
        and (not ask.languages or set(ask.languages) & set(item.languages))
    ]
    return tuple(sorted(found, key=_order))


def _is_for(item: Known, city: CityFacts) -> bool:
    """Whether a city may use it; what is not known of a city is not held against it."""
    if not item.only_for:
        return True
    limits = set(item.only_for)
    if limits <= set(OTHERS):
        return False
    if limits & city.groups or city.region in limits:
        return True
    return not city.region and bool(limits & set(REGIONS))


def _distance(one: Match) -> int:
    """How far down the city's languages the first one stands that the entry has."""
    wanted, there = one.city.languages, one.item.languages
    places = [place for place, language in enumerate(wanted) if language in there]
    if places:
        return places[0]
    return len(wanted) + (0 if SEVERAL in there or not there else 1)


def _size(one: Match) -> int:
    """0 made for its size, 1 for any, 2 for others."""
    if one.is_for_size or not one.item.sizes or not one.city.size:
        return 0 if one.is_for_size else 1
    return 2


def _cost(one: Match) -> int:
    """0 little or borne by others, 1 not said, 2 to be paid or agreed."""
    return 0 if one.spares else 1 + bool(one.item.cost)


ORDER: tuple[tuple[str, Callable[[Match], int]], ...] = (
    ("how", lambda one: tuple(How).index(one.how)),
    ("language", _distance),
    ("topics", lambda one: -len(one.shared)),
    ("place", lambda one: 0 if one.made_for else 1),
    ("size", _size),
    ("cost", _cost),
    ("fresh", lambda one: 0 if one.fresh else 1),
    ("breadth", lambda one: len(set(one.item.criteria))),
)
"""By what entries are put in order, the weightiest first; last, by code."""


def _order(one: Match) -> tuple[int | str, ...]:
    return (*(place(one) for _name, place in ORDER), one.item.code)


def _reasons(one: Match) -> Iterator[Reason]:
    item, ask = one.item, one.ask
    if one.how in (How.NAMED, How.DERIVED):
        criteria = tuple(code for code in ask.criteria if code in item.criteria)
        told = {"criteria": criteria, "topics": item.topics, "stages": item.stages}
        yield Reason(f"match.{one.how}", told)
    else:
        yield Reason(f"match.{one.how}", {"shared": one.shared} if one.how == How.TOPIC else {})
    if one.read:
        yield Reason("match.language", {"languages": one.read})
    if one.made_for:
        yield Reason("match.place", {"places": one.made_for})
    if one.is_for_size:
        yield Reason("match.size", {"size": one.city.size})
    if one.spares:
        yield Reason("match.cost", {"cost": one.spares})
    if one.fresh:
        yield Reason("match.fresh", {"day": item.works_on})
