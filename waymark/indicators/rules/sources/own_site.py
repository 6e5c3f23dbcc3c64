"""Our own data repository of Open SDG, read again, with what people changed in its data files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from waymark.indicators.rules.columns import BREAKDOWN, HEADERS, ORIGIN
from waymark.indicators.rules.exports.opensdg import DIMENSION_OF, MARK, MORE
from waymark.indicators.rules.facts import DIMENSIONS, PROPOSED
from waymark.indicators.rules.metadata_files import from_repository
from waymark.indicators.rules.opensdg import Files, read_repository
from waymark.indicators.rules.opensdg.data import (
    GEOCODE,
    NOTE,
    SOURCE,
    STATUS,
    UNITS,
    VALUE,
    YEAR,
)
from waymark.indicators.rules.sources import blocks, own
from waymark.indicators.rules.sources.opensdg import areas_of, indicator_of
from waymark.indicators.rules.sources.own_json import about_cells, goal_cells, text
from waymark.kernel.tables import BadTable, Sheet, read_csv

_COLUMNS = {
    YEAR: "period",
    VALUE: "value",
    UNITS: "unit",
    GEOCODE: "area",
    STATUS: "status",
    NOTE: "note",
    SOURCE: "source",
    **MORE,
}


def read(files: Files) -> bytes:
    """The repository as the answer of a source. Raises `BadRepository`."""
    mark = _mark(files[MARK])
    if mark is None:
        return own.broken(MARK)
    site = read_repository(files)
    found = own.Own(file=MARK)
    names = {str(code): text(name) for code, name in mark.get("indicators", {}).items()}
    told = from_repository(site).texts
    for one in site.indicators:
        name = names.get(one.code, one.number)
        about = indicator_of(site, one, told.get(one.number, {}))
        found.indicators.append(blocks.Indicator(name, name, about.names, about.texts))
        if one.data_file:
            try:
                found.tables.append((one.data_file, _table(read_csv(files[one.data_file]), name)))
            except BadTable as error:
                params = {key: str(value) for key, value in error.params.items()}
                left = blocks.LeftOut(one.data_file, error.key, error.row or 0, {**params})
                found.left_out.append(left)
    _add_targets(found, mark)
    found.left_out += [blocks.LeftOut(one.name, one.key, one.line) for one in site.left_out]
    found.areas = [areas_of(site, files, name) for name in site.geography]
    return found.answer()


def _mark(content: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    whole = isinstance(found, dict) and isinstance(found.get("indicators"), dict)
    return found if whole and isinstance(found.get("targets"), list) else None


def _add_targets(found: own.Own, mark: Mapping[str, Any]) -> None:
    rows = [
        (number, about_cells(one) | goal_cells(one.get("target") or {}))
        for number, one in enumerate(mark["targets"], 1)
        if isinstance(one, dict) and isinstance(one.get("target"), dict)
    ]
    if rows:
        found.tables.append((MARK, own.sheet(rows)))


def _table(sheet: Sheet, name: str) -> Sheet:
    """A data file as a table of ours: other headers, and the indicator beside each row."""
    columns = [
        ORIGIN if header == ORIGIN and _is_origin(sheet, place) else _column(header)
        for place, header in enumerate(sheet.header)
    ]
    if "status" not in columns:
        columns.append("status")
    header = ["indicator", *(HEADERS.get(column, column) for column in columns)]
    rows = tuple((name, *_cells(columns, row)) for row in sheet.rows)
    return Sheet(tuple(header), rows, sheet.numbers, sheet.blank_rows)


def _is_origin(sheet: Sheet, place: int) -> bool:
    """Whether a column says who proposed values, and is no breakdown that is called so."""
    return {"", PROPOSED}.issuperset(row[place] for row in sheet.rows)


def _column(header: str) -> str:
    if header in _COLUMNS:
        return _COLUMNS[header]
    known = DIMENSION_OF.get(header, "")
    if known in DIMENSIONS:
        return known
    return header if header.startswith(BREAKDOWN) else f"{BREAKDOWN}{known or header}"


def _cells(columns: Sequence[str], row: Sequence[str]) -> Iterator[str]:
    """A blank value with nothing beside it is a missing one, as on the site."""
    said = dict(zip_longest(columns, row, fillvalue=""))
    if not (said.get("value") or said.get("text") or said["status"]):
        said["status"] = "M"
    return iter(said.values())
