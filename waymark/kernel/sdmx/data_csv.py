"""Reading data from SDMX-CSV 1.0 and 2.0, row by row.

Cells are read by the rules of `kernel.tables`: an apostrophe that keeps text from being a formula
is taken off, and a row longer than its header is refused. Unlike there, a file may be of any
length, and a doubtful cell costs its row and not the file.
Source: SDMX-CSV field guides 1.0 and 2.0.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import IO

from waymark.kernel.sdmx.errors import BadSdmx, Reason, Where, shown
from waymark.kernel.sdmx.formats import Format
from waymark.kernel.sdmx.header import ACTIONS, Envelope
from waymark.kernel.sdmx.model import Ref
from waymark.kernel.sdmx.observation import Checker, Item, Refusal
from waymark.kernel.sdmx.schema import Schema
from waymark.kernel.sdmx.streams import Joined
from waymark.kernel.sdmx.walk import MAX_BYTES
from waymark.kernel.tables import DELIMITERS, MAX_COLUMNS, unsafe_cell

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FIRST = {"DATAFLOW": Format.CSV_10, "STRUCTURE": Format.CSV_20}
_ABOUT = frozenset(["DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION"])
_ABOUT |= frozenset({"SERIES_KEY", "OBS_KEY"})
"""Columns that say something about the row and are no component, unless the structure has one."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """What stands in which column."""

    format: Format
    components: tuple[tuple[int, str, bool], ...]
    """Index, component, whether cells hold `code: label`."""
    about: dict[str, int]
    width: int


def read_data_csv(
    stream: IO[bytes],
    schema: Schema,
    *,
    ignore: Collection[str] = (),
    check_structure: bool = True,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Item]:
    """Each row of a table as an observation, or its refusal, as the stream is read.

    `ignore` names columns that the structure need not have. Raises `BadSdmx` for what concerns the
    whole file: encoding, header, a stray quote. `Where.line` is the line on which a row begins.
    """
    checker = Checker(schema, ignore)
    rows = _records(stream, max_bytes)
    columns = _columns(next(rows, (1, []))[1], schema, frozenset(ignore))
    number = 0
    for line, row in rows:
        if not any(row):
            continue  # a blank line is no row
        number += 1
        where = Where(number, line)
        if len(row) > columns.width and any(row[columns.width :]):
            yield Refusal(where, (Reason("table.cell_outside_header", "", shown(row[-1])),))
            continue
        reasons = _action(row, columns)
        reasons += _about(row, columns, schema) if check_structure else ()
        yield checker.check(_values(row, columns, schema), where, reasons)


def csv_envelope(stream: IO[bytes]) -> Envelope:
    """What the header and the first row say of the file."""
    rows = _records(stream, MAX_BYTES)
    header = next(rows, (1, []))[1]
    found = _format(header)
    row = next(rows, (2, []))[1]
    cells = dict(zip(header, row, strict=False))
    named = cells.get("STRUCTURE_ID") or cells.get("DATAFLOW") or ""
    usage = found is Format.CSV_10 or cells.get("STRUCTURE", "").lower() == "dataflow"
    try:
        return Envelope(found, Ref.parse(named), usage)
    except BadSdmx:
        return Envelope(found)


def _records(stream: IO[bytes], max_bytes: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins, cells without their formula guard."""
    head = stream.read(4)
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8")
    lines = _Lines(head, stream, encoding, max_bytes)
    first = lines.peek()
    reader = csv.reader(lines, delimiter=_delimiter(first), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            long = "field larger" in str(error)
            raise BadSdmx("sdmx.piece_too_long" if long else "table.stray_quote", line) from None
        yield line, [unsafe_cell(cell) for cell in record]


class _Lines:
    """The lines of a stream of bytes, ends kept; of a bounded length, in a known encoding."""

    MOST = 1_000_000  # characters of one line

    def __init__(self, head: bytes, stream: IO[bytes], encoding: str, max_bytes: int) -> None:
        self._encoding = encoding
        raw = io.BufferedReader(Joined(head, stream, max_bytes))
        self._text = io.TextIOWrapper(raw, encoding=encoding, newline="")
        self._number = 0
        self._first: str | None = None

    def peek(self) -> str:
        """The first line, which will come again."""
        self._first = next(self, "")
        return self._first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._first is not None:
            line, self._first = self._first, None
        else:
            self._number += 1
            line = self._read()
        if not line:
            raise StopIteration
        return line

    def _read(self) -> str:
        try:
            line = self._text.readline(self.MOST)
        except UnicodeError:
            raise BadSdmx("table.unknown_encoding", self._number, encoding=self._encoding) from None
        except BadSdmx as error:
            raise BadSdmx(error.key, self._number, **error.params) from None
        if len(line) >= self.MOST:
            raise BadSdmx("sdmx.piece_too_long", self._number, most=self.MOST)
        return line


def _delimiter(line: str) -> str:
    """What stands behind the name of the first column."""
    for name in _FIRST:
        rest = line.lstrip('"').removeprefix(name)
        rest = rest[rest.find("]") + 1 :] if rest.startswith("[") else rest
        if line.lstrip('"').startswith(name) and rest.lstrip('"')[:1] in DELIMITERS:
            return rest.lstrip('"')[0]
    return ","


def _format(header: list[str]) -> Format:
    first = header[0].partition("[")[0].strip() if header else ""
    if first not in _FIRST:
        raise BadSdmx("sdmx.not_data", 1, root=shown(first))
    return _FIRST[first]


def _columns(header: list[str], schema: Schema, ignore: frozenset[str]) -> _Columns:
    found = _format(header)
    known = {*schema.dimensions, *schema.attributes, schema.measure.id}
    if len(header) > MAX_COLUMNS:
        raise BadSdmx("table.too_many_columns", 1, most=MAX_COLUMNS)
    components: list[tuple[int, str, bool]] = []
    about: dict[str, int] = {}
    for index, cell in enumerate(header):
        name, labelled, _ = (part.strip() for part in cell.partition(": "))
        plain = name.partition("[")[0] if index == 0 else name
        if name in {component for _, component, _ in components} or plain in about:
            raise BadSdmx("table.header_twice", 1, index + 1, name=shown(name))
        if name in known:
            components.append((index, name, bool(labelled)))
        elif plain in _ABOUT:
            about[plain] = index
        elif (name or index < len(header) - 1) and name not in ignore:
            raise BadSdmx("sdmx.unknown_column", 1, index + 1, name=shown(name))
    _require(schema, {name for _, name, _ in components})
    return _Columns(found, tuple(components), about, len(header))


def _require(schema: Schema, present: set[str]) -> None:
    """Without a column for each dimension and the measure there is nothing to read."""
    for name in (*schema.dimensions, schema.measure.id):
        if name not in present:
            raise BadSdmx("sdmx.missing_column", 1, name=name)


def _values(row: list[str], columns: _Columns, schema: Schema) -> dict[str, str]:
    values = {}
    for index, name, labelled in columns.components:
        text = row[index] if index < len(row) else ""
        if labelled and name in schema.codes:
            text = text.partition(": ")[0]
        if text:
            values[name] = text
    return values


def _about(row: list[str], columns: _Columns, schema: Schema) -> tuple[Reason, ...]:
    """Whether the row names another structure than the schema's, whatever version."""
    index = columns.about.get("STRUCTURE_ID", columns.about.get("DATAFLOW", len(row)))
    named = row[index].partition(": ")[0].strip() if index < len(row) else ""
    kind = columns.about.get("STRUCTURE", len(row))
    flow = columns.format is Format.CSV_10 or row[kind : kind + 1] == ["dataflow"]
    ours = schema.dataflow if flow else schema.structure.ref
    if ours is None or not named:
        return ()
    bare = named.partition("(")[0]
    return (
        ()
        if bare == f"{ours.agency}:{ours.id}"
        else (Reason("sdmx.other_structure", "", shown(named)),)
    )


def _action(row: list[str], columns: _Columns) -> tuple[Reason, ...]:
    index = columns.about.get("ACTION", len(row))
    letter = row[index].strip() if index < len(row) else ""
    meant = ACTIONS.get(letter.lower(), "" if letter else "Information")
    if meant in {"", "Delete"}:
        return (Reason("sdmx.action_not_supported", "", shown(letter)),)
    return ()
