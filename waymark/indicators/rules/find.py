"""Finding an indicator, an area or a unit by whatever somebody wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from waymark.indicators.rules.facts import Area, Indicator
from waymark.indicators.rules.problems import Unreadable
from waymark.kernel.text import skeleton

PERCENT = "%"
_PERCENT = {"%", "percent", "percentage", "per cent", "pct", "pourcentage", "porcentaje", "نسبة"}
_THOUSANDS = re.compile(r"(?<=\d)[ ,.'’](?=\d{3}(?!\d))")
_MICRO = re.compile("\u03bc(?=[a-z])")
_LOOSE = ("several", " or ", "currency", "score", "index", "count", "usd", "ratio", ",")
_WHOLE = {"", "all", "total", "city", "whole city", "_t"}


MOST_NEAR = 300
"""Unknown words of a file for which a near one is looked for; each takes about a millisecond."""

LONGEST_NEAR = 60


class Finder:
    """Looks up codes of one framework first, then of all; remembers what it has found.

    `own` are names of the place itself: the whole of it, where no area is called so.
    """

    def __init__(
        self,
        indicators: Iterable[Indicator],
        areas: Iterable[Area],
        first: str,
        own: Iterable[str] = (),
    ) -> None:
        indicators = tuple(indicators)
        self.first = first
        self.by_name: dict[str, Indicator] = {}
        self.by_code: dict[str, list[Indicator]] = {}
        self.by_label: dict[str, list[Indicator]] = {}
        for one in indicators:
            self.by_name[one.name.casefold()] = one
            self.by_code.setdefault(_code(one.code), []).append(one)
            for name in one.names:
                self.by_label.setdefault(skeleton(name), []).append(one)
        self._remember(indicators)
        self.areas: dict[str, list[str]] = {}
        for area in areas:
            words = {area.id.casefold(), area.slug.casefold(), *map(skeleton, area.names)}
            words |= {area.code.casefold()} - {""}
            for word in words:
                self.areas.setdefault(word, []).append(area.id)
        for name in own:
            for word in {name.casefold(), skeleton(name)} - {""}:
                self.areas.setdefault(word, [""])
        self.slugs = [area.slug or area.code for area in areas]
        self._found: dict[str, Indicator | Unreadable] = {}
        self._near_areas: dict[str, list[str]] = {}
        self._looked = 0

    def _remember(self, indicators: Iterable[Indicator]) -> None:
        """Let former codes answer where no indicator has them now."""
        known = set(self.by_code)
        for one in indicators:
            for code in one.former:
                self.by_name.setdefault(f"{one.framework}:{code}".casefold(), one)
                if _code(code) not in known:
                    self.by_code.setdefault(_code(code), []).append(one)

    def indicator(self, text: str) -> Indicator:
        """The indicator of a cell. Raises `Unreadable` with the nearest code."""
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = self._indicator(text)
        if isinstance(found, Unreadable):
            raise Unreadable(found.key, **found.params)
        return found

    def _indicator(self, text: str) -> Indicator | Unreadable:
        word = text.strip().casefold()
        if not word:
            return Unreadable("indicator.empty")
        if named := self.by_name.get(word):
            return named
        candidates = self.by_code.get(_code(word)) or self.by_label.get(skeleton(text), [])
        own = [one for one in candidates if one.framework == self.first]
        if len(own or candidates) == 1:
            return (own or candidates)[0]
        if candidates:
            names = ", ".join(one.name for one in candidates)
            return Unreadable("indicator.several", text=text[:60], options=names)
        near = self._near(_code(word), self.by_code)
        if not near:
            return Unreadable("indicator.unknown", text=text[:60])
        return Unreadable(
            "indicator.unknown_near", text=text[:60], near=self.by_code[near[0]][0].name
        )

    def area(self, text: str) -> str:
        """The id of the area of a cell, "" for the whole place. Raises `Unreadable`."""
        word = text.strip()
        if word.casefold() in _WHOLE:
            return ""
        found = self.areas.get(word.casefold()) or self.areas.get(skeleton(word), [])
        if len(set(found)) == 1:
            return found[0]
        if found:
            raise Unreadable("area.several", text=text[:60])
        if not self.slugs:
            raise Unreadable("area.none", text=text[:60])
        if word not in self._near_areas:
            self._near_areas[word] = self._near(word.casefold(), self.slugs)
        near = self._near_areas[word]
        options = ", ".join(self.slugs[:12])
        key = "area.unknown_near" if near else "area.unknown"
        raise Unreadable(key, text=text[:60], near=near[0] if near else "", options=options)

    def _near(self, word: str, known: Iterable[str]) -> list[str]:
        """The nearest known word, in a list; looking takes time, so it ends after many."""
        self._looked += 1
        if self._looked > MOST_NEAR or len(word) > LONGEST_NEAR:
            return []
        return get_close_matches(word, list(known), 1, 0.6)


def _code(text: str) -> str:
    """A code as people abbreviate it: without framework, dashes for dots."""
    return text.strip().casefold().removeprefix("indicator").strip(" _-").replace("-", ".")


@lru_cache(maxsize=1000)
def same_unit(one: str, other: str) -> bool:
    """Whether two units mean the same, as far as their words tell."""
    return unit_key(one) == unit_key(other)


@lru_cache(maxsize=1000)
def unit_key(text: str) -> str:
    """A text that is equal for units that mean the same, as far as their words tell.

    Case, blanks, marks between thousands, raised digits and the sign for a millionth don't matter.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split()).casefold()
    return PERCENT if plain in _PERCENT else _MICRO.sub("u", _THOUSANDS.sub("", plain))


@lru_cache(maxsize=1000)
def is_loose(unit: str) -> bool:
    """Whether a list leaves the unit open, as in "several" or "currency per worker"."""
    plain = unit.casefold()
    return not plain or any(word in plain for word in _LOOSE)
