"""The shipped catalogue as a document: its format, read strictly, with the criteria worked out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from waymark.library.rules import vocabulary as words
from waymark.library.rules.vocabulary import Basis, Shelf

CODE = re.compile(r"[A-Z]{1,4}\d{1,6}")
CRITERION = re.compile(r"all|[A-Z]\d{2}|[a-z]{2}:[A-Z]\d{2,3}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
Texts = Mapping[str, str]
Table = Mapping[tuple[str, str], tuple[str, ...]]


def search_key(code: str) -> str:
    """What an entry is called in the index."""
    return f"library:{code}"


class BadCatalogue(ValueError):
    """The document departs from the format; the message says where and how."""


@dataclass(frozen=True)
class Entry:
    """What is said of one thing in the library, apart from who looked after it and when."""

    code: str
    shelf: str
    original: str
    title: Texts
    publisher: Texts
    description: Texts
    audience: Texts
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    stages: tuple[str, ...]
    languages: tuple[str, ...]
    criteria: tuple[str, ...]
    named: bool
    only_for: tuple[str, ...]
    sizes: tuple[str, ...]
    cost: tuple[str, ...]
    url: str
    basis: str
    source: str

    @property
    def told(self) -> dict[str, Any]:
        """Everything but the code, by name of the field."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "code"}


@dataclass(frozen=True)
class Shipped:
    """An edition of the catalogue."""

    edition: str
    provenance: str
    entries: tuple[Entry, ...]
    table: Table = field(default_factory=dict)

    @cached_property
    def topics(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The topics that lead to a criterion in a stage, by the table."""
        found: dict[tuple[str, str], list[str]] = {}
        for (topic, stage), criteria in self.table.items():
            for criterion in criteria:
                found.setdefault((criterion, stage), []).append(topic)
        return {key: tuple(topics) for key, topics in found.items()}


TAGS: Mapping[str, tuple[str, ...] | re.Pattern[str]] = {
    "kinds": words.KINDS,
    "topics": words.TOPICS,
    "stages": words.STAGES,
    "languages": LANGUAGE,
    "criteria": CRITERION,
    "only_for": words.ONLY_FOR,
    "sizes": words.SIZES,
    "cost": words.COSTS,
}
TEXTS = ("title", "publisher", "description", "audience")
PLAIN = ("url", "source")
SHIPPED = frozenset({Shelf.RESOURCE, Shelf.OFFER})
"""Shelves of a catalogue: case studies come from cities alone."""
KEYS = frozenset((*TAGS, *TEXTS, *PLAIN, "code", "shelf", "original", "basis"))
HEAD = frozenset(("edition", "made_on", "provenance", "criteria_by_topic_note"))


def read(document: Any) -> Shipped:
    """Read the document of an edition. Raises BadCatalogue."""
    _expect(isinstance(document, dict), "the document", "is no object")
    _expect(
        set(document) == HEAD | {"criteria_by_topic", "items"}, "the document", "has other keys"
    )
    table = _table(document["criteria_by_topic"])
    entries = tuple(_entry(item, table) for item in document["items"])
    codes = [entry.code for entry in entries]
    _expect(len(set(codes)) == len(codes), "items", "have a code twice")
    return Shipped(str(document["edition"]), str(document["provenance"]), entries, table)


def _expect(holds: bool, where: str, what: str) -> None:
    if not holds:
        raise BadCatalogue(f"{where} {what}")


def _table(rows: Iterable[Mapping[str, Any]]) -> Table:
    """Which criteria a resource on a topic helps with, in a stage."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in rows:
        where = f"criteria_by_topic {row}"
        key = (row["topic"], row["stage"])
        _expect(key not in found, where, "stands there twice")
        _expect(row["topic"] in words.TOPICS and row["stage"] in words.STAGES, where, "is unknown")
        criteria = _tags(row["criteria"], "criteria", where)
        _expect(all(one[0] == row["stage"] for one in criteria), where, "leaves its stage")
        found[key] = criteria
    return found


def derived(topics: Iterable[str], stages: Iterable[str], table: Table) -> tuple[str, ...]:
    """The criteria that follow from topics and stages by the table, in order."""
    stages = tuple(stages)
    return tuple(
        sorted(
            {one for topic in topics for stage in stages for one in table.get((topic, stage), ())}
        )
    )


def _entry(item: Any, table: Table) -> Entry:
    _expect(isinstance(item, dict) and "code" in item, "an item", "has no code")
    code = str(item["code"])
    _expect(not set(item) - KEYS, code, f"has unknown keys {sorted(set(item) - KEYS)}")
    _expect(CODE.fullmatch(code) is not None, code, "is no code")
    _expect(item.get("shelf") in SHIPPED, code, "stands on no shelf")
    _expect(item.get("basis") in set(Basis), code, "does not say how it is known")
    texts: dict[str, Any] = {name: _texts(item.get(name, {}), f"{code}.{name}") for name in TEXTS}
    tags: dict[str, Any] = {
        name: _tags(item.get(name, []), name, f"{code}.{name}") for name in TAGS
    }
    named = "criteria" in item
    if not named:
        tags["criteria"] = derived(tags["topics"], tags["stages"], table)
    original = str(item.get("original", ""))
    _expect(bool(texts["title"].get(original)), code, "has no title in its original language")
    url = str(item.get("url", ""))
    _expect(not url or is_address(url), code, "has an address that is none")
    return Entry(
        code=code,
        shelf=item["shelf"],
        original=original,
        named=named,
        url=url,
        basis=item["basis"],
        source=str(item.get("source", "")),
        **texts,
        **tags,
    )


def _texts(value: Any, where: str) -> Texts:
    _expect(isinstance(value, dict), where, "is no text by language")
    for language, text in value.items():
        _expect(LANGUAGE.fullmatch(language) is not None, where, f"has a language {language}")
        _expect(isinstance(text, str), where, "has a text that is none")
    return {language: text.strip() for language, text in value.items() if text.strip()}


def _tags(value: Any, name: str, where: str) -> tuple[str, ...]:
    known = TAGS[name]
    _expect(isinstance(value, list), where, "is no list")
    for tag in value:
        fits = known.fullmatch(tag) if isinstance(known, re.Pattern) else tag in known
        _expect(bool(fits), where, f"has an unknown value {tag}")
    _expect(len(set(value)) == len(value), where, "has a value twice")
    return tuple(value)


def is_address(text: str) -> bool:
    """Whether a text is an address of the web that a person can follow."""
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in ("http", "https")
            and "." in (parts.hostname or "")
            and not parts.username
            and len(text) <= 500
            and not re.search(r"\s", text)
        )
    except ValueError:
        return False


_ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ـ": "", "ٱ": "ا"})


def folded(text: str) -> str:
    """A text as it is searched: without case, accents and the like, words parted by one space."""
    bare = "".join(
        char
        for char in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(char)
    )
    return " ".join(bare.translate(_ARABIC).split())


def searchable(*texts: Texts) -> str:
    """All texts of an entry in all languages, in one, as it is searched."""
    # In the order of their languages: PostgreSQL gives the keys of JSON back in one of its own.
    return folded(" ".join(text for each in texts for _code, text in sorted(each.items())))
