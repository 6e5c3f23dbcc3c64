"""How much of a city's data says where it comes from, by domain, goal, group and area.

Counts, from which a reader may make shares: never a score, and never beside another city.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from waymark.indicators.rules.facts import Dims
from waymark.indicators.rules.quality.facts import Points

Said = tuple[int, int, int, int, int]
"""Of a series' values with a number: how many, and how many tell year, source, method, all."""


class Told(msgspec.Struct, frozen=True, gc=False):
    """A series by its id, and how much its values say of themselves."""

    id: str
    indicator: str
    area: str = ""
    dims: Dims = ()
    said: Said = (0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Share:
    """Of the values of a part: how many name their year, source and method, and all three.

    `indicators`: of how many indicators the part has values at all.
    """

    part: str
    indicators: int = 0
    values: int = 0
    year: int = 0
    source: int = 0
    method: int = 0
    documented: int = 0


def said_by(points: Points) -> Said:
    """How much the values of a series say of themselves. Only those with a number count."""
    held = points.counting
    count = len(held.values)
    if not any(held.sources) and not any(held.methods):
        return count, count - len(held.times.unread), 0, 0, 0
    told = [
        tuple(map(bool, row))
        for row in zip(held.times.days, held.sources, held.methods, strict=True)
    ]
    years, sources, methods = (sum(column) for column in zip(*told, strict=True))
    return count, years, sources, methods, sum(map(all, told))


def by_group(line: Told) -> list[str]:
    """The groups of a series, as "sex=female"."""
    return [f"{dimension}={group}" for dimension, group in line.dims]


def by_area(line: Told) -> list[str]:
    """The area of a series, if it is about one."""
    return [line.area] if line.area else []


def everything(line: Told) -> list[str]:
    """All series together."""
    return [""]


Some = TypeVar("Some", bound=Told)


def shares(lines: Iterable[Some], parts: Callable[[Some], Iterable[str]]) -> tuple[Share, ...]:
    """Count by part, in the order of the parts' names.

    `parts` says to which parts a series belongs; it may belong to several, or to none.
    """
    counts: dict[str, list[int]] = {}
    indicators: dict[str, set[str]] = {}
    for line in lines:
        for part in parts(line) if line.said[0] else ():
            held = counts.setdefault(part, [0] * 5)
            for place, more in enumerate(line.said):
                held[place] += more
            indicators.setdefault(part, set()).add(line.indicator)
    return tuple(Share(part, len(indicators[part]), *counts[part]) for part in sorted(counts))
