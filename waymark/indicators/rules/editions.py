"""Editions of a list: what differs between two of them, and what that means for a city's series.

Rows are told apart by their code. A row that comes under another code names the old one among its
`former` codes; what an edition before has claimed already is history and claims nothing again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from waymark.kernel import canonical

MACHINE = "machine_words"
"""The fact of a row that names the languages of its label that are the work of a machine."""

TARGET = "target_label"
"""The fact that is the name of its target, in English; `target_label.ar` in Arabic by machine."""

Pairs = tuple[tuple[str, str], ...]
"""A mapping of texts as a sorted, hashable value."""


def pairs(texts: Mapping[str, str]) -> Pairs:
    """Return a mapping as sorted pairs, without those that say nothing."""
    return tuple(sorted((name, text) for name, text in texts.items() if text))


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator as an edition has it. `label` holds a text for each language that has one."""

    code: str
    label: Pairs = ()
    unit: str = ""
    direction: str = ""
    domain: str = ""
    objective: str = ""
    goal: int | None = None
    target_code: str = ""
    same_as: str = ""
    breakdowns: str = ""
    status: str = ""
    usual_source: str = ""
    source: str = ""
    facts: Pairs = ()
    former: tuple[str, ...] = ()  # oldest first

    @property
    def part(self) -> tuple[str, str, int | None, str]:
        """Where in the list it stands."""
        return self.domain, self.objective, self.goal, self.target_code


Rows = tuple[Row, ...]
"""An edition: its rows in the order of the list."""


class Kind(StrEnum):
    """In what a row may differ between two editions."""

    CODE = "code"
    UNIT = "unit"
    DIRECTION = "direction"
    PART = "part"
    LABEL = "label"
    DETAILS = "details"


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after."""

    before: Row
    after: Row

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """In what the two differ, the weightiest first; a changed row differs in something."""
        found = tuple(
            kind
            for kind in (Kind.CODE, Kind.UNIT, Kind.DIRECTION, Kind.PART, Kind.LABEL)
            if getattr(self.before, kind) != getattr(self.after, kind)
        )
        return found or (Kind.DETAILS,)


@dataclass(frozen=True, slots=True)
class Diff:
    """What leads from one edition to another. `sequence`: all codes, where their order differs."""

    added: Rows = ()
    removed: Rows = ()
    changed: tuple[Change, ...] = ()
    sequence: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the two editions are equal."""
        return not (self.added or self.removed or self.changed or self.sequence)


def by_code(rows: Iterable[Row]) -> dict[str, Row]:
    """Rows by their code. Raises ValueError where a code is there twice."""
    found: dict[str, Row] = {}
    for row in rows:
        if row.code in found:
            raise ValueError(f"code {row.code} is there twice")
        found[row.code] = row
    return found


def _claims(before: Mapping[str, Row], row: Row) -> list[str]:
    """The old codes that a row may have come from, the latest first."""
    there = before.get(row.code)
    known = there.former if there else ()
    found = [
        code for code in row.former if code in before and code != row.code and code not in known
    ]
    older = {old for code in found for old in before[code].former}
    return [code for code in reversed(found) if code not in older]


def origins(before: Sequence[Row], after: Sequence[Row]) -> dict[str, str]:
    """Return under which code each row of `after` stood in `before`; new rows are left out.

    What a row says of itself comes first: a row under a code that another one claims is new. Of
    two rows that claim the same code the first has it.
    """
    old, new = by_code(before), by_code(after)
    found: dict[str, str] = {}
    claimed: set[str] = set()
    for row in after:
        claim = next((code for code in _claims(old, row) if code not in claimed), None)
        if claim is not None:
            found[row.code] = claim
            claimed.add(claim)
    for code in new:
        if code not in found and code in old and code not in claimed:
            found[code] = code
    return found


def diff(before: Sequence[Row], after: Sequence[Row]) -> Diff:
    """Return what leads from one edition to another. Raises ValueError for a code given twice."""
    old, came = by_code(before), origins(before, after)
    left = set(old) - set(came.values())
    changed = tuple(
        Change(old[came[row.code]], row)
        for row in after
        if row.code in came and old[came[row.code]] != row
    )
    same_order = [row.code for row in before] == [row.code for row in after]
    return Diff(
        added=tuple(row for row in after if row.code not in came),
        removed=tuple(row for row in before if row.code in left),
        changed=changed,
        sequence=() if same_order else tuple(row.code for row in after),
    )


def apply(found: Diff, rows: Sequence[Row]) -> Rows:
    """Take the step from one edition to the other: apply(diff(a, b), a) == b."""
    gone = {row.code for row in found.removed}
    instead = {change.before.code: change.after for change in found.changed}
    left = [instead.get(row.code, row) for row in rows if row.code not in gone]
    new = by_code([*left, *found.added])
    return tuple(new[code] for code in found.sequence) if found.sequence else tuple(new.values())


def remembered(before: Sequence[Row], after: Sequence[Row]) -> Rows:
    """Return `after` with every code under which its rows have ever stood."""
    old, came = by_code(before), origins(before, after)
    found = []
    for row in after:
        earlier = old.get(came.get(row.code, ""))
        codes = [*earlier.former, earlier.code] if earlier else []
        every = dict.fromkeys([*codes, *row.former])
        found.append(replace(row, former=tuple(code for code in every if code != row.code)))
    return tuple(found)


# Effects on what cities have


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change means for the series of an indicator; `key` names the sentence."""

    key: str
    params: Pairs = ()
    look: bool = False  # whether somebody should look at the values


def effects(change: Change) -> tuple[Effect, ...]:
    """What a changed row means for its series: they always stay, and some should be looked at."""
    before, after = change.before, change.after
    found = []
    for kind in change.kinds:
        if kind in (Kind.CODE, Kind.UNIT):
            said = pairs({"before": getattr(before, kind), "after": getattr(after, kind)})
            found.append(Effect(f"edition.{kind}", said, look=kind is Kind.UNIT))
        elif kind is Kind.DIRECTION:
            found.append(Effect("edition.direction", look=True))
    return tuple(found) or (Effect("edition.kept"),)


REMOVED = Effect("edition.removed")
ADDED = Effect("edition.added")


# As JSON


def as_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows as plain JSON, without what is empty."""
    found = []
    for row in rows:
        said = {field.name: getattr(row, field.name) for field in fields(Row)}
        said["label"], said["facts"] = dict(row.label), dict(row.facts)
        said["former"] = list(row.former)
        empty: tuple[Any, ...] = ("", None, [], {})
        found.append({name: value for name, value in said.items() if value not in empty})
    return found


def from_json(found: Iterable[Mapping[str, Any]]) -> Rows:
    """Read what `as_json` wrote."""
    return tuple(
        Row(
            **{
                **row,
                "label": pairs(row.get("label", {})),
                "facts": pairs(row.get("facts", {})),
                "former": tuple(row.get("former", ())),
            }
        )
        for row in found
    )


def content_hash(rows: Iterable[Row]) -> str:
    """SHA-256 of the rows as canonical JSON: equal editions have equal hashes."""
    return hashlib.sha256(canonical.dumps(as_json(rows))).hexdigest()
