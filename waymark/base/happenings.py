"""What takes place on a day, told by every room to one common list.

The list knows no room: each room registers, from its `face.py`, a function that tells what the
viewer may read between two moments. Nothing else decides who reads what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

MOST = 500
"""What one room tells at most."""


@dataclass(frozen=True)
class Happening:
    """Something that takes place; moments carry their zone, `url` is a path."""

    key: str  # "event:ID", once only
    kind: str  # the list has words for it
    title: str
    language: str  # of the title; "" is that of the interface
    starts: datetime
    ends: datetime
    zone: str  # in which it is spoken of
    url: str
    changed: datetime
    where: str = ""
    host: str = ""
    topics: tuple[str, ...] = ()
    sequence: int = 0  # raised by each change, for calendars


Source = Callable[[Any, datetime, datetime], Iterable[Happening]]
sources: list[Source] = []


def source(function: Source) -> Source:
    """Register a function from (viewer, since, until) to what ends after the one, before the other.

    `since` is compared with ends, `until` with beginnings; at most MOST, the next ones first.
    """
    sources.append(function)
    return function


def between(viewer: Any, since: datetime, until: datetime) -> list[Happening]:
    """Return what the viewer may read of all rooms, in the order of time."""
    found = [one for each in sources for one in each(viewer, since, until)]
    return sorted(found, key=lambda one: (one.starts, one.key))
