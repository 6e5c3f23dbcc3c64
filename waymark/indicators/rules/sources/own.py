"""What we have written ourselves, in the form in which it comes out of the sandbox: tables.

Whatever format it was, its rows are those of our own table, so that a value comes back with all
that stood beside it, and the target of its series with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from waymark.indicators.rules.columns import BREAKDOWN, HEADERS
from waymark.indicators.rules.facts import DIMENSIONS
from waymark.indicators.rules.sources import blocks
from waymark.indicators.rules.sources.blocks import BadAnswer, Block, Head, LeftOut, Refusal
from waymark.kernel.tables import BadTable, Sheet, build, safe_cell

KIND = "waymark"

Cells = Mapping[str, str]
"""Texts by the name of their column (`HEADERS`), breakdowns by `BREAKDOWN` and their key."""


@dataclass
class Own:
    """What a file of ours holds. `refused` are rows that can't even be put into a table."""

    tables: list[tuple[str, Sheet]] = field(default_factory=list)
    indicators: list[blocks.Indicator] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    areas: list[dict[str, Any]] = field(default_factory=list)
    file: str = ""
    """In which file the refused rows stand."""

    def answer(self) -> bytes:
        """What `blocks.read` takes."""
        head = Head(
            KIND,
            indicators=self.indicators,
            left_out=self.left_out,
            areas=self.areas,
            facts={"tables": [[name, sheet.as_json()] for name, sheet in self.tables]},
        )
        return blocks.write(head, [Block(self.file, refused=self.refused)] if self.refused else ())


def broken(file: str, key: str = "own.broken", line: int = 0, **params: Any) -> bytes:
    """The answer where a file can't be read at all."""
    return blocks.write(Head(KIND, LeftOut(file, key, line, params)), ())


def of_table(file: str, error: BadTable) -> bytes:
    """The answer where a table can't be read."""
    params = {name: str(value)[:200] for name, value in error.params.items()}
    return broken(file, error.key, error.row or 0, **params)


def sheet(rows: Iterable[tuple[int, Cells]]) -> Sheet:
    """Numbered rows as a table with the columns that they fill. Raises `BadTable`."""
    held = list(rows)
    filled = {name for _number, cells in held for name, text in cells.items() if text}
    known = [name for name in HEADERS if name in filled or name in ("indicator", "period", "value")]
    further = sorted(filled.difference(HEADERS))
    names = [*known, *further]
    header = [*(HEADERS[name] for name in known), *further]
    texts = ([cells.get(name, "") for name in names] for _number, cells in held)
    made = build([list(map(safe_cell, row)) for row in (header, *texts)])
    return replace(made, numbers=tuple(held[number - 2][0] for number in made.numbers))


def column_of(dimension: str) -> str:
    """The column of a breakdown in `Cells`."""
    return dimension if dimension in DIMENSIONS else f"{BREAKDOWN}{dimension}"


def tables_of(head: Head) -> list[tuple[str, Sheet]]:
    """The tables that came out of the sandbox. Raises `BadAnswer`."""
    try:
        found = [(str(name), Sheet.from_json(told)) for name, told in head.facts.get("tables", ())]
    except (KeyError, TypeError, ValueError) as error:
        raise BadAnswer(str(error)) from None
    for _name, one in found:
        _check(one.header, one.rows, one.numbers)
    return found


def _check(header: Sequence[Any], rows: Sequence[Sequence[Any]], numbers: Sequence[Any]) -> None:
    """The child may have been misled by the file."""
    texts = [header, *rows]
    if any(len(row) != len(header) for row in rows) or len(rows) != len(numbers):
        raise BadAnswer("rows of different lengths")
    if not all(isinstance(text, str) for row in texts for text in row):
        raise BadAnswer("a cell that is no text")
    if not all(isinstance(number, int) for number in numbers):
        raise BadAnswer("a row without a number")
