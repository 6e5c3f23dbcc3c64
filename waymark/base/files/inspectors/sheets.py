"""Finds the used range of spreadsheets by streaming, before any library allocates that range.

A workbook of one kilobyte may fill A1 and XFD1048576 only; readers that make a dense table of it
need hundreds of gigabytes. Limits measured against python-calamine in 512 MB.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.inspectors import xml

MAX_ROWS = 200_000
MAX_COLUMNS = 300
MAX_CELLS = 6_000_000  # rows times columns of one sheet: what a dense table of it would hold
MAX_SHEETS = 200

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)
_FILLED = ("v", "f", "is")


@dataclass(slots=True)
class Used:
    """The largest sheet's used range, and the number of sheets."""

    rows: int = 0
    columns: int = 0
    sheets: int = 0

    def sheet(self, rows: int, columns: int) -> None:
        """Count one finished sheet."""
        self.sheets += 1
        self.rows = max(self.rows, rows)
        self.columns = max(self.columns, columns)
        if self.sheets > MAX_SHEETS:
            raise FileRefused(Kind.TOO_COMPLEX, format="XLSX")


def check_range(rows: int, columns: int) -> None:
    """Refuse a used range beyond what a table here may be."""
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise FileRefused(
            Kind.TOO_MANY_CELLS,
            rows=rows,
            columns=columns,
            max_rows=MAX_ROWS,
            max_columns=MAX_COLUMNS,
        )


class _Xlsx:
    """Follows rows and cells of one worksheet; a place not written is the next one."""

    def __init__(self) -> None:
        self.row = self.column = self.rows = self.columns = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = xml.local(name)
        if element == "c":
            self._cell(attributes.get("r"))
        elif element == "row":
            written = attributes.get("r", "")
            self.row = int(written) if written.isdigit() and len(written) < 9 else self.row + 1
            self.column = 0
        elif element in _FILLED and (self.row > self.rows or self.column > self.columns):
            self.rows = max(self.rows, self.row)
            self.columns = max(self.columns, self.column)
            check_range(self.rows, self.columns)

    def _cell(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise FileRefused(Kind.BROKEN, format="XLSX")
        self.column = column_number(match[1])
        self.row = int(match[2])


def column_number(letters: str) -> int:
    """The number of a column from its letters: A is 1, XFD is 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def read_xlsx(chunks: Iterable[bytes], used: Used) -> None:
    """Add one worksheet to `used`; raises `FileRefused` as soon as its range is too large."""
    sheet = _Xlsx()
    xml.feed(chunks, "XLSX", start=sheet.start)
    used.sheet(sheet.rows, sheet.columns)


class _Ods:
    """Follows tables, rows and cells with their repetitions; trailing empty ones don't count."""

    def __init__(self, used: Used, also: xml.Start) -> None:
        self.used, self.also = used, also
        self.row = self.column = self.rows = self.columns = 0
        self.row_repeat = 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.also(name, attributes)
        element = xml.local(name)
        if element in ("table-cell", "covered-table-cell"):
            plain = {xml.local(key): value for key, value in attributes.items()}
            self.column += _repeat(plain.get("number-columns-repeated"))
            if "value-type" in plain or "formula" in plain:
                self.rows = max(self.rows, self.row + self.row_repeat)
                self.columns = max(self.columns, self.column)
                check_range(self.rows, self.columns)
        elif element == "table-row":
            plain = {xml.local(key): value for key, value in attributes.items()}
            self.row_repeat = _repeat(plain.get("number-rows-repeated"))
            self.column = 0

    def end(self, name: str) -> None:
        element = xml.local(name)
        if element == "table-row":
            self.row += self.row_repeat
        elif element == "table":
            self.used.sheet(self.rows, self.columns)
            self.row = self.rows = self.columns = 0


def _repeat(written: str | None) -> int:
    if written is None:
        return 1
    if not written.isdigit() or len(written) > 9:
        raise FileRefused(Kind.BROKEN, format="ODS")
    return int(written)


def read_ods(chunks: Iterable[bytes], used: Used, *, also: xml.Start) -> None:
    """Add all tables of an OpenDocument spreadsheet to `used`; `also` sees every element first."""
    reader = _Ods(used, also)
    xml.feed(chunks, "ODS", start=reader.start, end=reader.end)
