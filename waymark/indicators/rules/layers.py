"""The areas of a place lie in layers: its districts, and beside them the cells of each grid.

Each layer for itself makes up the place. Areas of two layers overlap, so they are never added up
together, and a number of one may give away a number of the other. Grids with cells of two sizes
are two layers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

AREA, CELL = "area", "grid_cell"
"""The layers, named as dimensions are; cells of a known size have it behind a colon."""

_SIGN = "#grid"
_METRES = re.compile(r"(\d+)(k?)m")


def cells_of(size: str) -> str:
    """The layer of the cells of a size (`places.rules.cells.size_of`); "" where none is known."""
    return f"{CELL}:{size}" if size else CELL


def size_in(layer: str) -> str:
    """The size of the cells of a layer, where it is known."""
    return layer.partition(":")[2]


def is_layer(dimension: str) -> bool:
    """Whether what splits a whole are areas of a layer."""
    return dimension == AREA or dimension.partition(":")[0] == CELL


def belongs(parent: str, *, cell: bool, size: str = "") -> str:
    """What an area belongs to, as tables of areas have it: cells of a grid carry a sign."""
    return parent + _SIGN + size if cell else parent


def parent_of(told: str) -> str:
    """The area to which something belongs, by what such a table says; "" for the place itself."""
    return told.partition(_SIGN)[0]


def layer_of(told: str) -> str:
    """The layer of an area, by what such a table says of it."""
    _parent, sign, size = told.partition(_SIGN)
    return cells_of(size) if sign else AREA


def within(parent: str, layer: str) -> str:
    """What the areas of a layer belong to, as such a table says it."""
    return belongs(parent, cell=layer != AREA, size=size_in(layer))


def inside(areas: Mapping[str, str], parent: str, layer: str) -> set[str]:
    """The areas of one layer that make up another area, or the place."""
    sought = within(parent, layer)
    return {area for area, told in areas.items() if told == sought}


def given_out(layers: Iterable[str]) -> str:
    """Of layers that overlap, the one that may be given out: districts, else the coarsest grid."""
    return max(layers, key=lambda layer: (layer == AREA, *_coarseness(size_in(layer)), layer))


def _coarseness(size: str) -> tuple[int, int]:
    """Sorts sizes: metres, then steps of H3, which has small numbers for large cells."""
    if match := _METRES.fullmatch(size):
        return 2, int(match[1]) * (1000 if match[2] else 1)
    return (1, -int(size[3:])) if size.startswith("h3-") else (0, 0)


def beside_others(rows: Iterable[tuple[str, str, str]], areas: Mapping[str, str]) -> set[str]:
    """Which series of cells would stand beside other areas that overlap them.

    A row is the id of a series, the family of indicators that say the same, and the area. A
    district less the cells that lie in it leaves a sliver with few people: no sum in the table
    knows of it, so not both layers are given out, and of two grids only the coarser one.
    """
    held = [(pk, family, layer_of(areas.get(area, ""))) for pk, family, area in rows if area]
    layers: dict[str, set[str]] = {}
    for _pk, family, layer in held:
        layers.setdefault(family, set()).add(layer)
    kept = {family: given_out(found) for family, found in layers.items()}
    return {pk for pk, family, layer in held if layer != kept[family]}
