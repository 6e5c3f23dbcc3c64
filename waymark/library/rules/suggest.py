"""From a gap to help: which entries of the library fit a criterion that is not met yet, and why.

There is no score and nothing can be bought: entries that were named for the criterion come before
those that fit by topic and stage, and these before such as help with anything; then those in a
language that the city reads; then the more specific ones; last, by code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from waymark.library.rules.vocabulary import ANY, COMMUNITIES, OTHERS, REGIONS, SEVERAL, Shelf


class Group(StrEnum):
    """Where a suggestion stands."""

    TOOLS = "tools"
    OFFERS = "offers"
    COMMUNITIES = "communities"


class How(StrEnum):
    """Why an entry helps with a criterion."""

    NAMED = "named"  # whoever entered it named the criterion
    DERIVED = "derived"  # by the table of topics and stages
    ANY = "any"  # it helps with every criterion


MOST: Mapping[str, int] = {Group.TOOLS: 3, Group.OFFERS: 3, Group.COMMUNITIES: 2}
"""How many of each group are suggested for one gap."""
FEW: Mapping[str, int] = {Group.TOOLS: 2, Group.OFFERS: 1, Group.COMMUNITIES: 1}
"""The same where many gaps stand on one page."""


@dataclass(frozen=True)
class Known:
    """An entry of the library as far as suggestions look at it."""

    code: str
    shelf: str = Shelf.RESOURCE
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    named: bool = False  # its criteria were named, and do not follow from the table
    only_for: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    gone: bool = False  # a person found its address gone

    @property
    def group(self) -> Group:
        """Where it stands among suggestions."""
        if set(self.kinds) & set(COMMUNITIES):
            return Group.COMMUNITIES
        return Group.OFFERS if self.shelf == Shelf.OFFER else Group.TOOLS


@dataclass(frozen=True)
class Gap:
    """A criterion as a report sees it; `open` is false where nothing is lacking."""

    criterion: str
    stage: str
    open: bool = True


@dataclass(frozen=True)
class CityFacts:
    """What is known of a city: languages it reads (first the reader's), region, country groups."""

    languages: tuple[str, ...] = ()
    region: str = ""
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Suggestion:
    """An entry that fits, with the facts that say why. Nothing else may be said of it."""

    code: str
    group: Group
    criterion: str
    stage: str
    how: How
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    cost: tuple[str, ...]


@dataclass(frozen=True)
class Suggestions:
    """A few of each group, and how many fit in all."""

    tools: tuple[Suggestion, ...] = ()
    offers: tuple[Suggestion, ...] = ()
    communities: tuple[Suggestion, ...] = ()
    fitting: int = 0

    @property
    def shown(self) -> tuple[Suggestion, ...]:
        """All that are suggested."""
        return (*self.tools, *self.offers, *self.communities)


@dataclass(frozen=True)
class Catalogue:
    """The entries that may be suggested, found quickly by criterion."""

    items: tuple[Known, ...] = ()
    most: Mapping[str, int] = field(default_factory=lambda: MOST)

    @cached_property
    def by_criterion(self) -> Mapping[str, tuple[Known, ...]]:
        """The entries of each criterion; those that help with any stand under "all"."""
        found: dict[str, list[Known]] = {}
        for item in self.items:
            for criterion in set(item.criteria):
                found.setdefault(criterion, []).append(item)
        return {criterion: tuple(items) for criterion, items in found.items()}

    def helping(self, criterion: str) -> Iterable[Known]:
        """Entries with this criterion, then those with any."""
        own = self.by_criterion.get(criterion, ())
        yield from own
        yield from (item for item in self.by_criterion.get(ANY, ()) if item not in own)


def fitting(
    gap: Gap, catalogue: Catalogue, city: CityFacts, *, language: str = ""
) -> tuple[Suggestion, ...]:
    """Return all that fits a gap, in order; nothing where nothing is lacking.

    language: only what is there in it, by name.
    """
    if not gap.open:
        return ()
    found = [
        item
        for item in catalogue.helping(gap.criterion)
        if gap.stage in item.stages
        and not item.gone
        and _is_for(item, city)
        and (not language or language in item.languages)
    ]
    found.sort(key=lambda item: _order(item, gap, city))
    return tuple(_suggestion(item, gap) for item in found)


def suggest(gap: Gap, catalogue: Catalogue, city: CityFacts, *, language: str = "") -> Suggestions:
    """Return a few entries of each group that fit a gap: the first of `fitting`."""
    found = fitting(gap, catalogue, city, language=language)

    def first(group: Group) -> tuple[Suggestion, ...]:
        return tuple(one for one in found if one.group == group)[: catalogue.most.get(group, 0)]

    return Suggestions(
        first(Group.TOOLS), first(Group.OFFERS), first(Group.COMMUNITIES), len(found)
    )


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


def _how(item: Known, criterion: str) -> How:
    if criterion not in item.criteria:
        return How.ANY
    return How.NAMED if item.named else How.DERIVED


def _order(item: Known, gap: Gap, city: CityFacts) -> tuple[int, int, int, str]:
    steps = (How.NAMED, How.DERIVED, How.ANY)
    return (
        steps.index(_how(item, gap.criterion)),
        _distance(item.languages, city.languages),
        len(set(item.criteria)),
        item.code,
    )


def _distance(languages: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    """How far down the city's languages the first one stands that the entry has."""
    places = [place for place, language in enumerate(wanted) if language in languages]
    if places:
        return places[0]
    return len(wanted) + (0 if SEVERAL in languages or not languages else 1)


def _suggestion(item: Known, gap: Gap) -> Suggestion:
    return Suggestion(
        item.code,
        item.group,
        gap.criterion,
        gap.stage,
        _how(item, gap.criterion),
        item.topics,
        item.languages,
        item.cost,
    )
