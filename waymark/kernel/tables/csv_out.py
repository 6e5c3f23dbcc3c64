"""Tables as CSV that opens safely in any spreadsheet, in pieces fit for streaming."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from waymark.kernel.tables.formula import safe_cell
from waymark.kernel.tables.sheet import BadTable

Cell = str | int | float | Decimal | bool | date | datetime | None

BYTE_ORDER_MARK = "\ufeff"
_BATCH = 1000
_AT_ONCE = 400
_END = "\r\n"
_MOST_HELD = 20_000


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
    told = [BYTE_ORDER_MARK if mark else "", csv_text(header), _END]
    texts = Texts()
    for block in blocks:
        head = texts.of(tuple(block.head)) + ("," if block.head else "")
        tail = ("," if block.tail else "") + texts.of(tuple(block.tail)) + _END
        for row in block.rows:
            first, second, *_more = row
            rest = f",{texts.of(tuple(row[2:]))}" if _more else ""
            told.append(f"{head}{texts.one(first)},{texts.one(second)}{rest}{tail}")
        if len(told) > _AT_ONCE:
            yield "".join(told).encode()
            told.clear()
    yield "".join(told).encode()


class Texts:
    """Cells as they stand in a file; what is said again and again is made text only once."""

    def __init__(self) -> None:
        self.rows: dict[tuple[Cell, ...], str] = {}
        self.cells: dict[str, str] = {}

    def of(self, cells: tuple[Cell, ...]) -> str:
        """Cells with commas between them."""
        found = self.rows.get(cells)
        if found is None:
            found = csv_text(cells)
            # Nothing else is kept: 1, 1.0 and True are equal and stand in a file in three ways.
            if all(cell is None or cell.__class__ is str for cell in cells):
                _room_in(self.rows)[cells] = found
        return found

    def one(self, cell: Cell) -> str:
        """One cell."""
        if cell.__class__ is float:
            return repr(cell) if math.isfinite(cell) else plain(cell)
        if cell.__class__ is not str:
            return csv_text((cell,))
        found = self.cells.get(cell)
        if found is None:
            found = _room_in(self.cells)[cell] = csv_text((cell,))
        return found


def _room_in(held: dict[Any, str]) -> dict[Any, str]:
    """What is held, or nothing of it where it has become much."""
    if len(held) >= _MOST_HELD:
        held.clear()
    return held


class _Sink:
    """Where a writer of the standard library leaves a row, without the end of its line.

    The writer has to know that end all the same: it quotes a cell that has one in it.
    """

    text = ""

    def write(self, row: str) -> None:
        self.text = row[: -len(_END)]


def csv_text(cells: Sequence[Cell]) -> str:
    """Cells with commas between them, as they stand in a row of `csv_chunks` that has more."""
    if not cells:
        return ""
    sink = _Sink()
    # What the writer makes of nothing and of zero is left to it.
    texts = [cell if not cell and cell is not False else plain(cell) for cell in cells]
    csv.writer(sink, lineterminator=_END).writerow(["", *texts])
    return sink.text[1:]


def write_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as one CSV file; see `csv_chunks`."""
    return b"".join(csv_chunks(rows))


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
