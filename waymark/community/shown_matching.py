"""What answers a gap, in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from waymark.base.face import open_address
from waymark.base.fields import short_language
from waymark.community.forms.matching import SAID
from waymark.community.rules.matching import Peer, shown_count
from waymark.community.wording_matching import why
from waymark.kernel import text
from waymark.library.help import Helper, helper
from waymark.library.rules.matching import Group
from waymark.library.wording import Label

if TYPE_CHECKING:
    from waymark.assessments.queries.workspace import Here
    from waymark.community.queries.matching import Figure, Found

GROUPS: Mapping[str, Label] = {
    Group.TOOLS: _("Tools and learning"),
    Group.OFFERS: _("Offers of support"),
    Group.CASES: _("How others did it"),
    Group.COMMUNITIES: _("Learning communities"),
}
STEPS: Mapping[str, Label] = {
    "accept": _("Accept"),
    "decline": _("Decline"),
    "withdraw": _("Take the request back"),
    "say": _("Send"),
    "close": _("Send as the closing note"),
}
MOST = 12
"""Entries of a group on one page; the library has the rest."""


@dataclass(frozen=True)
class Suggested:
    """An entry, and what the city has said of it."""

    helper: Helper
    buttons: tuple[tuple[str, Label, bool], ...]  # value, label, whether it is what was said


@dataclass(frozen=True)
class Shelf:
    """A group of suggestions, and how many more there are."""

    label: Label
    entries: tuple[Suggested, ...]
    more: int


def groups(found: Found, said: Mapping[str, str]) -> list[Shelf]:
    """Return what fits by group, those with anything in them."""
    to = open_address("library_item")
    shelves: dict[str, list[Suggested]] = {group: [] for group in Group}
    counts = dict.fromkeys(Group, 0)
    for one in found.matches:
        counts[one.item.group] += 1
        if len(shelves[one.item.group]) < MOST:
            code = one.item.code
            own = said.get(code, "")
            buttons = tuple((str(name), label, name == own) for name, label in SAID.items())
            shown = helper(found.rows[code], one, to(code))
            shelves[one.item.group].append(Suggested(shown, buttons))
    return [
        Shelf(GROUPS[group], tuple(entries), counts[Group(group)] - len(entries))
        for group, entries in shelves.items()
        if entries
    ]


def peer(one: Peer) -> dict[str, Any]:
    """Return a city that closed the gap, with why it is named."""
    return {"id": one.id, "name": one.name, "criterion": one.criterion, "why": why(one)}


def criteria(here: Here, codes: Collection[str]) -> list[tuple[str, str]]:
    """Return criteria with their titles, to choose from."""
    titles = here.scheme.by_id if here.case else {}
    language = short_language()
    return [
        (code, f"{code} {text.pick(titles[code].title, language).text}" if code in titles else code)
        for code in sorted(codes)
    ]


@dataclass(frozen=True)
class FigureLine:
    """What cities said of an entry; None where they are too few to be counted."""

    code: str
    title: Mapping[str, str]
    original: str
    counts: tuple[tuple[Label, int | None], ...]


def figures(rows: Collection[Figure]) -> list[FigureLine]:
    """Return the figures of each entry of which any city said something."""
    found = []
    for code, group in groupby(rows, key=lambda row: row.code):
        own = list(group)
        counted = {row.said: row.cities for row in own}
        counts = tuple((label, shown_count(counted.get(name, 0))) for name, label in SAID.items())
        found.append(FigureLine(code, own[0].title, own[0].original, counts))
    return found
