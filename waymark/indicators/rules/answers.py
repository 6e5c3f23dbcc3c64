"""What a person has said about the unknown columns and words of a file, so that it is asked once.

Answers hold for files of one shape: the same headers, in whatever order and spelling, years apart.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from waymark.kernel import canonical

LEAVE_OUT = "-"
"""The column, or the rows that hold the word, are left out on purpose."""

BREAKDOWN = "breakdown"
"""The column splits the values, by its own name."""

MOST_ASKED = 60
"""Different words of one kind that are asked about at a time: more is another list of codes."""

KINDS = ("indicator", "area", "group")

Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answers:
    """Columns by their plain header, words by `word_key`; groups as "dimension: word".

    A column is one of `columns.HEADERS`, `BREAKDOWN` or `LEAVE_OUT`. A word is the name of an
    indicator (framework:code), the id of an area ("" for the whole place), the id of a group (""
    for everybody), or `LEAVE_OUT`.
    """

    columns: Said = field(default_factory=dict)
    indicator: Said = field(default_factory=dict)
    area: Said = field(default_factory=dict)
    group: Said = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.columns or self.indicator or self.area or self.group)

    def before(self, later: Answers) -> Answers:
        """These answers, and those that were given later, which count where both say something."""
        names = ("columns", *KINDS)
        return Answers(**{n: {**getattr(self, n), **getattr(later, n)} for n in names})

    def as_json(self) -> dict[str, dict[str, str]]:
        """Plain JSON, without kinds about which nothing was said."""
        every = {name: dict(getattr(self, name)) for name in ("columns", *KINDS)}
        return {name: said for name, said in every.items() if said}


NOTHING = Answers()


def answers_of(told: Mapping[str, Any]) -> Answers:
    """What `Answers.as_json` wrote; what is none is passed over."""
    found = {}
    for name in ("columns", *KINDS):
        said = told.get(name, {})
        if isinstance(said, Mapping):
            found[name] = {str(key): value for key, value in said.items() if isinstance(value, str)}
    return Answers(**found)


def plain_header(header: str) -> str:
    """A header without case, blanks and signs, by which columns are known again."""
    return " ".join(re.sub(r"[\W_]+", " ", header.casefold()).split()) or header.strip()


def word_key(word: str, dimension: str = "") -> str:
    """By what a word is known again; with the dimension of its column, for groups."""
    plain = " ".join(word.split()).casefold()
    return f"{dimension}: {plain}" if dimension else plain


def shape(headers: Iterable[str]) -> str:
    """What tells files of one kind from others: their headers; the caller leaves out periods."""
    plain = sorted({plain_header(header) for header in headers})
    return hashlib.sha256(canonical.dumps(plain)).hexdigest()


class Asked:
    """The words of a file that nobody understands yet, with the number of rows that hold each."""

    def __init__(self) -> None:
        self.words: dict[str, dict[str, int]] = {}

    def add(self, kind: str, word: str) -> None:
        """Count a row that holds an unknown word; beyond the most, further words are left."""
        held = self.words.setdefault(kind, {})
        if word in held or len(held) < MOST_ASKED:
            held[word] = held.get(word, 0) + 1

    def as_json(self) -> dict[str, dict[str, int]]:
        """Plain JSON, by kind; groups under their dimension."""
        return {kind: dict(words) for kind, words in self.words.items()}


@dataclass(frozen=True, slots=True)
class Question:
    """A column (`kind` "column"), or a word of an indicator, an area or a dimension, in `rows`.

    `answer` is what was said about it before, None if nothing.
    """

    kind: str
    word: str
    rows: int = 0
    answer: str | None = None

    @property
    def key(self) -> str:
        """By what the answer is kept."""
        if self.kind == "column":
            return plain_header(self.word)
        return word_key(self.word, "" if self.kind in KINDS else self.kind)

    @property
    def field(self) -> str:
        """The name of its field: short, whatever the word is."""
        return f"{self.kind}-{hashlib.sha256(self.key.encode()).hexdigest()[:12]}"
