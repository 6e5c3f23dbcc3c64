"""Tables as CSV that opens safely in any spreadsheet, in pieces fit for streaming."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from waymark.kernel.tables.formula import safe_cell
from waymark.kernel.tables.sheet import BadTable

Cell = str | int | float | Decimal | bool | date | datetime | None

BYTE_ORDER_MARK = "\ufeff"
_BATCH = 1000
_END = "\r\n"
_safe = lru_cache(maxsize=2048)(safe_cell)
"""Columns of tables say the same again and again."""


class Block(NamedTuple):
    """Rows that begin and end alike; what they share is made text only once.

    Each of `rows` has at least two cells.
    """

    head: Sequence[Cell]
    rows: Iterable[Sequence[Cell]]
    tail: Sequence[Cell] = ()

    def whole(self) -> Iterator[list[Cell]]:
        """The rows with all of their cells."""
        return ([*self.head, *row, *self.tail] for row in self.rows)


def csv_chunks(rows: Iterable[Sequence[Cell]], *, mark: bool = True) -> Iterator[bytes]:
    """The rows as UTF-8 CSV with CRLF, in pieces fit for streaming.

    `mark` is the byte order mark by which spreadsheets know UTF-8; programs do without. Text is
    made safe with `safe_cell`; numbers stay numbers, negative ones too.
    """
    buffer = io.StringIO(BYTE_ORDER_MARK if mark else "", newline="")
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer, lineterminator=_END)
    for number, row in enumerate(rows, 1):
        writer.writerow([plain(cell) for cell in row])
        if number % _BATCH == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def csv_blocks(
    header: Sequence[Cell], blocks: Iterable[Block], *, mark: bool = True
) -> Iterator[bytes]:
    """The same bytes as `csv_chunks` of the header and all whole rows, in less time."""
    told = [BYTE_ORDER_MARK if mark else ""]
    write = csv.writer(_Sink(told), lineterminator=_END).writerow
    write(_plain(header))
    told.append(_END)
    for block in blocks:
        head, tail = _shared(block.head)[1:], _shared(block.tail) + _END
        head += "," if block.head else ""
        for row in block.rows:
            told.append(head)
            write(_plain(row))
            told.append(tail)
        if len(told) > _BATCH:
            yield "".join(told).encode()
            told.clear()
    yield "".join(told).encode()


class _Sink:
    """Where a writer of the standard library leaves each row, without the end of its line.

    The writer has to know that end all the same: it quotes a cell that has one in it.
    """

    def __init__(self, told: list[str]) -> None:
        self.told = told

    def write(self, row: str) -> None:
        self.told.append(row[: -len(_END)])


def _shared(cells: Sequence[Cell]) -> str:
    """Cells as text, each with a comma before it."""
    told: list[str] = []
    csv.writer(_Sink(told), lineterminator=_END).writerow(["", *_plain(cells)])
    return told[0] if cells else ""


def write_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as one CSV file; see `csv_chunks`."""
    return b"".join(csv_chunks(rows))


def _plain(cells: Sequence[Cell]) -> list[Any]:
    """As `plain`, but what the writer makes of nothing and of zero is left to it."""
    return [
        cell
        if not cell and cell is not False
        else _safe(cell)
        if cell.__class__ is str
        else plain(cell)
        for cell in cells
    ]


def plain(cell: Cell) -> str:
    """A cell as the text that stands in the file, before any quotes."""
    if isinstance(cell, str):
        return safe_cell(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if not math.isfinite(cell):
            raise BadTable("table.not_a_number")
        return repr(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
