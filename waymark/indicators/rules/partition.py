"""Which groups of a breakdown make up a whole: each person in exactly one of them.

A group is a stretch on the line of its dimension: an age from one birthday to another, a fifth of
incomes. Groups that lie end to end from the beginning of the line to its end make up the whole.
Sex, disability and migration status have two named parts that must both be there. The groups at
risk overlap, and never make up anything.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache

from waymark.indicators.rules.groups import INCOME

Stretch = tuple[float, float]
"""From (included) to (not included)."""

PAIRS = {
    "sex": frozenset({"female", "male"}),
    "disability": frozenset({"with", "without"}),
    "migration": frozenset({"migrant", "non_migrant"}),
}
"""The parts without which a closed list is not complete; others are added where they are given."""

WHOLE: dict[str, Stretch] = {"age": (0, math.inf), "income": (0, 5)}

_AGE = re.compile(r"(\d{1,3})(?:-(\d{1,3})|(\+))?")


@lru_cache(maxsize=1000)
def stretch(dimension: str, group: str) -> Stretch | None:
    """Where a group of age or income lies on its line; None for what has no place there."""
    if dimension == "age" and (age := _AGE.fullmatch(group)):
        first = int(age[1])
        return first, math.inf if age[3] else int(age[2] or age[1]) + 1
    if dimension == "income" and group in INCOME[:5]:
        return float(INCOME.index(group)), float(INCOME.index(group) + 1)
    return (0, 2) if (dimension, group) == ("income", "lowest_40") else None


def in_order(dims: Iterable[tuple[str, str]]) -> tuple[tuple[str, float, str], ...]:
    """What a breakdown is sorted by: its dimensions, and groups along their line where they lie."""
    return tuple((name, (stretch(name, group) or (math.inf, 0))[0], group) for name, group in dims)


@lru_cache(maxsize=10_000)
def whole_of(dimension: str, groups: frozenset[str]) -> tuple[str, ...]:
    """The groups that make up everybody, finest first; () where they don't, or overlap.

    Areas are not judged here: only the city knows which areas it has.
    """
    if pair := PAIRS.get(dimension):
        return tuple(sorted(groups)) if pair <= groups else ()
    if dimension not in WHOLE:
        return ()
    placed = [(found, one) for one in sorted(groups) if (found := stretch(dimension, one))]
    return _end_to_end(placed, *WHOLE[dimension])


def _end_to_end(placed: list[tuple[Stretch, str]], start: float, end: float) -> tuple[str, ...]:
    """The chain of most groups from `start` to `end`, or ()."""
    best: dict[float, tuple[str, ...]] = {start: ()}
    for (low, high), group in sorted(placed):
        chain = best.get(low)
        if chain is not None and len(chain) + 1 > len(best.get(high, ())):
            best[high] = (*chain, group)
    return best.get(end, ())


def gap(dimension: str, groups: Iterable[str]) -> str:
    """The one group that ages or incomes leave out of the whole; "" where it is none, or several.

    Groups may overlap.
    """
    start, end = WHOLE[dimension]
    found: list[Stretch] = []
    for low, high in sorted(filter(None, (stretch(dimension, group) for group in groups))):
        if low > start:
            found.append((start, low))
        start = max(start, high)
    if start < end:
        found.append((start, end))
    if len(found) != 1:
        return ""
    low, high = found[0]
    if dimension == "income":
        return INCOME[int(low)] if high - low == 1 else ""
    if high == math.inf:
        return f"{low:.0f}+"
    return f"{low:.0f}-{high - 1:.0f}" if high - low > 1 else f"{low:.0f}"
