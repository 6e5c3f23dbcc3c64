"""Entries of the library as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.base import audiences
from waymark.base.fields import Words, listed
from waymark.library import wording
from waymark.library.help import standing
from waymark.library.models import Item
from waymark.library.rules.vocabulary import ANY


@dataclass(frozen=True)
class Card:
    """A line of the list."""

    item: Item
    line: str  # kinds, topics and languages
    state: str


@dataclass(frozen=True)
class Page:
    """What is known of an entry, in words."""

    state: str
    kinds: str
    topics: str
    languages: str
    stages: str
    any_criterion: bool
    cost: str
    audience: Words
    only_for: str
    sizes: str
    basis: str
    readers: str  # who sees it, where not everybody does


def card(item: Item) -> Card:
    """Return a line of the list."""
    parts = (
        wording.names(wording.KINDS, item.kinds),
        wording.names(wording.TOPICS, item.topics),
        wording.languages(item.languages),
    )
    state = "library.private" if item.private else standing(item)
    state = "library.hidden" if item.hidden_at else state
    return Card(item, " · ".join(part for part in parts if part), state)


def page_of(item: Item) -> Page:
    """Return what the page of an entry shows."""
    return Page(
        state=standing(item),
        kinds=wording.names(wording.KINDS, item.kinds),
        topics=wording.names(wording.TOPICS, item.topics),
        languages=wording.languages(item.languages),
        stages=listed(item.stages),
        any_criterion=ANY in item.criteria,
        cost=wording.cost(item.cost),
        audience=item.audience,
        only_for=wording.names(wording.ONLY_FOR, item.only_for),
        sizes=wording.names(wording.SIZES, item.sizes),
        basis=wording.name(wording.BASES, item.basis),
        readers=listed(audiences.called(item.readers)) if item.private else "",
    )
