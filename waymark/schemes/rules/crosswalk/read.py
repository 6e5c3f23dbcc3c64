"""Reading a crosswalk: every fault is found at once and told by its row and column."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from waymark.kernel import text
from waymark.schemes.rules.crosswalk.model import (
    ANSWERS,
    FORMAT,
    MOST_LEVELS,
    MOST_ROWS,
    Checked,
    Confidence,
    Crosswalk,
    Level,
    Relation,
    Row,
)

HEAD: Mapping[str, int] = {
    "id": 40,
    "name": 200,
    "owner": 200,
    "edition": 60,
    "url": 500,
    "to": 40,
    "language": 5,
    "about": 4_000,
}
"""The texts at the head and how long each may be."""
OPTIONAL = frozenset({"url", "edition"})
TEXTS: Mapping[str, int] = {
    "theirs": 40,
    "title": 300,
    "needs": 40,
    "criterion": 80,
    "source": 500,
    "reason": 2_000,
    "checked_by": 200,
}
MOST_FAULTS = 100
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_URL = re.compile(r"https?://[^\s<>\"]+")
_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place. `row` counts as the author sees it; 0 is the whole document."""

    row: int
    column: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


class BadCrosswalk(ValueError):
    """A document that is no crosswalk, with every fault by row and column."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{one.row} {one.column} {one.code}" for one in faults))
        self.faults = faults


class _Place:
    """One row of the document, and the list to which its faults go."""

    def __init__(self, value: object, row: int, faults: list[Fault]) -> None:
        self.value: Mapping[str, Any] = value if isinstance(value, dict) else {}
        self.row, self.faults = row, faults
        if not isinstance(value, dict):
            self.fault("", "crosswalk.not_an_object")

    def fault(self, column: str, code: str, **params: Any) -> None:
        """Note what is wrong in a column."""
        self.faults.append(Fault(self.row, column, code, params))

    def only(self, known: Collection[str]) -> None:
        """Note every column that the format does not have."""
        for name in sorted(set(self.value) - set(known)):
            self.fault(str(name)[:40], "crosswalk.unknown_column")

    def text(self, name: str, most: int, *, empty: bool = False) -> str:
        """A text, as it is kept."""
        value = self.value.get(name, "")
        if not isinstance(value, str):
            self.fault(name, "crosswalk.not_text")
            return ""
        try:
            found = text.clean(value).strip()
        except text.BadText:
            self.fault(name, "text.bad")
            return ""
        if not found and not empty:
            self.fault(name, "crosswalk.empty")
        if len(found) > most:
            self.fault(name, "crosswalk.too_long", most=most)
        return found

    def name(self, name: str, pattern: re.Pattern[str] = _NAME, most: int = 40) -> str:
        """A short name in Latin letters and digits."""
        found = self.text(name, most)
        if found and not pattern.fullmatch(found):
            self.fault(name, "crosswalk.bad_name")
        return found

    def one_of(self, name: str, kind: type[_E]) -> _E:
        """One of the words of a list."""
        value = self.value.get(name, "")
        known = [one.value for one in kind]
        if not isinstance(value, str) or value not in known:
            self.fault(name, "crosswalk.not_one_of", options=", ".join(known))
            return next(iter(kind))
        return kind(value)

    def whole(self, name: str, least: int, most: int) -> int:
        """A whole number."""
        value = self.value.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fault(name, "crosswalk.number", least=least, most=most)
            return least
        return value

    def day(self, name: str) -> date | None:
        """A day, or None where there is none."""
        value = self.value.get(name, "")
        if value == "":
            return None
        try:
            found = date.fromisoformat(value)
        except (TypeError, ValueError):
            self.fault(name, "crosswalk.day")
            return None
        if found.isoformat() != value:
            self.fault(name, "crosswalk.day")
        return found


def parse_crosswalk(
    document: object,
    *,
    ours: Mapping[str, Collection[str]],
    numbers: tuple[int, ...] = (),
) -> Crosswalk:
    """Read a crosswalk document (a parsed JSON value).

    ours: the criteria of each of our schemes. numbers: what the author calls each row, where it
    comes from a table. A row leads to a criterion of ours and nowhere else: over a third scheme
    nothing is concluded. Raises BadCrosswalk.
    """
    faults: list[Fault] = []
    head = _Place(document, 0, faults)
    if faults:
        raise BadCrosswalk(*faults)
    head.only({"format", "version", "fictional", "levels", "rows", *HEAD})
    if head.value.get("format") != FORMAT:
        head.fault("format", "crosswalk.format", want=FORMAT)
    texts = {name: head.text(name, HEAD[name], empty=name in OPTIONAL) for name in HEAD}
    _check_head(head, texts, ours)
    fictional = head.value.get("fictional", False)
    if not isinstance(fictional, bool):
        head.fault("fictional", "crosswalk.yes_or_no")
    levels = _levels(head)
    rows = _rows(head, levels, ours.get(texts["to"], ()), numbers)
    version = head.whole("version", 1, 10_000)
    if faults:
        raise BadCrosswalk(*sorted(faults, key=lambda one: one.row)[:MOST_FAULTS])
    return Crosswalk(**texts, version=version, fictional=fictional, levels=levels, rows=rows)


def _check_head(
    head: _Place, texts: Mapping[str, str], ours: Mapping[str, Collection[str]]
) -> None:
    if texts["id"] and not _SLUG.fullmatch(texts["id"]):
        head.fault("id", "crosswalk.bad_slug")
    if texts["id"] in ours:
        head.fault("id", "crosswalk.is_ours")
    if texts["to"] and texts["to"] not in ours:
        head.fault("to", "crosswalk.not_ours", options=", ".join(sorted(ours)))
    if texts["url"] and not _URL.fullmatch(texts["url"]):
        head.fault("url", "crosswalk.bad_url")


def _list(head: _Place, name: str, most: int) -> list[Any]:
    value = head.value.get(name)
    if not isinstance(value, list) or not value:
        head.fault(name, "crosswalk.no_entries")
        return []
    if len(value) > most:
        head.fault(name, "crosswalk.many_entries", most=most)
    return value[:most]


def _levels(head: _Place) -> tuple[Level, ...]:
    found: list[Level] = []
    for value in _list(head, "levels", MOST_LEVELS):
        place = _Place(value, 0, head.faults)
        place.only({"id", "title"})
        level = Level(place.name("id"), place.text("title", 200))
        if level.id in {one.id for one in found}:
            head.fault("levels", "crosswalk.twice", value=level.id)
        found.append(level)
    return tuple(found)


def _rows(
    head: _Place,
    levels: tuple[Level, ...],
    criteria: Collection[str],
    numbers: tuple[int, ...],
) -> tuple[Row, ...]:
    found: list[Row] = []
    pairs: set[tuple[str, str]] = set()
    for index, value in enumerate(_list(head, "rows", MOST_ROWS)):
        number = numbers[index] if index < len(numbers) else index + 1
        place = _Place(value, number, head.faults)
        row = _row(place)
        if levels and row.needs and row.needs not in {one.id for one in levels}:
            place.fault("needs", "crosswalk.no_such_level", value=row.needs)
        if criteria and row.criterion and row.criterion not in criteria:
            place.fault("criterion", "crosswalk.no_such_criterion", value=row.criterion)
        if row.theirs and (row.theirs, row.criterion) in pairs:
            place.fault("theirs", "crosswalk.twice", value=f"{row.theirs} – {row.criterion}")
        pairs.add((row.theirs, row.criterion))
        found.append(row)
    return tuple(found)


_ROW = frozenset({*TEXTS, "relation", "level", "confidence", "status", "checked_on"})


def _row(place: _Place) -> Row:
    place.only(_ROW)
    status = place.one_of("status", Checked)
    looked = status is not Checked.PROPOSED
    row = Row(
        theirs=place.text("theirs", TEXTS["theirs"]),
        title=place.text("title", TEXTS["title"]),
        needs=place.text("needs", TEXTS["needs"]),
        criterion=place.text("criterion", TEXTS["criterion"]),
        relation=place.one_of("relation", Relation),
        level=place.whole("level", ANSWERS[0], ANSWERS[-1]),
        confidence=place.one_of("confidence", Confidence),
        status=status,
        source=place.text("source", TEXTS["source"]),
        reason=place.text("reason", TEXTS["reason"]),
        checked_by=place.text("checked_by", TEXTS["checked_by"], empty=not looked),
        checked_on=place.day("checked_on"),
    )
    if looked and row.checked_on is None and "checked_on" not in _faulty(place):
        place.fault("checked_on", "crosswalk.empty")
    if not looked and (row.checked_by or row.checked_on):
        place.fault("status", "crosswalk.checked_yet_proposed")
    return row


def _faulty(place: _Place) -> set[str]:
    return {one.column for one in place.faults if one.row == place.row}
