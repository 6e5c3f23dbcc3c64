"""Tables in XLSX workbooks, checked before a parser that trusts them sees them.

A workbook of one kilobyte can claim seventeen thousand million cells, and the parser would reserve
room for them all. So each sheet is first streamed through, and its range of cells looked at.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from waymark.kernel.tables.sheet import MAX_COLUMNS, MAX_ROWS, BadTable, Sheet, build

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MAX_CELLS = 4_000_000
"""Of the rectangle around all cells: the parser keeps room for the blank ones too."""

MAX_MEMBER_BYTES = 200 * 1024 * 1024
_MAX_DEPTH = 256
_CHUNK = 1 << 16
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,7})\$?([0-9]{1,9})", re.ASCII)
_LOOKS_LIKE_XML = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b" ", b"\t", b"\r", b"\n")


def sheet_names(data: bytes) -> tuple[str, ...]:
    """The names of the worksheets that its author left visible."""
    check_xlsx(data)
    return tuple(_visible(_open(data)))


def read_xlsx(data: bytes, *, sheet: str | None = None) -> Sheet:
    """The table on a worksheet, the first visible one unless `sheet` names another.

    Formulas give the value they last had. A cell that shows an error is refused, as it has none.
    """
    from python_calamine import CalamineError  # a large reader, which few files need

    errors = check_xlsx(data)
    book = _open(data)
    names = _visible(book)
    if not names:
        raise BadTable("table.no_worksheet")
    name = names[0] if sheet is None else sheet
    if name not in names:
        raise BadTable("table.no_such_sheet", name=name, names=names)
    if place := errors.get(name):
        raise BadTable("table.cell_shows_error", *place)
    try:
        page = book.get_sheet_by_name(name)
    except (CalamineError, ValueError, OverflowError) as error:
        raise BadTable("table.not_xlsx", detail=str(error)[:200]) from None
    return build(_records(page))


def _records(page: CalamineSheet) -> Iterator[list[str]]:
    """The rows from the first of the sheet, from its first column, blank or not."""
    left = [""] * (page.start[1] if page.start else 0)
    for row in page.iter_rows():
        yield left + [_text(cell) for cell in row]


def _open(data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, ValueError, OSError) as error:
        raise BadTable("table.not_xlsx", detail=str(error)[:200]) from None


def _visible(book: CalamineWorkbook) -> list[str]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [
        page.name
        for page in book.sheets_metadata
        if page.typ == SheetTypeEnum.WorkSheet and page.visible == SheetVisibleEnum.Visible
    ]


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta | int):
        return str(cell)
    return ""


def check_xlsx(data: bytes) -> dict[str, tuple[int, int]]:
    """Raise `BadTable` unless every part of the workbook is sound XML of a bearable size.

    Looked at is every part that is XML, as a workbook may name any of them a worksheet: the
    declared range, the range really used, and no document type or deep nesting. Returns the first
    cell (row, column) of each worksheet, by name, that shows an error such as `#DIV/0!`; the
    parser would take it for empty.
    """
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}
    errors: dict[str, tuple[int, int]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.file_size > MAX_MEMBER_BYTES:
                    raise BadTable("table.too_large_unpacked")
                with archive.open(member) as stream:
                    watch = _check_part(stream, member.filename)
                sheets |= watch.sheets
                if member.filename.endswith("workbook.xml.rels"):
                    targets |= watch.targets
                if watch.error:
                    errors[member.filename] = watch.error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError) as error:
        raise BadTable("table.not_xlsx", detail=str(error)[:200]) from None
    parts = {name: targets.get(ref, "").lstrip("/") for name, ref in sheets.items()}
    found = {name: errors.get(part) or errors.get(f"xl/{part}") for name, part in parts.items()}
    return {name: place for name, place in found.items() if place}


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    total = 0
    while chunk := stream.read(_CHUNK):
        total += len(chunk)
        if total > MAX_MEMBER_BYTES:
            raise BadTable("table.too_large_unpacked")
        yield chunk


def _check_part(stream: IO[bytes], name: str) -> _Watch:
    chunks = _chunks(stream)
    first = next(chunks, b"")
    watch = _Watch()
    if not first.startswith(_LOOKS_LIKE_XML):
        return watch
    try:
        watch.parser.Parse(first, False)
        for chunk in chunks:
            watch.parser.Parse(chunk, False)
        watch.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        if isinstance(error, BadTable):
            raise
        raise BadTable("table.not_xlsx", detail=f"{name}: {error}"[:200]) from None
    return watch


class _Watch:
    """Follows the cells of a sheet while it streams by."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.depth = self.row = self.column = 0
        self.last = (0, 0)
        self.error: tuple[int, int] | None = None
        self.sheets: dict[str, str] = {}  # name -> id of a relation
        self.targets: dict[str, str] = {}  # id -> part

    def doctype(self, *_: object) -> None:
        raise BadTable("table.document_type")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise BadTable("table.nested_too_deep")
        local = tag.rpartition(":")[2]
        if local == "c":
            self._cell(attributes)
        elif local == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() and len(number) < 10 else self.row + 1
            self.column = 0
            self._reach(self.row, 1)
        elif local == "dimension":
            for corner in filter(None, attributes.get("ref", "").split(":")):
                self._reach(*_corner(corner))
        elif local == "sheet":
            ref = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            self.sheets[attributes.get("name", "")] = ref
        elif local == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def end(self, _: str) -> None:
        self.depth -= 1

    def _cell(self, attributes: dict[str, str]) -> None:
        self.column += 1
        if "r" in attributes:
            self.row, self.column = _corner(attributes["r"])
        self._reach(self.row, self.column)
        if attributes.get("t") == "e" and self.error is None:
            self.error = (self.row, self.column)

    def _reach(self, row: int, column: int) -> None:
        if row > MAX_ROWS + 1:
            raise BadTable("table.too_many_rows", row, most=MAX_ROWS)
        if column > MAX_COLUMNS:
            raise BadTable("table.too_many_columns", row or None, column, most=MAX_COLUMNS)
        self.last = max(self.last[0], row), max(self.last[1], column)
        if self.last[0] * self.last[1] > MAX_CELLS:
            raise BadTable("table.too_many_cells", row, column, most=MAX_CELLS)


def _corner(reference: str) -> tuple[int, int]:
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise BadTable("table.not_xlsx", detail=f"cell {reference[:20]}")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
