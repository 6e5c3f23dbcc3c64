"""The table that a city's cells are part of: what it would be if nothing were left out.

A cell that nobody has made may still follow from others, and another one from it. So who looks for
what follows has to look at all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations, product

from waymark.indicators.rules.layers import parent_of
from waymark.indicators.rules.partition import PAIRS, WHOLE, gap
from waymark.indicators.rules.suppression import Key

MOST_CELLS = 20_000
"""Of one table. What is larger is not worked out; see `wholes.coarse`."""


def completed(keys: Iterable[Key], areas: Mapping[str, str]) -> set[Key]:
    """The cells of a table and its holes.

    Every breakdown that occurs, and all coarser ones, for every group and every area that occurs;
    beside an area those that lie next to it, beside women men, beside ages the one that is left.
    Nothing where there would be too many.
    """
    held = set(keys)
    groups: dict[str, set[str]] = {}
    shapes: set[tuple[bool, tuple[str, ...]]] = set()
    places: set[str] = set()
    for area, dims in held:
        names = tuple(name for name, _group in dims)
        shapes.add((bool(area), names))
        places.add(area)
        for name, group in dims:
            groups.setdefault(name, set()).add(group)
    for name, found in groups.items():
        found |= PAIRS.get(name, frozenset())
        if name in WHOLE and (left := gap(name, found)):
            found.add(left)
    near = {areas.get(area, "") for area in places if area}
    places |= {parent_of(told) for told in near} | {
        area for area, parent in areas.items() if parent in near
    }
    places.discard("")
    for shape in _coarser(shapes):
        held |= _cells(shape, sorted(places), groups)
        if len(held) > MOST_CELLS:
            return set()
    return held


def _coarser(shapes: set[tuple[bool, tuple[str, ...]]]) -> set[tuple[bool, tuple[str, ...]]]:
    """Breakdowns with all that have fewer dimensions; whether by area is one of them."""
    return {
        (by_area, names)
        for has_area, given in shapes
        for size in range(len(given) + 1)
        for names in combinations(given, size)
        for by_area in {has_area, False}
    }


def _cells(
    shape: tuple[bool, tuple[str, ...]], places: list[str], groups: Mapping[str, set[str]]
) -> set[Key]:
    by_area, names = shape
    each = [[(name, group) for group in sorted(groups[name])] for name in names]
    return {(area, dims) for area in (places if by_area else [""]) for dims in product(*each)}
