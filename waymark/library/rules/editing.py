"""What a curator may write: tidied texts, and what is wrong with them, by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from waymark.kernel import text as texts
from waymark.kernel.flow import Reason
from waymark.library.rules.catalogue import TAGS, TEXTS, Entry, is_address

MOST = {"title": 200, "publisher": 200, "description": 2000, "audience": 300, "source": 300}
"""Characters of a text."""


def tidy(entry: Entry) -> Entry:
    """The entry with clean texts, none of them blank. Raises text.BadText."""
    told: dict[str, Any] = {name: _tidied(getattr(entry, name)) for name in TEXTS}
    return replace(entry, url=entry.url.strip(), source=texts.clean(entry.source).strip(), **told)


def _tidied(words: Mapping[str, str]) -> dict[str, str]:
    cleaned = {language: texts.clean(text).strip() for language, text in words.items()}
    return {language: text for language, text in cleaned.items() if text}


def wrong(entry: Entry) -> list[Reason]:
    """Everything that keeps an entry from being stored; each reason names its field."""
    return list(_wrong(entry))


def _wrong(entry: Entry) -> Iterator[Reason]:
    for name in ("title", "publisher"):
        if not getattr(entry, name).get(entry.original):
            yield Reason("library.text_needed", {"field": name})
    for name in TEXTS:
        if any(len(text) > MOST[name] for text in getattr(entry, name).values()):
            yield Reason("library.too_long", {"field": name, "most": MOST[name]})
    if len(entry.source) > MOST["source"]:
        yield Reason("library.too_long", {"field": "source", "most": MOST["source"]})
    if entry.url and not is_address(entry.url):
        yield Reason("library.no_address", {"field": "url"})
    if not entry.kinds:
        yield Reason("library.kind_needed", {"field": "kinds"})
    for name, known in TAGS.items():
        for tag in getattr(entry, name):
            fits = known.fullmatch(tag) if isinstance(known, re.Pattern) else tag in known
            if not fits:
                yield Reason("library.unknown", {"field": name, "value": tag[:40]})


def changed(before: Entry, after: Entry) -> tuple[str, ...]:
    """The fields in which two states of an entry differ."""
    return tuple(name for name, value in after.told.items() if before.told[name] != value)
