"""Which cities the platform proposes to each other: those that share a gap or a topic, work in one
language and are of one size class.

Plain and explained: no score, no order of cities. A proposal names nobody; a city is told how many
others it is about, and that only where the number hides who they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

LEAST = 4
"""Cities of a proposal: each is told of three others at least."""
MOST = 12
"""Cities of a proposal: more are parted evenly."""
HIDDEN = 3
"""Cities of a proposal of which nobody reads the subject: so many, or none."""
ENOUGH = 3
"""Cities that have to say yes before a group opens."""
OFFERS = 3
"""Proposals that a city has before it at a time."""
DAYS = timedelta(days=60)
"""How long a proposal waits for answers."""
REST = timedelta(days=365)
"""How long after a proposal a city is not asked again about the same thing."""
TOLD = (3, 5, 10, 20, 50, 100)
"""Numbers of other cities that are told: at least so many."""


class Kind(StrEnum):
    """What cities have in common."""

    GAP = "gap"  # a criterion that the report does not find met
    FOUND = "found"  # a question in which a diagnostic of its own found a gap
    TOPIC = "topic"  # one of the library's, that the city says it needs help with


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """Something that cities can learn together."""

    kind: str
    code: str


@dataclass(frozen=True)
class City:
    """What is known of a city that could learn with others.

    size: its size class, "" where nobody knows it. known: subjects that everybody reads of it.
    asked: subjects it was asked about lately. open: how many proposals it has before it now.
    """

    id: str
    language: str
    size: str = ""
    subjects: frozenset[Subject] = frozenset()
    known: frozenset[Subject] = frozenset()
    asked: frozenset[Subject] = frozenset()
    open: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group that could be: what it is about, for whom, and whom to ask. size "" is any."""

    subject: Subject
    language: str
    size: str
    cities: tuple[str, ...]


def told(others: int) -> int:
    """Return the number of other cities that may be told: at least so many; 0 for too few."""
    return max((number for number in TOLD if number <= others), default=0)


def propose(cities: Iterable[City]) -> tuple[Proposal, ...]:
    """Return the groups to propose, subjects that more cities share first.

    The answer is the same in whatever order the cities come. Where everybody of a language and a
    size class shares a subject, nothing is proposed: the number alone would then name them. Nor is
    it where few are left once those of whom everybody reads it are taken away.
    """
    known = sorted({city.id: city for city in sorted(cities, key=repr)}.values(), key=_by_id)
    free = {city.id: OFFERS - city.open for city in known}
    found = []
    for subject, language, holders in _shared(known):
        able = [city for city in holders if subject not in city.asked and free[city.id] > 0]
        spoken = [city for city in known if city.language == language]
        for size, group in _by_size(able, holders, spoken):
            for part in _parts(group):
                if not _hides(part, subject):
                    continue
                found.append(Proposal(subject, language, size, tuple(city.id for city in part)))
                for city in part:
                    free[city.id] -= 1
    return tuple(found)


def _hides(part: Sequence[City], subject: Subject) -> bool:
    unknown = sum(subject not in city.known for city in part)
    return not unknown or unknown >= HIDDEN


def _by_id(city: City) -> str:
    return city.id


def _shared(known: Sequence[City]) -> Iterator[tuple[Subject, str, list[City]]]:
    """Subjects with the cities that share them in one language, the most shared first."""
    holders: dict[tuple[Subject, str], list[City]] = defaultdict(list)
    for city in known:
        for subject in city.subjects:
            holders[subject, city.language].append(city)
    for key in sorted(holders, key=lambda one: (-len(holders[one]), one)):
        yield *key, holders[key]


def _by_size(
    able: Sequence[City], holders: Sequence[City], spoken: Sequence[City]
) -> Iterator[tuple[str, list[City]]]:
    """Cities by size class where these are enough; those of the other classes together."""
    rest: list[City] = []
    for size in sorted({city.size for city in able}):
        group = [city for city in able if city.size == size]
        sharing = sum(city.size == size for city in holders)
        alike = sum(city.size == size for city in spoken)
        if size and len(group) >= LEAST and sharing < alike:
            yield size, group
        else:
            rest += group
    if len(rest) >= LEAST and len(holders) < len(spoken):
        yield "", sorted(rest, key=_by_id)


def _parts(group: Sequence[City]) -> Iterator[Sequence[City]]:
    """Cities in parts of nearly one length, none above the most."""
    count = -(-len(group) // MOST)
    bounds = [len(group) * number // count for number in range(count + 1)]
    for first, last in pairwise(bounds):
        yield group[first:last]
