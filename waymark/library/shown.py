"""Entries of the library as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from waymark.base import audiences, reasons
from waymark.base.fields import Words, listed, short_language
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason
from waymark.kernel.tables import column_name
from waymark.library import wording
from waymark.library.help import standing
from waymark.library.models import Item
from waymark.library.rules.intake import Line, Wrong
from waymark.library.rules.publishers import publishers_in
from waymark.library.rules.studies import BODY
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
    publishers: list[tuple[str, str]]  # ids and names


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
        publishers=list(publishers_in(item.publisher, item.original).items()),
    )


@dataclass(frozen=True)
class Part:
    """A part of a case study under its heading."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Story:
    """A case study in one language."""

    language: str
    direction: str
    parts: list[Part]
    stale: bool
    title: str = ""
    summary: str = ""


def story_of(parts: Mapping[str, str], language: str, stale: bool) -> Story:
    """Return what is said of a case study in a language; empty parts are left out."""
    told = [Part(name, str(wording.PARTS[name]), parts[name]) for name in BODY if parts.get(name)]
    said = (parts.get(name, "") for name in ("title", "summary"))
    return Story(language, texts.direction(language), told, stale, *said)


def story_in(item: Item, asked: str) -> Story:
    """Return a public case study in the language asked for, else the reader's, else its own."""
    held: Mapping[str, Any] = item.story["texts"]
    wanted = (asked, short_language(), item.original, *held)
    language = next(code for code in wanted if code in held)
    parts = {
        **held[language],
        "title": item.title[language],
        "summary": item.description[language],
    }
    return story_of(parts, language, language in item.story["stale"])


FIELDS: Mapping[str, Any] = {
    "title": __("Title"),
    "description": __("Description"),
    "publisher": __("Publisher or provider"),
    "url": __("Address"),
    "audience": __("Who can use it"),
    "kinds": __("Kind"),
    "topics": __("Topics"),
    "stages": __("Stages"),
    "languages": __("Languages"),
    "criteria": __("Criteria"),
    "only_for": __("Only for"),
    "sizes": __("Made for cities with"),
    "cost": __("Cost"),
    "source": __("Source"),
    "shelf": __("What it is"),
    "original": __("Original language"),
    "named": __("How criteria were named"),
}
"""Fields of an entry, in words."""


def harvest_told(told: Mapping[str, Any]) -> str:
    """Say what the last harvest of a source brought, or why it failed; "" before the first."""
    if not told:
        return ""
    said = _("%(seen)s entries seen: %(new)s new, %(changed)s changed, %(gone)s gone.") % {
        name: told.get(name, 0) for name in ("seen", "new", "changed", "gone")
    }
    if untitled := told.get("untitled", 0):
        said += " " + _("%(n)s without a title were left out.") % {"n": untitled}
    if told.get("wrong"):
        said += " " + reasons.told(Reason(told["wrong"], told.get("params", {})))
    return said


@dataclass(frozen=True)
class Told:
    """A row of a table that was brought in, in words."""

    line: Line
    fields: str
    wrong: list[tuple[str, str]]  # the column, "" for the row, and what is wrong
    alike: list[tuple[str, str, str]]  # a code or "", a row of the file or "", and why


def lines_shown(lines: Iterable[Line], header: Sequence[str]) -> list[Told]:
    """Say what each row of a table would do."""
    return [
        Told(
            line,
            listed(intake_field(name) for name in line.fields),
            wrong_shown(line.wrong, header),
            [
                ("" if code[0] == "#" else code, code[1:] if code[0] == "#" else "", agrees(why))
                for code, why in line.alike
            ],
        )
        for line in lines
    ]


def wrong_shown(found: Iterable[Wrong], header: Sequence[str]) -> list[tuple[str, str]]:
    """Say what is wrong, each with its column as a spreadsheet and the table name it."""
    return [
        (
            f"{column_name(one.column)} ({header[one.column - 1]})" if one.column else "",
            reasons.told(one.reason),
        )
        for one in found
    ]


def intake_field(name: str) -> str:
    """Say a field of an entry."""
    return str(FIELDS.get(name, name))


def agrees(why: str) -> str:
    """Say why something may be an entry that is here."""
    return _("same address") if why == "address" else _("much the same title")
