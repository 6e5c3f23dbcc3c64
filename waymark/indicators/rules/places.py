"""A file with the data of several places, taken apart: which rows are about which place.

A table says it in a column `place`, by a place's address, code or name; SDMX in the area of each
series, which may be a part of a place too. What is left of the file for one place is read as any
file of that place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import msgspec

from waymark.indicators.rules.answers import LEAVE_OUT, plain_header
from waymark.indicators.rules.columns import PLACE
from waymark.indicators.rules.problems import Problem, Unreadable
from waymark.indicators.rules.rows import Options
from waymark.indicators.rules.sources import blocks, own
from waymark.indicators.rules.sources.beyond import LOCAL
from waymark.indicators.rules.sources.reading import Reading
from waymark.kernel.tables import Sheet
from waymark.kernel.text import skeleton

HEADERS = frozenset(
    map(
        plain_header,
        (
            *(PLACE, "place code", "place id", "place name", "city", "city code", "city name"),
            *("municipality", "municipality code", "municipality name"),
        ),
    )
)
"""Headers of the column that says whose a row is."""

AREA = plain_header("area")
SDMX = "sdmx"
MOST_OPTIONS = 12
MOST_TOLD = 60
"""Rows about places that are not known that are named one by one; all are counted."""


@dataclass(frozen=True)
class Named:
    """A place by its id, and by what files may call it or, in `parts`, an area of it."""

    id: str
    slug: str
    words: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Together:
    """Several places, for permits: who may do something on all of them."""

    places: tuple[object, ...]


@dataclass(frozen=True)
class Apart:
    """A file taken apart: by id of a place what is left of it; and what belongs to no place."""

    readings: Mapping[str, Reading] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    refused: int = 0
    """Rows about no place that is known."""
    kinds: Mapping[str, int] = field(default_factory=dict)
    """How many of these there are by what is wrong with them."""
    column: str = ""
    """The header of the column that names places, which says nothing more about a part."""


class Finder:
    """Finds places by whatever a file calls them."""

    def __init__(self, places: Iterable[Named]) -> None:
        places = tuple(places)
        self.addresses = {one.id: one.slug for one in places}
        self.slugs = sorted(self.addresses.values())
        self.found: dict[str, set[str]] = defaultdict(set)
        self.parts: dict[str, set[str]] = defaultdict(set)
        for one in places:
            for word in (one.slug, *one.words):
                for said in {word.casefold(), skeleton(word)} - {""}:
                    self.found[said].add(one.id)
            for word in one.parts:
                self.parts[word.casefold()].add(one.id)
        self.place = lru_cache(10_000)(self._place)

    def _place(self, text: str, parts: bool = False) -> str | Unreadable:
        word = text.strip()
        if not word:
            return Unreadable("places.empty")
        found = self.found.get(word.casefold()) or self.found.get(skeleton(word))
        if not found and parts:
            found = self.parts.get(word.casefold())
        if found and len(found) == 1:
            return next(iter(found))
        if found:
            return Unreadable("places.several", text=word[:60])
        options = ", ".join(self.slugs[:MOST_OPTIONS])
        return Unreadable("places.unknown", text=word[:60], options=options)


def without_column(options: Options, file: Apart) -> Options:
    """How each part is read: as the file, but for the column that names places."""
    if not file.column:
        return options
    columns = {**options.answers.columns, file.column: LEAVE_OUT}
    return replace(options, answers=replace(options.answers, columns=columns))


def apart(reading: Reading, places: Iterable[Named]) -> Apart:
    """Take a file apart. What can't be read, or tells no places, gives no reading."""
    finder = Finder(places)
    if reading.sheet is not None:
        return _sheet(reading, reading.sheet, finder)
    head = reading.head
    if head is None or head.error is not None:
        return Apart()
    if head.kind == own.KIND:
        return _own(reading, head, finder)
    if head.kind == SDMX:
        return _blocks(reading, finder)
    return Apart(problems=(Problem("places.wrong_kind"),))


@dataclass
class _Told:
    """What belongs to no place."""

    problems: list[Problem] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def apart(self, readings: Mapping[str, Reading], column: str = "") -> Apart:
        """The file taken apart."""
        return Apart(readings, tuple(self.problems), self.kinds.total(), self.kinds, column)

    def add(self, error: Unreadable, row: int, column: int | None, file: str = "") -> None:
        self.kinds[error.key] += 1
        if len(self.problems) < MOST_TOLD:
            self.problems.append(Problem(error.key, row, column, error.params, file=file))

    def add_refused(self, block: blocks.Block) -> None:
        self.kinds.update(one.key for one in block.refused)
        for one in block.refused[: max(0, MOST_TOLD - len(self.problems))]:
            self.problems.append(
                Problem(one.key, one.row, None, one.params, file=block.file, header=one.column)
            )


def _by_place(
    sheet: Sheet, at: int, finder: Finder, told: _Told, *, parts: bool = False, file: str = ""
) -> dict[str, list[int]]:
    """The positions of rows by the place that a column names."""
    found: dict[str, list[int]] = {}
    for position, row in enumerate(sheet.rows):
        place = finder.place(row[at], parts)
        if isinstance(place, Unreadable):
            told.add(place, sheet.numbers[position], at + 1, file)
        else:
            found.setdefault(place, []).append(position)
    return found


