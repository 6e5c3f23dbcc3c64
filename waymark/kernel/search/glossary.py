"""A glossary: what one concept is called in each language, so that a word finds its sisters."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_ID = re.compile(r"[a-z][a-z0-9]{1,30}", re.ASCII)


class BadGlossary(ValueError):
    """A row that can not be read: `row` counts from 1, the heading included; `why` says what."""

    def __init__(self, row: int, why: str) -> None:
        super().__init__(f"row {row}: {why}")
        self.row, self.why = row, why


@dataclass(frozen=True, slots=True)
class Concept:
    """An idea and its names by language code; the first name is the one to show."""

    id: str
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Concepts in the order of their rows."""

    concepts: tuple[Concept, ...]

    def terms(self) -> Iterator[tuple[str, str, str]]:
        """Every name as (id of its concept, language, name)."""
        for concept in self.concepts:
            for language, names in concept.names.items():
                for name in names:
                    yield concept.id, language, name


def read_glossary(text: str) -> Glossary:
    """Read a CSV with the columns `concept` and language codes; names in a cell part at `|`.

    Raises BadGlossary where an id is odd or told twice, or a concept has no name at all.
    """
    concepts: dict[str, Concept] = {}
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        key = (row.pop("concept", "") or "").strip()
        if not _ID.fullmatch(key):
            raise BadGlossary(number, f"{key!r} is no id of a concept")
        if key in concepts:
            raise BadGlossary(number, f"{key} is told twice")
        names = {
            language: tuple(name.strip() for name in (cell or "").split("|") if name.strip())
            for language, cell in row.items()
            if language
        }
        if not any(names.values()):
            raise BadGlossary(number, f"{key} has no name")
        concepts[key] = Concept(key, names)
    return Glossary(tuple(concepts.values()))
