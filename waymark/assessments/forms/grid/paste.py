"""Rows pasted from a spreadsheet: separated by tabs, or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from waymark.assessments.forms.grid.table import Columns
from waymark.kernel import text
from waymark.schemes.rules import Column

MOST_PASTED = 500


def pasted_rows(pasted: str, columns: Columns) -> list[dict[str, list[str]]]:
    """Return what was typed into each column, row by row; nothing is checked here.

    Columns go by their headings where the first line names at least two of them (or the only
    one), else by their order. Several values of one cell are separated by semicolons.
    """
    lines = [line for line in _split(pasted) if any(cell.strip() for cell in line)]
    if not lines:
        return []
    order: list[Column | None] = [*columns.all]
    named = _named(lines[0], columns)
    if sum(column is not None for column in named) >= min(2, len(columns.all)):
        order, lines = named, lines[1:]
    return [_row(line, order) for line in lines[: MOST_PASTED + 1]]


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


def _row(line: Sequence[str], order: Sequence[Column | None]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for cell, column in zip(line, order, strict=False):
        if column is not None:
            found[column.id] = cell.split(";") if column.many else [cell]
    return found
