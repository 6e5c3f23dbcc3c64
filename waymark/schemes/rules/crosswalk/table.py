"""A crosswalk as one flat table, for those who write it in a spreadsheet. Nothing is lost.

The first column says what a row is: a fact about the other scheme, a level of it, or a row of the
crosswalk. Faults are told by the row and the column that the author sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from waymark.kernel.tables import BadTable, Sheet, read_csv, write_csv
from waymark.schemes.rules.crosswalk.model import FORMAT, Crosswalk, row_document
from waymark.schemes.rules.crosswalk.read import HEAD, BadCrosswalk, Fault

ROW = (
    *("theirs", "title", "needs", "criterion", "relation", "level", "confidence", "status"),
    *("checked_by", "checked_on", "source", "reason"),
)
COLUMNS = ("part", *ROW)
FACTS = ("id", "name", "owner", "edition", "url", "to", "version", "language", "fictional", "about")
YES, NO = "yes", "no"


def as_table(crosswalk: Crosswalk) -> bytes:
    """The crosswalk as CSV; `from_table` of it gives the same document back."""
    return write_csv(_lines(crosswalk))


def _lines(crosswalk: Crosswalk) -> Iterator[list[str]]:
    yield list(COLUMNS)
    for name in FACTS:
        value = getattr(crosswalk, name)
        said = (YES if value else NO) if isinstance(value, bool) else str(value)
        yield ["fact", name, said, *[""] * (len(ROW) - 2)]
    for level in crosswalk.levels:
        yield ["level", level.id, level.title, *[""] * (len(ROW) - 2)]
    for row in crosswalk.rows:
        document = row_document(row)
        yield ["row", *(str(document[name]) for name in ROW)]


def from_table(data: bytes) -> tuple[dict[str, Any], tuple[int, ...]]:
    """Read CSV into a document as `parse_crosswalk` takes it, and the number of each row.

    Raises BadCrosswalk for what is no such table.
    """
    try:
        sheet = read_csv(data)
    except BadTable as bad:
        column = str(bad.column or "")
        raise BadCrosswalk(Fault(bad.row or 0, column, bad.key, bad.params)) from bad
    faults = [
        Fault(1, name, "crosswalk.missing_column") for name in COLUMNS if name not in sheet.header
    ]
    faults += [
        Fault(1, name[:40], "crosswalk.unknown_column")
        for name in sheet.header
        if name not in COLUMNS
    ]
    if faults:
        raise BadCrosswalk(*faults)
    return _read(sheet)


def _read(sheet: Sheet) -> tuple[dict[str, Any], tuple[int, ...]]:
    document: dict[str, Any] = {"format": FORMAT, "levels": [], "rows": []}
    numbers: list[int] = []
    faults: list[Fault] = []
    for number, cells in zip(sheet.numbers, sheet.rows, strict=True):
        told = dict(zip(sheet.header, cells, strict=True))
        part = told.pop("part")
        if part == "row":
            document["rows"].append({**told, "level": _number(told["level"])})
            numbers.append(number)
        elif part == "level":
            document["levels"].append({"id": told["theirs"], "title": told["title"]})
        elif part == "fact" and told["theirs"] in FACTS:
            document[told["theirs"]] = _fact(told["theirs"], told["title"])
        else:
            column = "theirs" if part == "fact" else "part"
            faults.append(Fault(number, column, "crosswalk.no_such_part"))
    if faults:
        raise BadCrosswalk(*faults)
    return document, tuple(numbers)


def _fact(name: str, value: str) -> object:
    if name == "version":
        return _number(value)
    if name == "fictional":
        return {YES: True, NO: False}.get(value, value)
    assert name in HEAD
    return value


def _number(value: str) -> int | str:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else value
