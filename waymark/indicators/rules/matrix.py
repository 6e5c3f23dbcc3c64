"""A list of indicators against years, groups or areas: which cells are filled, and with what."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

ORDER = ("A", "B", "E", "P", "Q", "M")
"""SDMX statuses from the one that says most: of several values in a cell it is shown."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a cell holds: the best status, the latest year, how many values."""

    status: str
    year: int
    values: int

    @property
    def has_value(self) -> bool:
        """Whether there is a number, rather than the word that there is none."""
        return self.status not in ("Q", "M")


@dataclass(frozen=True, slots=True)
class Entry:
    """A value on its way into the matrix."""

    row: Hashable
    column: str
    status: str
    year: int


def matrix(entries: Iterable[Entry]) -> dict[Hashable, dict[str, Filled]]:
    """Rows of filled cells; a cell that is not there is empty."""
    found: dict[Hashable, dict[str, Filled]] = {}
    for entry in entries:
        row = found.setdefault(entry.row, {})
        held = row.get(entry.column)
        if held is None:
            row[entry.column] = Filled(entry.status, entry.year, 1)
        else:
            status = min(held.status, entry.status, key=ORDER.index)
            row[entry.column] = Filled(status, max(held.year, entry.year), held.values + 1)
    return found


def filled(rows: Mapping[Hashable, Mapping[str, Filled]], column: str) -> int:
    """In how many rows a column has a value."""
    return sum(column in row and row[column].has_value for row in rows.values())
