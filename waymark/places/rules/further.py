"""Further groups of countries, read from a table: dated membership, row by row, or why not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

COLUMNS = ("group", "name", "country", "from", "until", "source")
RESERVED = frozenset({"ldc", "sids", "lldc"})
"""Groups of the United Nations, which come with the software and from no file."""
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
MOST_CODE, MOST_NAME, MOST_SOURCE = 40, 150, 200

FAULTS: Mapping[str, str] = {
    "columns": "The columns have to be: group, name, country, from, until, source.",
    "empty": "There is no row.",
    "group.code": "A group has a code of small letters, digits and hyphens, 40 at most.",
    "group.reserved": "ldc, sids and lldc come with the software.",
    "name.missing": "The group needs a name of 150 characters at most.",
    "name.differs": "The group has another name further above.",
    "country.unknown": "There is no country with this code.",
    "from.no_day": "This is no day such as 2027-01-31.",
    "until.no_day": "This is no day such as 2027-01-31.",
    "until.too_early": "It ends on the day on which it begins, or before.",
    "source.missing": "Say in 200 characters at most where this is written.",
    "term.overlaps": "The country is in this group at the same time by a row further above.",
}


@dataclass(frozen=True, slots=True)
class Membership:
    """A country's time in a group: `since` is its first day, `until` the first without it."""

    group: str
    country: str  # two letters
    since: date | None
    until: date | None
    source: str

    def overlaps(self, other: Membership) -> bool:
        """Tell whether both cover some day; an empty end is none."""
        before = self.until is not None and other.since is not None and self.until <= other.since
        after = other.until is not None and self.since is not None and other.until <= self.since
        return not (before or after)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is refused: its number in the file, the column, a key of FAULTS, the text there."""

    row: int
    column: str
    key: str
    value: str = ""

    def document(self) -> dict[str, str | int]:
        """As JSON."""
        said = {"column": self.column, "key": self.key, "value": self.value}
        return {"row": self.row, **said, "message": FAULTS[self.key]}


@dataclass(frozen=True, slots=True)
class Memberships:
    """What a file says: the names of its groups, who is in them, and what is refused."""

    names: Mapping[str, str]
    held: tuple[Membership, ...]
    faults: tuple[Fault, ...] = ()


def read_memberships(
    header: Iterable[str],
    rows: Iterable[tuple[int, tuple[str, ...]]],
    countries: Mapping[str, str],
) -> Memberships:
    """Read a table row by row; a row with a fault is in none of the groups.

    rows: with their numbers in the file. countries: every code that is known -> its two letters.
    """
    columns = tuple(name.strip().lower() for name in header)
    if sorted(columns) != sorted(COLUMNS):
        return Memberships({}, (), (Fault(1, "", "columns", ", ".join(columns)[:200]),))
    names: dict[str, str] = {}
    held: dict[tuple[str, str], list[Membership]] = {}
    faults: list[Fault] = []
    empty = True
    for number, cells in rows:
        empty = False
        row = dict(zip(columns, cells, strict=True))
        found, wrong = _row(number, row, countries, names)
        if found is not None:
            others = held.setdefault((found.group, found.country), [])
            if any(found.overlaps(other) for other in others):
                wrong = [Fault(number, "from", "term.overlaps", row["from"])]
            else:
                names.setdefault(found.group, row["name"])
                others.append(found)
        faults += wrong
    if empty:
        faults.append(Fault(1, "", "empty"))
    return Memberships(names, tuple(one for rows in held.values() for one in rows), tuple(faults))


def _row(
    number: int, row: Mapping[str, str], countries: Mapping[str, str], names: Mapping[str, str]
) -> tuple[Membership | None, list[Fault]]:
    faults: list[Fault] = []

    def wrong(column: str, key: str) -> None:
        faults.append(Fault(number, column, key, row[column][:200]))

    def day(column: str) -> date | None:
        if not row[column]:
            return None
        try:
            return date.fromisoformat(row[column])
        except ValueError:
            wrong(column, f"{column}.no_day")
            return None

    code, name, country = row["group"], row["name"], countries.get(row["country"].upper(), "")
    if not CODE.fullmatch(code) or len(code) > MOST_CODE:
        wrong("group", "group.code")
    elif code in RESERVED:
        wrong("group", "group.reserved")
    if not name or len(name) > MOST_NAME:
        wrong("name", "name.missing")
    elif names.get(code, name) != name:
        wrong("name", "name.differs")
    if not country:
        wrong("country", "country.unknown")
    since, until = day("from"), day("until")
    if since is not None and until is not None and until <= since:
        wrong("until", "until.too_early")
    if not row["source"] or len(row["source"]) > MOST_SOURCE:
        wrong("source", "source.missing")
    return (None if faults else Membership(code, country, since, until, row["source"])), faults
