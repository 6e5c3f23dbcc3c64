"""Reading the registers of a case, and holding a case against its scheme."""

from __future__ import annotations

import re
from collections.abc import Iterable

from waymark.assessments.rules.document import Cell, Row, Submission
from waymark.schemes.rules import Column, Register, Scheme
from waymark.schemes.rules.located import IDENTIFIER, Reader

MAX_ROWS = 2_000
GOAL = re.compile(r"[1-9]\d?")
TARGET = re.compile(r"[1-9]\d?\.([1-9]\d?|[a-z])")
_URL = re.compile(r"https?://[^\s<>\"]{1,1900}")


def parse_registers(reader: Reader, scheme: Scheme | None) -> dict[str, tuple[Row, ...]]:
    """Registers by id, each a list of rows by column id. Empty cells are left out."""
    found: dict[str, tuple[Row, ...]] = {}
    for name, rows in reader.entries(200):
        register = None if scheme is None else scheme.register_by_id.get(name)
        if scheme is not None and register is None:
            rows.fail("unknown_ref", what="a register", value=name)
            continue
        found[name] = tuple(_row(row, register, scheme) for row in rows.items(0, MAX_ROWS))
    return found


def _row(reader: Reader, register: Register | None, scheme: Scheme | None) -> Row:
    columns = {} if register is None else {column.id: column for column in register.columns}
    row: dict[str, Cell] = {}
    for name, cell in reader.entries(40):
        if cell.value is None or cell.value == "" or cell.value == []:
            continue
        if scheme is None:
            row[name] = _free_cell(cell)
        elif name not in columns:
            cell.fail("unknown_ref", what="a column", value=name)
        else:
            row[name] = _cell(cell, columns[name], scheme)
    return row


def _free_cell(reader: Reader) -> Cell:
    """A cell of a register whose columns are not known here."""
    if isinstance(reader.value, bool):
        return reader.value
    if isinstance(reader.value, int | float):
        return reader.number()
    if isinstance(reader.value, list):
        return tuple(item.text(500) for item in reader.items(0, 200))
    return reader.text()


def _cell(reader: Reader, column: Column, scheme: Scheme) -> Cell:
    if column.type in ("goals", "targets"):
        pattern = GOAL if column.type == "goals" else TARGET
        want = "a goal such as 11" if column.type == "goals" else "a target such as 11.2"
        return tuple(item.matching(pattern, want) for item in reader.items(0, 200))
    if column.many:
        return tuple(_one(item, column, scheme) for item in reader.items(0, 200))
    if column.type == "bool":
        return reader.boolean()
    if column.type == "integer":
        return reader.integer(-(2**53) + 1, 2**53 - 1)
    if column.type in ("number", "money"):
        return reader.number()
    if column.type == "date":
        return reader.day().isoformat()
    return _one(reader, column, scheme)


def _one(reader: Reader, column: Column, scheme: Scheme) -> str:
    if column.type in ("choice", "group"):
        return reader.choice([option.id for option in scheme.options_of(column)])
    if column.type == "area":
        return reader.matching(IDENTIFIER, "the id of an area of the place")
    if column.type == "url":
        return reader.matching(_URL, "an address that begins with http")
    return reader.text()


def check_against(reader: Reader, submission: Submission, scheme: Scheme) -> None:
    """Note everything in the submission that the scheme does not know."""
    ref = reader.child("scheme", None)
    known = {"id": scheme.id, "version": scheme.version, "hash": scheme.hash}
    for name, value in known.items():
        if getattr(submission.scheme, name) != value:
            ref.child(name, None).fail("unknown_ref", what="an edition", value=name)
    _known(reader.child("answers", None), submission.answers, scheme.by_id, "a criterion")
    kinds = {kind.id for kind in scheme.evidence_kinds}
    where = reader.child("evidence", None)
    # Evidence was sorted on reading, so places are found again in the document itself.
    written = reader.value.get("evidence", []) if isinstance(reader.value, dict) else []
    places = {item.get("id"): index for index, item in enumerate(written)}
    for item in submission.evidence:
        here = where.child(places[item.id], None)
        _known(here.child("criteria", None), item.criteria, scheme.by_id, "a criterion")
        _known(here.child("kind", None), [item.kind], kinds, "a kind of evidence")


def _known(reader: Reader, names: Iterable[str], known: Iterable[str], what: str) -> None:
    existing = set(known)
    for name in names:
        if name not in existing:
            reader.child(name, None).fail("unknown_ref", what=what, value=name)
