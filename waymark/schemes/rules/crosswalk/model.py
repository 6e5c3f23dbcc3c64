"""A crosswalk as a document: another scheme, its levels, and rows from its criteria to ours.

A relation is read from theirs to ours: `superset` says that theirs asks for all that ours asks
for, and more. Only rows that cover the whole of ours, and that somebody checked, fill in answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from waymark.kernel import canonical

FORMAT = "waymark-crosswalk/1"
MOST_ROWS, MOST_LEVELS = 1000, 20
ANSWERS = (1, 2, 3)
"""Levels of our answer that a row can fill in; nothing is ever filled in as “not there yet”."""


class Relation(StrEnum):
    """How their criterion relates to ours."""

    EQUAL = "equal"
    SUPERSET = "superset"
    SUBSET = "subset"
    INTERSECT = "intersect"


class Confidence(StrEnum):
    """How sure it is that “held there” says what it seems to say.

    It is said of what is held alone: what is not held there says nothing about ours.
    """

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Checked(StrEnum):
    """Who has looked at a row."""

    PROPOSED = "proposed"  # nobody but who wrote it
    CHECKED = "checked"  # held against the text of the other scheme
    CONFIRMED = "confirmed"  # by those who run the other scheme


COVERS = frozenset({Relation.EQUAL, Relation.SUPERSET})
SURE = frozenset({Confidence.HIGH, Confidence.MEDIUM})


class Why(StrEnum):
    """Why a row fills in nothing."""

    PART = "part"  # theirs covers only a part of ours
    UNSURE = "unsure"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Level:
    """A result that the other scheme gives. Levels stand in order, the lowest first."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """What their criterion, met from a level of theirs on, says about ours."""

    theirs: str
    title: str
    needs: str  # the lowest level of theirs with which it is met
    criterion: str
    relation: Relation
    level: int
    confidence: Confidence
    status: Checked
    source: str  # where in their text it stands
    reason: str
    checked_by: str = ""
    checked_on: date | None = None


def why_not(row: Row) -> Why | None:
    """Return why a row fills in nothing, or None where it may."""
    if row.relation not in COVERS:
        return Why.PART
    if row.confidence not in SURE:
        return Why.UNSURE
    return Why.UNCHECKED if row.status is Checked.PROPOSED else None


@dataclass(frozen=True)
class Crosswalk:
    """Everything that one version of a crosswalk says."""

    id: str  # of the other scheme
    name: str
    owner: str
    edition: str  # theirs
    url: str
    to: str  # our scheme
    version: int
    language: str  # of its texts
    fictional: bool
    about: str  # where it comes from, and what it is not
    levels: tuple[Level, ...]
    rows: tuple[Row, ...]

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Where each level of theirs stands, the lowest at 0."""
        return {level.id: place for place, level in enumerate(self.levels)}

    def level_title(self, level: str) -> str:
        """The title of a level of theirs."""
        return next((one.title for one in self.levels if one.id == level), level)

    def held(self, level: str) -> tuple[Row, ...]:
        """The rows whose criterion is met by whoever holds a level."""
        at = self.order[level]
        return tuple(row for row in self.rows if self.order[row.needs] <= at)

    def beyond(self, level: str) -> tuple[Row, ...]:
        """The rows for which a higher level would be needed."""
        at = self.order[level]
        return tuple(row for row in self.rows if self.order[row.needs] > at)


def row_document(row: Row) -> dict[str, Any]:
    """A row as JSON."""
    return {
        "theirs": row.theirs,
        "title": row.title,
        "needs": row.needs,
        "criterion": row.criterion,
        "relation": row.relation.value,
        "level": row.level,
        "confidence": row.confidence.value,
        "status": row.status.value,
        "checked_by": row.checked_by,
        "checked_on": row.checked_on.isoformat() if row.checked_on else "",
        "source": row.source,
        "reason": row.reason,
    }


def crosswalk_document(crosswalk: Crosswalk) -> dict[str, Any]:
    """The whole as JSON; `parse_crosswalk` of it gives the crosswalk back."""
    return {
        "format": FORMAT,
        "id": crosswalk.id,
        "name": crosswalk.name,
        "owner": crosswalk.owner,
        "edition": crosswalk.edition,
        "url": crosswalk.url,
        "to": crosswalk.to,
        "version": crosswalk.version,
        "language": crosswalk.language,
        "fictional": crosswalk.fictional,
        "about": crosswalk.about,
        "levels": [{"id": one.id, "title": one.title} for one in crosswalk.levels],
        "rows": [row_document(row) for row in crosswalk.rows],
    }


def crosswalk_hash(crosswalk: Crosswalk) -> str:
    """SHA-256 of the canonical document, as 64 hex digits."""
    return canonical.digest(crosswalk_document(crosswalk))
