"""From what a source tells to an entry of ours, and from a change there to a change here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from waymark.library.rules.catalogue import Entry
from waymark.library.rules.outside.queue import differing
from waymark.library.rules.outside.telling import Told
from waymark.library.rules.vocabulary import Basis, Shelf

TEXTS = ("title", "description", "publisher")


@dataclass(frozen=True)
class About:
    """What holds of all that comes from a source, where a record says nothing of it."""

    name: str
    language: str = "en"
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """A field in which the source says something new. `ours`: we wrote that, so it stays."""

    field: str
    here: str
    there: str
    ours: bool


def language(told: Told, about: About) -> str:
    """The language of a record's texts."""
    return told.language or about.language


def entry(told: Told, about: About) -> Entry:
    """A new entry from a record; nobody has said what it helps with."""
    spoken = language(told, about)
    kinds = told.kinds or about.kinds or ("library",)
    return Entry(
        code="",
        shelf=Shelf.RESOURCE,
        original=spoken,
        title={spoken: told.title},
        publisher={spoken: told.publisher or about.name},
        description={spoken: told.description} if told.description else {},
        audience={},
        kinds=kinds,
        topics=tuple(dict.fromkeys((*about.topics, *told.topics))),
        stages=(),
        languages=(told.language,) if told.language else (),
        criteria=(),
        named=True,
        only_for=(),
        sizes=(),
        cost=(),
        url=told.url,
        basis=Basis.HARVESTED,
        source=f"{about.name}: {told.id}"[:300],
    )


def differences(held: Entry, taken: Told, told: Told, about: About) -> list[Difference]:
    """Where a source says something else than what was taken from it, and what stands here."""
    found = []
    for name in differing(taken, told):
        if name == "licence":
            continue
        here = _here(held, name, taken, about)
        there = str(getattr(told, name))
        if here != there:
            ours = here != (getattr(taken, name) or (about.name if name == "publisher" else ""))
            found.append(Difference(name, here, there, ours))
    return found


def _here(held: Entry, name: str, taken: Told, about: About) -> str:
    if name == "url":
        return held.url
    texts: Mapping[str, str] = getattr(held, name)
    return texts.get(language(taken, about), "")


def brought(held: Entry, taken: Told, told: Told, about: About) -> Entry:
    """Our entry with what is new at the source; what we wrote ourselves stays, empty texts too."""
    new: dict[str, Any] = {}
    for one in differences(held, taken, told, about):
        if one.ours or not one.there:
            continue
        if one.field == "url":
            new["url"] = one.there
        else:
            texts = getattr(held, one.field)
            new[one.field] = {**texts, language(taken, about): one.there}
    return replace(held, **new)


def filled(held: Entry, told: Told, about: About) -> Entry:
    """Our entry with an address and a description from a record, where it has none."""
    spoken = language(told, about)
    url = held.url or told.url
    texts = dict(held.description)
    if told.description and not texts.get(spoken):
        texts[spoken] = told.description
    return replace(held, url=url, description=texts)
