"""The crosswalk to disclosure topics, with the titles of the criteria in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from waymark.assessments.rules.esg import EsgCrosswalk, Framework, Row, Topic, read
from waymark.kernel import canonical
from waymark.schemes.queries import current_edition, scheme_of

FILE = "data/esg-crosswalk-1.json"
_MOST = 1_000_000


def document() -> bytes:
    """Return the file as it is shipped."""
    return files("waymark.assessments").joinpath(FILE).read_bytes()


@cache
def crosswalk() -> EsgCrosswalk:
    """Return the shipped table."""
    return read(canonical.loads(document(), max_bytes=_MOST))


@dataclass(frozen=True)
class Beside:
    """One row with what it is about."""

    row: Row
    topic: Topic
    title: Mapping[str, str]  # of the criterion; empty where the edition in force has none


@dataclass(frozen=True)
class Part:
    """A framework with its rows."""

    framework: Framework
    rows: tuple[Beside, ...]


def parts(viewer: Any) -> tuple[Part, ...]:
    """Return the table by framework; everybody reads it. One query, or two at first."""
    told = crosswalk()
    edition = current_edition(viewer, told.scheme)
    known = scheme_of(edition).by_id if edition else {}
    found = []
    for framework in told.frameworks:
        topics = {topic.id: topic for topic in framework.topics}
        rows = tuple(
            Beside(
                row,
                topics[row.topic],
                known[row.criterion].title if row.criterion in known else {},
            )
            for row in told.rows
            if row.framework == framework.id
        )
        found.append(Part(framework, rows))
    return tuple(found)