def _rows(sheet: Sheet, positions: list[int]) -> Sheet:
    """Some rows of a sheet with their numbers."""
    return replace(
        sheet,
        rows=tuple(sheet.rows[one] for one in positions),
        numbers=tuple(sheet.numbers[one] for one in positions),
        blank_rows=0,
    )


def _column(sheet: Sheet, headers: Iterable[str]) -> int | None:
    wanted = set(headers)
    return next((at for at, one in enumerate(sheet.header) if plain_header(one) in wanted), None)


def _sheet(reading: Reading, sheet: Sheet, finder: Finder) -> Apart:
    at = _column(sheet, HEADERS)
    if at is None:
        return Apart(problems=(Problem("places.no_column"),))
    told = _Told()
    found = _by_place(sheet, at, finder, told)
    readings = {
        place: replace(reading, sheet=_rows(sheet, positions)) for place, positions in found.items()
    }
    column = plain_header(sheet.header[at])
    return told.apart(readings, column)


def _own(reading: Reading, head: blocks.Head, finder: Finder) -> Apart:
    """Our own file: each of its tables by its areas, of which the whole places are some."""
    told = _Told()
    tables: dict[str, list[tuple[str, Sheet]]] = {}
    for name, sheet in own.tables_of(head):
        at = _column(sheet, (AREA,))
        if at is None:
            return Apart(problems=(Problem("places.no_column", file=name),))
        found = _by_place(sheet, at, finder, told, parts=True, file=name)
        for place, positions in found.items():
            tables.setdefault(place, []).append((name, _rows(sheet, positions)))
    for block in reading.blocks():
        told.add_refused(block)
    readings = {
        place: replace(reading, head=new, answer=blocks.write(new, ()))
        for place, held in tables.items()
        for new in [_own_head(head, held, finder.addresses[place])]
    }
    return told.apart(readings)


def _own_head(head: blocks.Head, tables: list[tuple[str, Sheet]], slug: str) -> blocks.Head:
    """What comes before the rows of a place; of indicators of places' own only its own are named.

    In a file with several places their codes have the place's address before them.
    """
    begin, own_one = f"{LOCAL}:{slug}/", f"{LOCAL}:"
    indicators = [
        msgspec.structs.replace(one, code=own_one + one.code.removeprefix(begin))
        if one.code.startswith(begin)
        else one
        for one in head.indicators
        if one.code.startswith(begin) or not (one.code.startswith(own_one) and "/" in one.code)
    ]
    told = [[name, _own_codes(sheet, begin).as_json()] for name, sheet in tables]
    return blocks.Head(
        head.kind, indicators=indicators, left_out=head.left_out, facts={"tables": told}
    )


def _own_codes(sheet: Sheet, begin: str) -> Sheet:
    """The rows with the codes of its indicators as the place itself has them."""
    at = _column(sheet, (plain_header("indicator"),))
    if at is None or not any(row[at].startswith(begin) for row in sheet.rows):
        return sheet
    rows = (
        (*row[:at], f"{LOCAL}:{row[at].removeprefix(begin)}", *row[at + 1 :])
        if row[at].startswith(begin)
        else row
        for row in sheet.rows
    )
    return replace(sheet, rows=tuple(rows))


def _blocks(reading: Reading, finder: Finder) -> Apart:
    """Data of other software: the rows of each block by the area that they are about."""
    told = _Told()
    held: dict[str, list[blocks.Block]] = {}
    for block in reading.blocks():
        told.add_refused(block)
        for place, part in _split(block, finder, told):
            held.setdefault(place, []).append(part)
    assert reading.head is not None
    readings = {
        place: replace(reading, answer=blocks.write(reading.head, parts))
        for place, parts in held.items()
    }
    return told.apart(readings)


def _split(block: blocks.Block, finder: Finder, told: _Told) -> Iterator[tuple[str, blocks.Block]]:
    """A block for each place that its rows are about."""
    whose = [finder.place(about.area, parts=True) for about in block.abouts]
    chosen: dict[str, list[int]] = {}
    for position, about in enumerate(block.about):
        place = whose[about]
        if isinstance(place, Unreadable):
            told.add(place, block.numbers[position], None, block.file)
        else:
            chosen.setdefault(place, []).append(position)
    repeats = _repeats(block, whose, told)
    for place, positions in chosen.items():
        part = blocks.some_rows(block, positions)
        part.repeats = repeats.get(place, [])
        yield place, part


def _repeats(
    block: blocks.Block, whose: Sequence[str | Unreadable], told: _Told
) -> dict[str, list[blocks.Refusal]]:
    """The rows that say what an earlier one says, by the place of that one."""
    found: dict[str, list[blocks.Refusal]] = {}
    earlier = dict(zip(block.numbers, block.about, strict=True)) if block.repeats else {}
    for one in block.repeats:
        about = earlier.get(int(one.params.get("first", 0)))
        place = Unreadable(one.key, **one.params) if about is None else whose[about]
        if isinstance(place, Unreadable):
            told.add(place, one.row, None, block.file)
        else:
            found.setdefault(place, []).append(one)
    return found
