"""A table as text, and what is checked of every table whatever file it came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from waymark.kernel.tables.formula import unsafe_cell
from waymark.kernel.text import BadText, clean

MAX_ROWS = 200_000
MAX_COLUMNS = 300
MAX_CELL = 10_000  # characters

_AT_ONCE = 60  # records that are looked over together, some 5,000 characters
_MARK = "~"


class BadTable(ValueError):
    """A file that cannot be read as a table.

    `key` is a message key, `row` and `column` count from 1 as a spreadsheet shows them (None where
    the whole file is meant), `params` holds what else the sentence needs.
    """

    def __init__(
        self, key: str, row: int | None = None, column: int | None = None, **params: Any
    ) -> None:
        place = f" at row {row}" if row else ""
        place += f", column {column_name(column)}" if column else ""
        super().__init__(f"{key}{place} {params or ''}".rstrip())
        self.key = key
        self.row = row
        self.column = column
        self.params = params


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and its rows, every row as long as the header, every cell clean trimmed text."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    """The row number of each row in the file, to tell people where something is."""
    blank_rows: int = 0
    """How many rows among them were blank and are left out."""
    encoding: str = ""
    delimiter: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values, to pass between processes."""
        return {
            "header": list(self.header),
            "rows": [list(row) for row in self.rows],
            "numbers": list(self.numbers),
            "blank_rows": self.blank_rows,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Sheet:
        """What `as_json` wrote."""
        return cls(
            tuple(value["header"]),
            tuple(tuple(row) for row in value["rows"]),
            tuple(value["numbers"]),
            value["blank_rows"],
            value["encoding"],
            value["delimiter"],
        )


def column_name(number: int) -> str:
    """1 -> A, 27 -> AA: the name a spreadsheet gives a column."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def build(records: Iterable[Sequence[str]], *, encoding: str = "", delimiter: str = "") -> Sheet:
    """The sheet of these records, the first that is not blank being the header."""
    header: tuple[str, ...] | None = None
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    blank = skipped = width = number = 0
    for plain, held in _looked_over(records):
        if plain and width and _are_whole(held, width):  # nearly always
            rows += map(tuple, held)
            numbers += range(number + 1, number + 1 + len(held))
            blank, skipped, number = blank + skipped, 0, number + len(held)
            _no_more_than(MAX_ROWS, rows, numbers)
            continue
        for record in held:
            number += 1
            cells = _cells(record, number)
            if not cells:
                skipped += 1
            elif header is None:
                header, blank, skipped = _header(cells, number), skipped, 0
                width = len(header)
            else:
                blank, skipped = blank + skipped, 0
                rows.append(_row(cells, number, width))
                numbers.append(number)
                _no_more_than(MAX_ROWS, rows, numbers)
    if header is None:
        raise BadTable("table.empty")
    return Sheet(header, tuple(rows), tuple(numbers), blank, encoding, delimiter)


def _no_more_than(most: int, rows: Sequence[object], numbers: Sequence[int]) -> None:
    if len(rows) > most:
        raise BadTable("table.too_many_rows", numbers[most], most=most)


def _looked_over(
    records: Iterable[Sequence[str]],
) -> Iterator[tuple[bool, Sequence[Sequence[str]]]]:
    """Some records at a time, and whether their cells are certainly as `_cells` gives them back.

    An error in a record comes after those before it.
    """
    rest = iter(records)
    while True:
        held: list[Sequence[str]] = []
        error: BadTable | None = None
        try:
            held.extend(islice(rest, _AT_ONCE))
        except BadTable as bad:
            error = bad
        yield _are_plain(held), held
        if error is not None:
            raise error
        if not held:
            return


def _are_whole(records: Sequence[Sequence[str]], width: int) -> bool:
    """Whether each of these records has this many cells, and something in one of them."""
    return all(map(any, records)) and set(map(len, records)) == {width}


def _are_plain(records: Sequence[Sequence[str]]) -> bool:
    """Whether all cells are short, trimmed and plain: asked of all of them joined."""
    joined = f"{_MARK}{_MARK.join(chain.from_iterable(records))}{_MARK}"
    if not _is_plain(joined) or f"{_MARK} " in joined or f" {_MARK}" in joined:
        return False
    if joined.count(_MARK) != max(2, sum(map(len, records)) + 1):  # some cell has the mark
        return False
    return len(joined) <= MAX_CELL or all(
        len(cell) <= MAX_CELL for cell in chain.from_iterable(records)
    )


def _cells(record: Sequence[str], number: int) -> list[str]:
    """The cells of a record, trimmed and clean, without empty ones at the end."""
    cells = [cell.strip() for cell in record]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise BadTable("table.too_many_columns", number, len(cells), most=MAX_COLUMNS)
    joined = "".join(cells)
    if not _is_plain(joined) or len(joined) > MAX_CELL:
        for index, cell in enumerate(cells):
            if cell and (not _is_plain(cell) or len(cell) > MAX_CELL):
                cells[index] = _cell(cell, number, index + 1)
    return cells


def _is_plain(text: str) -> bool:
    """Whether `_cell` would give a short cell back as it is, as it does nearly always.

    If it holds of cells joined, it holds of each.
    """
    return text.isascii() and text.isprintable() and "'" not in text


def _cell(text: str, row: int, column: int) -> str:
    if len(text) > MAX_CELL:
        raise BadTable("table.cell_too_long", row, column, most=MAX_CELL)
    try:
        return clean(unsafe_cell(text))
    except BadText as error:
        raise BadTable(error.why, row, column, place=error.where) from None


def _header(cells: Sequence[str], number: int) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    for column, name in enumerate(cells, 1):
        if not name:
            raise BadTable("table.header_missing", number, column)
        if name in seen:
            raise BadTable(
                "table.header_twice", number, column, name=name, first=column_name(seen[name])
            )
        seen[name] = column
    return tuple(cells)


def _row(cells: Sequence[str], number: int, width: int) -> tuple[str, ...]:
    if len(cells) > width:
        raise BadTable("table.cell_outside_header", number, width + 1)
    return (*cells, *[""] * (width - len(cells)))
