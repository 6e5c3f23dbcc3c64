"""What is seen of one indicator of one place, ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from waymark.indicators.rules.seen import AREA, SeenLine, Split, Within, splits
from waymark.indicators.wording import DIMENSION_NAMES, group_name, named, series_name


@dataclass(frozen=True)
class Subject:
    """An indicator of a place with its series. `areas` are names of its parts by id, in order.

    `cells` are those of the parts that are cells of a grid, with their layers: seen on a map, and
    not as groups.
    """

    code: str
    label: str
    place: str
    lines: tuple[SeenLine, ...]
    areas: Mapping[str, str]
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Code and label."""
        return f"{self.code} {self.label}"

    @cached_property
    def splits(self) -> tuple[Split, ...]:
        """Every way in which its series are groups of one dimension."""
        return splits(line for line in self.lines if line.area not in self.cells)

    @property
    def units(self) -> list[str]:
        """The units of its series, in their order."""
        return list(dict.fromkeys(line.unit for line in self.lines))

    def layer(self, area: str) -> str:
        """The layer in which a part lies."""
        return self.cells.get(area, AREA)

    def line(self, pk: str) -> SeenLine | None:
        """The series with an id, or None."""
        return next((line for line in self.lines if line.id == pk), None)

    def about(self, within: Within) -> str:
        """Of whom or what a split speaks, in words; "" for the whole place and everybody."""
        if within == Within():
            return ""
        return series_name(self.areas.get(within.area, ""), within.dims)

    def group(self, dimension: str, group: str) -> str:
        """What a group is called."""
        if dimension == AREA:
            return self.areas.get(group, "") or _("Area no longer known")
        return group_name(dimension, group)


def dimension_name(dimension: str) -> str:
    """What a dimension is called; one without a vocabulary by its key."""
    name = named(DIMENSION_NAMES, dimension)
    return name[:1].upper() + name[1:]
