"""The areas of a place lie in layers: its districts, and beside them the cells of a grid.

Each layer for itself makes up the place. Areas of two layers overlap, so they are never added up
together, and a number of one may give away a number of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

AREA, CELL = "area", "grid_cell"
"""The layers, named as dimensions are."""

_SIGN = "#grid"


def belongs(parent: str, *, cell: bool) -> str:
    """What an area belongs to, as tables of areas have it: cells of a grid carry a sign."""
    return parent + _SIGN if cell else parent


def parent_of(told: str) -> str:
    """The area to which something belongs, by what such a table says; "" for the place itself."""
    return told.removesuffix(_SIGN)


def layer_of(told: str) -> str:
    """The layer of an area, by what such a table says of it."""
    return CELL if told.endswith(_SIGN) else AREA


def inside(areas: Mapping[str, str], parent: str, layer: str) -> set[str]:
    """The areas of one layer that make up another area, or the place."""
    sought = belongs(parent, cell=layer == CELL)
    return {area for area, told in areas.items() if told == sought}


def beside_others(rows: Iterable[tuple[str, str, str]], areas: Mapping[str, str]) -> set[str]:
    """Which series of cells would stand beside other areas that overlap them.

    A row is the id of a series, the family of indicators that say the same, and the area. A
    district less the cells that lie in it leaves a sliver with few people: no sum in the table
    knows of it, so not both layers are given out.
    """
    held = [(pk, family, layer_of(areas.get(area, ""))) for pk, family, area in rows if area]
    mixed = {family for _pk, family, layer in held if layer == AREA}
    return {pk for pk, family, layer in held if layer == CELL and family in mixed}
