"""The areas that a file names, where nobody has said which there are: each is one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from waymark.indicators.rules.columns import read_columns
from waymark.indicators.rules.exports.model import Part
from waymark.indicators.rules.facts import Area
from waymark.indicators.rules.find import Finder
from waymark.indicators.rules.problems import Unreadable
from waymark.indicators.rules.sources import own
from waymark.indicators.rules.sources.reading import Reading
from waymark.kernel.tables import Sheet
from waymark.kernel.text import skeleton

MOST = 20_000
"""Areas in one file: as many as a repository may have files."""

LONGEST = 60
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


class Slugs:
    """Free addresses of areas below that of a place, as places give them."""

    def __init__(self, base: str) -> None:
        self.base = base[:40]
        self.taken: set[str] = set()

    def free(self, name: str) -> str:
        """The address of an area by its name."""
        base = f"{self.base}-{plain(name)[:30] or 'area'}"
        slug, number = base, 2
        while slug in self.taken:
            slug, number = f"{base}-{number}", number + 1
        self.taken.add(slug)
        return slug


def named_areas(reading: Reading, place: Part, whole: Iterable[str]) -> tuple[Area, ...]:
    """The areas that the rows name and no map in the file brings, in the order of their words.

    `whole` are names and codes by which the file means the place itself.
    """
    slugs = Slugs(place.slug)
    found: list[Area] = []
    seen = _on_maps(reading)
    finder = Finder((), (), "", whole)
    names = reading.head.facts.get("areas", {}) if reading.head else {}
    for text in sorted(set(_texts(reading))):
        name = str(names.get(text, ""))
        if len(found) >= MOST or len(text) > LONGEST or _is_whole(finder, text, name):
            continue
        word = skeleton(text)
        if word not in seen:
            seen.add(word)
            found.append(_area(text, name, slugs))
    return tuple(found)


def _area(text: str, name: str, slugs: Slugs) -> Area:
    if _SLUG.fullmatch(text) and text not in slugs.taken:  # as our own files name them
        slugs.taken.add(text)
        return Area(text, text, (name,) if name else ())
    slug = slugs.free(text)
    return Area(slug, slug, (name or text,), text)


def _is_whole(finder: Finder, text: str, name: str) -> bool:
    for word in filter(None, (text, name)):
        try:
            finder.area(word)
        except Unreadable:
            continue
        return True
    return not text


def _on_maps(reading: Reading) -> set[str]:
    maps = reading.head.areas if reading.head else []
    told = (one for answer in maps for one in answer.get("features", ()))
    return {skeleton(one[name]) for one in told for name in ("code", "name") if one[name]}


def _texts(reading: Reading) -> Iterator[str]:
    """What stands where an area is named, whatever the file is."""
    if reading.sheet is not None:
        yield from _column(reading.sheet)
    elif reading.head is not None and reading.head.error is None:
        if reading.head.kind == own.KIND:
            for _name, sheet in own.tables_of(reading.head):
                yield from _column(sheet)
        for block in reading.blocks():
            yield from (about.area for about in block.abouts)


def _column(sheet: Sheet) -> Iterator[str]:
    at = read_columns(sheet, indicator_given=True).places.get("area")
    return iter(()) if at is None else (row[at].strip() for row in sheet.rows)


def plain(text: str) -> str:
    """A text as the part of an address."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", letters.lower())).strip("-_")


def slugs_of(areas: Iterable[Area], new: Mapping[str, str], place: Part) -> dict[str, str]:
    """The address of each area by its id; `new` are the names of those that maps bring."""
    slugs = Slugs(place.slug)
    slugs.taken |= {area.slug for area in areas}
    return {area.id: area.slug for area in areas} | {pk: slugs.free(new[pk]) for pk in new}
