"""The rows of a table as a page holds them, with the errors of each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from waymark.assessments.forms.grid.cells import BadCell, Options, read_cell, shown_cell
from waymark.base.fields import listed, short_language
from waymark.base.forms import Wrong
from waymark.kernel import text
from waymark.schemes.rules import Column, Register, Scheme

TOTAL = "rows-TOTAL_FORMS"
MOST_ROWS = 1000  # a form may hold no more fields than that, so that no row typed is left out
TEMPLATE_ROW = "__n__"


class Columns:
    """The columns of a register with their labels and choices in the active language."""

    def __init__(
        self, register: Register, scheme: Scheme, areas: Sequence[tuple[str, str]] = ()
    ) -> None:
        self.all = register.columns
        self.single = register.single
        self._labels = {column.id: _pick(column.label) for column in register.columns}
        self._options: dict[str, Options] = {
            column.id: list(areas)
            if column.type == "area"
            else [(option.id, _pick(option.label)) for option in scheme.options_of(column)]
            for column in register.columns
        }

    def label(self, column: Column) -> str:
        """A column's heading."""
        return self._labels[column.id]

    def options(self, column: Column) -> Options:
        """A column's choices; none where anything can be typed."""
        return self._options[column.id]

    def word(self, column: Column, value: Any) -> str:
        """A value as a reader sees it."""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        names = dict(self.options(column))
        parts = value if isinstance(value, list | tuple) else [value]
        return listed(names.get(str(part), str(part)) for part in parts if part is not None)


def _pick(label: Mapping[str, str]) -> str:
    return text.pick(label, short_language()).text


@dataclass
class Cell:
    """One control: its name and id, what it holds, and what is wrong with that."""

    column: Column
    label: str
    name: str
    typed: list[str]
    options: Options = ()
    error: str = ""

    @property
    def id(self) -> str:
        """The id of the control."""
        return f"id_{self.name}"

    @property
    def chosen(self) -> str:
        """The names of what is chosen, where several things can be."""
        return listed(label for value, label in self.options if value in self.typed)

    @property
    def value(self) -> str:
        """What a control of one value holds."""
        return self.typed[0] if self.typed else ""


@dataclass
class TypedRow:
    """One row; `number` is what people count it as."""

    number: int | str
    index: int | str
    cells: list[Cell]
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(part.strip() for cell in self.cells for part in cell.typed)


class Grid:
    """Rows of a register in a form: shown, or read back from what was sent."""

    def __init__(self, columns: Columns, *, first: int = 0) -> None:
        self.columns = columns
        self.first = first  # how many rows stand on the pages before
        self.rows: list[TypedRow] = []

    def _row(self, index: int | str, typed: Mapping[str, list[str]]) -> TypedRow:
        number = self.first + index + 1 if isinstance(index, int) else ""
        cells = [
            Cell(
                column,
                self.columns.label(column),
                f"r{index}-{column.id}",
                typed.get(column.id, []),
                self.columns.options(column),
            )
            for column in self.columns.all
        ]
        return TypedRow(number, index, cells)

    @property
    def template(self) -> TypedRow:
        """An empty row whose number a script fills in."""
        return self._row(TEMPLATE_ROW, {})

    @property
    def empty(self) -> TypedRow:
        """The row that comes next."""
        return self._row(len(self.rows), {})

    def show(self, rows: Sequence[Mapping[str, Any]]) -> Grid:
        """Hold stored rows."""
        for index, row in enumerate(rows):
            typed = {c.id: shown_cell(row.get(c.id), c) for c in self.columns.all}
            self.rows.append(self._row(index, typed))
        return self

    def add(self) -> None:
        """Append an empty row."""
        self.rows.append(self.empty)

    def row_of(self, typed: Mapping[str, list[str]]) -> TypedRow:
        """Return what was typed elsewhere as the row that comes next."""
        return self._row(len(self.rows), typed)

    def read(self, data: QueryDict, *, without: int | None = None) -> Grid:
        """Hold what was sent, leaving out one row by its number in the form.

        Raises BadRequest where the number of rows is missing or no number: taken for none, it
        would empty the table.
        """
        given = data.get(TOTAL, "")
        if not given.isdecimal():
            raise BadRequest(TOTAL)
        total = min(int(given), MOST_ROWS) if len(given) < 6 else MOST_ROWS
        kept = [index for index in range(total) if index != without]
        for position, index in enumerate(kept):
            typed = {c.id: data.getlist(f"r{index}-{c.id}") for c in self.columns.all}
            self.rows.append(self._row(position, typed))
        return self

    def check(self) -> bool:
        """Read every cell; return whether all rows that hold something are sound."""
        for row in self.rows:
            row.values = {}
            for cell in row.cells:
                cell.error = "" if row.is_empty else self._read(cell, row.values)
        return not self.errors

    def _read(self, cell: Cell, values: dict[str, Any]) -> str:
        try:
            value = read_cell(cell.typed, cell.column, cell.options)
        except BadCell as bad:
            return str(bad)
        if value is None:
            # the one line of a form is kept half done: handing it in asks for the rest
            wanted = cell.column.required and not self.columns.single
            return _("This is needed.") if wanted else ""
        values[cell.column.id] = value
        return ""

    @property
    def values(self) -> list[dict[str, Any]]:
        """The rows that hold something, as values."""
        return [row.values for row in self.rows if not row.is_empty]

    @property
    def errors(self) -> list[Wrong]:
        """What is wrong, by row and column, each with the control it leads to."""
        said = _("Row %(row)s, %(column)s: %(what)s")
        said = _("%(column)s: %(what)s") if self.columns.single else said
        return [
            Wrong(said % {"row": row.number, "column": cell.label, "what": cell.error}, cell.id)
            for row in self.rows
            for cell in row.cells
            if cell.error
        ]
