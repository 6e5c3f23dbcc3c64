"""How much of a city's data says where it comes from, by domain, goal, group and area.

Counts, from which a reader may make shares: never a score, and never beside another city.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from waymark.indicators.rules.quality.facts import Line

Parts = Callable[[Line], Iterable[str]]
"""To which parts a series belongs; a series may belong to several, or to none."""


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


def by_group(line: Line) -> list[str]:
    """The groups of a series, as "sex=female"."""
    return [f"{dimension}={group}" for dimension, group in line.dims]


def by_area(line: Line) -> list[str]:
    """The area of a series, if it is about one."""
    return [line.area] if line.area else []


def everything(line: Line) -> list[str]:
    """All series together."""
    return [""]


def shares(lines: Iterable[Line], parts: Parts) -> tuple[Share, ...]:
    """Count by part, in the order of the parts' names. Only values with a number count."""
    counts: dict[str, list[int]] = {}
    indicators: dict[str, set[str]] = {}
    for line in lines:
        own = [0] * 5
        for point in line.points:
            if point.counts:
                told = (point.days is not None, bool(point.source), bool(point.method))
                for place, has in enumerate((True, *told, all(told))):
                    own[place] += has
        for part in parts(line) if own[0] else ():
            held = counts.setdefault(part, [0] * 5)
            for place, more in enumerate(own):
                held[place] += more
            indicators.setdefault(part, set()).add(line.indicator)
    return tuple(Share(part, len(indicators[part]), *counts[part]) for part in sorted(counts))
