"""Where our criteria touch topics of disclosure: a proposal, and no claim of conformity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FORMAT = "waymark-esg-crosswalk/1"
Words = Mapping[str, str]


class Relation(StrEnum):
    """How what a city shows relates to what a topic asks for."""

    EQUAL = "equal"
    SUPERSET = "superset"
    SUBSET = "subset"
    INTERSECT = "intersect"


class BadCrosswalk(ValueError):
    """The shipped file contradicts itself; it never reaches a reader."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that a framework asks reporters to disclose, in a few words of our own."""

    id: str
    name: Words
    framework: str


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework of disclosure, by its name."""

    id: str
    name: str
    publisher: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One of our criteria beside one topic."""

    criterion: str
    topic: str
    framework: str
    relation: Relation
    reason: Words


@dataclass(frozen=True, slots=True)
class EsgCrosswalk:
    """The whole table, with what it says of itself."""

    version: str
    scheme: str
    status: str
    about: Words
    frameworks: tuple[Framework, ...]
    rows: tuple[Row, ...]


def read(value: Mapping[str, Any]) -> EsgCrosswalk:
    """Read the file. Raises BadCrosswalk where a row leads nowhere or stands twice."""
    if value["format"] != FORMAT or value["status"] != "proposal":
        raise BadCrosswalk("format or status")
    frameworks = tuple(
        Framework(
            one["id"],
            one["name"],
            one["publisher"],
            tuple(Topic(topic["id"], topic["name"], one["id"]) for topic in one["topics"]),
        )
        for one in value["frameworks"]
    )
    rows = tuple(
        Row(
            row["criterion"],
            row["topic"],
            row["framework"],
            Relation(row["relation"]),
            row["reason"],
        )
        for row in value["rows"]
    )
    known = {(topic.framework, topic.id) for one in frameworks for topic in one.topics}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row.framework, row.topic) not in known or (row.criterion, row.topic) in seen:
            raise BadCrosswalk(f"{row.criterion} {row.topic}")
        seen.add((row.criterion, row.topic))
    return EsgCrosswalk(
        value["version"], value["scheme"], value["status"], value["about"], frameworks, rows
    )
