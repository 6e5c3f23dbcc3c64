"""How many needs there are by topic and country, with what would give a city away withheld.

Public needs bear their city's name, so that anybody can subtract them: what is small is judged by
the cities that let a need be counted without their name. One or two of them in a cell are withheld,
and with them what they would follow from. The search is that of the indicators' small numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from waymark.indicators.rules.suppression import Cell, Key, Limits, Mark, protect

FEW_CITIES = 3
"""A figure on fewer unnamed cities than these is withheld; with three none knows the two others
by subtracting herself."""


@dataclass(frozen=True)
class Counted:
    """One need under one of its topics. named: everybody reads it, with the city's name."""

    need: str
    topic: str
    country: str
    city: str
    named: bool


@dataclass(frozen=True)
class Figure:
    """A cell; without a country it is of all. needs and cities are None where withheld."""

    topic: str
    country: str
    needs: int | None
    cities: int | None


def figures(rows: Iterable[Counted]) -> tuple[Figure, ...]:
    """Return all cells by topic, that of all countries first in each."""
    needs: dict[Key, set[str]] = defaultdict(set)
    cities: dict[Key, set[str]] = defaultdict(set)
    unnamed: dict[Key, set[str]] = defaultdict(set)
    for row in rows:
        for key in (_key(row.topic, row.country), _key(row.topic, "")):
            needs[key].add(row.need)
            cities[key].add(row.city)
            if not row.named:
                unnamed[key].add(row.city)
    cells = {key: Cell(float(len(unnamed[key])), counts=True) for key in needs}
    totals = [key for key in cells if not key[0]]
    sums = [
        ((whole, -1), *((key, 1) for key in cells if key[0] and key[1] == whole[1]))
        for whole in totals
    ]
    marks = protect(cells, sums, Limits(count=FEW_CITIES))
    return tuple(
        Figure(
            topic=dims[0][1],
            country=country,
            needs=len(needs[country, dims]) if shown else None,
            cities=len(cities[country, dims]) if shown else None,
        )
        for country, dims in sorted(cells, key=lambda key: (key[1], key[0]))
        for shown in (marks[country, dims] is Mark.SHOWN,)
    )


def _key(topic: str, country: str) -> Key:
    return country, (("topic", topic),)
