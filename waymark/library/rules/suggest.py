"""From a gap or a need to help: a few entries of each group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from waymark.library.rules.matching import Ask, Catalogue, CityFacts, Group, Match, matches

MOST: Mapping[str, int] = {
    Group.TOOLS: 3,
    Group.OFFERS: 3,
    Group.CASES: 2,
    Group.COMMUNITIES: 2,
}
"""How many of each group are suggested for one gap."""
FEW: Mapping[str, int] = {
    Group.TOOLS: 2,
    Group.OFFERS: 1,
    Group.CASES: 1,
    Group.COMMUNITIES: 1,
}
"""The same where many gaps stand on one page."""


@dataclass(frozen=True)
class Suggestions:
    """A few of each group, and how many fit in all."""

    tools: tuple[Match, ...] = ()
    offers: tuple[Match, ...] = ()
    cases: tuple[Match, ...] = ()
    communities: tuple[Match, ...] = ()
    fitting: int = 0

    @property
    def shown(self) -> tuple[Match, ...]:
        """All that are suggested."""
        return (*self.tools, *self.offers, *self.cases, *self.communities)


def suggest(ask: Ask, catalogue: Catalogue, city: CityFacts) -> Suggestions:
    """Return a few entries of each group that fit: the first of `matches`."""
    found, most = matches(ask, catalogue, city), catalogue.most or MOST
    groups: dict[str, list[Match]] = {group: [] for group in Group}
    for one in found:
        group = groups[one.item.group]
        if len(group) < most.get(one.item.group, 0):
            group.append(one)
    return Suggestions(
        tools=tuple(groups[Group.TOOLS]),
        offers=tuple(groups[Group.OFFERS]),
        cases=tuple(groups[Group.CASES]),
        communities=tuple(groups[Group.COMMUNITIES]),
        fitting=len(found),
    )
