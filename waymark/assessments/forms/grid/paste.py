"""Rows pasted from a spreadsheet: separated by tabs, or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from waymark.assessments.forms.grid.table import Columns
from waymark.kernel import text
from waymark.schemes.rules import Column

MOST_PASTED = 500


@dataclass(frozen=True)
class Pasted:
    """What was typed into each column, row by row; and what stands beside the columns."""

    rows: list[dict[str, list[str]]] = field(default_factory=list)
    beside: list[tuple[int, str]] = field(default_factory=list)  # the row from 0, the cell


def pasted_rows(pasted: str, columns: Columns) -> Pasted:
    """Read rows that were pasted; nothing is checked here, and nothing is left out in silence.

    Columns go by their headings where the first line names at least two of them (or the only
    one), else by their order. Several values of one cell are separated by semicolons. One row
    more than a table may have is read, enough to see that there are too many.
    """
    lines = [line for line in _split(pasted) if any(cell.strip() for cell in line)]
    if not lines:
        return Pasted()
    order: list[Column | None] = [*columns.all]
    named = _named(lines[0], columns)
    if sum(column is not None for column in named) >= min(2, len(columns.all)):
        order, lines = named, lines[1:]
    lines = lines[: MOST_PASTED + 1]
    beside = [(row, cell) for row, line in enumerate(lines) for cell in _beside(line, order)]
    return Pasted([_row(line, order) for line in lines], beside)


def _split(pasted: str) -> list[list[str]]:
    first = pasted.lstrip("\n").partition("\n")[0]
    comma = ";" if first.count(";") > first.count(",") else ","
    separator = "\t" if "\t" in first else comma
    try:
        return list(csv.reader(io.StringIO(pasted, newline=""), delimiter=separator))
    except csv.Error:
        return [line.split(separator) for line in pasted.splitlines()]


def _named(line: Sequence[str], columns: Columns) -> list[Column | None]:
    known = {text.skeleton(columns.label(column)): column for column in columns.all}
    known |= {text.skeleton(column.id): column for column in columns.all}
    return [known.get(text.skeleton(cell)) for cell in line]


def _beside(line: Sequence[str], order: Sequence[Column | None]) -> Iterator[str]:
    """Yield the cells with content for which the table has no column."""
    for number, cell in enumerate(line):
        if cell.strip() and (number >= len(order) or order[number] is None):
            yield cell.strip()


def _row(line: Sequence[str], order: Sequence[Column | None]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for cell, column in zip(line, order, strict=False):
        if column is not None:
            found[column.id] = cell.split(";") if column.many else [cell]
    return found
