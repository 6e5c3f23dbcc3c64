"""Tables to take away: workbooks that open safely in any spreadsheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from waymark.kernel.tables.csv_out import Cell, plain
from waymark.kernel.tables.formula import safe_cell
from waymark.kernel.tables.sheet import BadTable, column_name

_EXACT = 2**53
_MAX_XLSX_CELL = 32_767
_MAX_XLSX_ROWS = 1_048_576
_WIDEST = 60.0  # characters
_UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001 -- a fixed mark, so that equal content is equal bytes
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """A worksheet to write. `choices` offers a list of values in a column, by its header."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rtl: bool = False


def write_xlsx(
    pages: Sequence[Page],
    *,
    notes: Sequence[Sequence[str]] = (),
    notes_name: str = "Notes",
    created: datetime = _UNDATED,
) -> bytes:
    """A workbook with these pages, each with a bold header that stays in view.

    `notes` are rows of text for one more page at the end: sources, units, how to fill it in. Text
    is made safe with `safe_cell`, never taken for a formula, link or number. Equal content gives
    equal bytes. Raises `BadTable` for what a workbook cannot hold.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # large, and only workbooks need it

    target = io.BytesIO()
    options = {
        "constant_memory": True,  # rows wait in a temporary file: a large table needs little room
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": created})
        style = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        taken: set[str] = set()
        lists = _Lists(book)
        for page in pages:
            _write_page(book.add_worksheet(_name(page.name, taken)), page, style, lists)
        if notes:
            _write_notes(book.add_worksheet(_name(notes_name, taken)), notes, style["wrap"])
        lists.write(_name("lists", taken))
    return target.getvalue()


class _Lists:
    """The values offered in columns: on a hidden sheet, as a formula holds only 255 characters."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.columns: list[tuple[Any, int, Sequence[str]]] = []

    def offer(self, sheet: Any, column: int, values: Sequence[str]) -> None:
        if values:
            self.columns.append((sheet, column, values))

    def write(self, name: str) -> None:
        if not self.columns:
            return
        hidden = self.book.add_worksheet(name)
        hidden.hide()
        lists = [values for _sheet, _column, values in self.columns]
        for row, offered in enumerate(zip_longest(*lists)):
            for index, value in enumerate(offered):
                if value is not None:
                    hidden.write_string(row, index, safe_cell(value))
        for index, (sheet, column, values) in enumerate(self.columns):
            letter = column_name(index + 1)
            source = f"='{name}'!${letter}$1:${letter}${len(values)}"
            rule = {"validate": "list", "source": source}
            sheet.data_validation(1, column, _MAX_XLSX_ROWS - 1, column, rule)


def _write_page(sheet: Any, page: Page, style: Mapping[str, Any], lists: _Lists) -> None:
    widths: list[float] = [_width(name) for name in page.header]
    for column, name in enumerate(page.header):
        sheet.write_string(0, column, safe_cell(name), style["head"])
        lists.offer(sheet, column, page.choices.get(name, ()))
    for number, row in enumerate(page.rows, 1):
        if number >= _MAX_XLSX_ROWS:
            raise BadTable("table.too_many_rows", number, most=_MAX_XLSX_ROWS - 1)
        for column, cell in enumerate(row):
            _write_cell(sheet, number, column, cell, style["date"])
            if column < len(widths) and number <= _BATCH:
                widths[column] = max(widths[column], _width(plain(cell)))
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, min(max(wide, 8.0), _WIDEST))
    sheet.freeze_panes(1, 0)
    if page.rtl:
        sheet.right_to_left()


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, dated: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, date) and cell.year >= 1900:
        sheet.write_datetime(row, column, cell, dated)
    elif isinstance(cell, int | float | Decimal) and abs(float(cell)) < _EXACT:
        sheet.write_number(row, column, cell)
    else:
        text = plain(cell)
        if len(text) > _MAX_XLSX_CELL:
            raise BadTable("table.cell_too_long", row + 1, column + 1, most=_MAX_XLSX_CELL)
        sheet.write_string(row, column, text)


def _write_notes(sheet: Any, notes: Sequence[Sequence[str]], wrap: Any) -> None:
    for row, cells in enumerate(notes):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, safe_cell(cell), wrap)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 20, _WIDEST)


def _width(words: str) -> float:
    """About how many characters wide a column must be for this text."""
    from waymark.kernel.charts.frame import FONT, width  # with all charts: for workbooks alone

    return max((width(line) for line in words[:200].splitlines()), default=0.0) / FONT / 0.56 + 2


def _name(name: str, taken: set[str]) -> str:
    """A name that a workbook accepts and that is not taken."""
    base = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")[:28] or "Sheet"
    found, number = base, 1
    while found.lower() in taken or found.lower() == "history":
        number += 1
        found = f"{base}{number}"
    taken.add(found.lower())
    return found
