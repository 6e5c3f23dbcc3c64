"""Reading the rows of a table: what each says of which series, or why it can't be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any

from waymark.indicators.rules import cells
from waymark.indicators.rules.answers import NOTHING, Answers
from waymark.indicators.rules.columns import GOAL_COLUMNS, LONG, Columns
from waymark.indicators.rules.facts import (
    MAX_KEY,
    MAX_NOTE,
    MAX_QUALITY,
    MAX_SOURCE,
    MAX_TEXT,
    WITHOUT_VALUE,
    Days,
    Indicator,
    Known,
    Series,
    dimensions_key,
    dims_of,
)
from waymark.indicators.rules.find import Finder
from waymark.indicators.rules.problems import Problem, Unreadable
from waymark.indicators.rules.words import LeftOut, Words
from waymark.kernel.tables import Sheet

ATTRIBUTES = (
    *("status", "source", "source_type", "method", "sample_size", "margin", "quality"),
    *("next_update", "note"),
)
"""Columns that say more about each value of a row."""

MOST_KEPT = 10_000
"""How many different texts a reader remembers: a file says the same few over and over."""

Said = dict[str, Any]
"""What the filled cells of a row say, by attribute of `Value` or `Goal`; blank ones are absent."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a person said about her file.

    `framework`: which list codes without a prefix belong to; `indicator`: framework:code of the
    whole file where it has no such column; `comma`: decimals are written with a comma; `answers`:
    what its unknown columns and words are; `local`: indicators that no list has become the place's
    own (in data of other software); `layer`: whether the areas of a map are `area` or `grid_cell`,
    where their codes are not to tell.
    """

    framework: str
    indicator: str = ""
    comma: bool = False
    answers: Answers = NOTHING
    local: bool = False
    layer: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class About:
    """What a row is about: an indicator, a series still without its unit, the unit as it is said.

    Rows that say the same share one, so that what follows from it is worked out once.
    """

    indicator: Indicator
    series: Series
    unit: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row and the column it stands in, counting from 1."""

    column: int
    days: Days
    said: Said


@dataclass(slots=True)
class Row:
    """What a row says. With `problems` the rest may be unfinished."""

    number: int
    about: About | None = None
    cells: list[Cell] = field(default_factory=list)
    goal: Said = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    left_out: bool = False
    """A person has said that rows about this are left out."""
    filled: int = 1
    """How many values it was meant to bring: in a wide table, its filled cells."""

    @property
    def is_blank(self) -> bool:
        """Whether it is only prepared, with nothing filled in."""
        return not (self.cells or self.goal or self.problems or self.left_out)


class RowReader:
    """Reads one sheet."""

    def __init__(self, sheet: Sheet, columns: Columns, known: Known, options: Options) -> None:
        self.sheet, self.columns, self.options = sheet, columns, options
        self.places = tuple(columns.places.items())
        self.found: dict[Any, About | None] = {}
        finder = Finder(known.indicators, known.areas, options.framework, known.own)
        self.words = Words(finder, options.answers)
        places = columns.places
        self.attributes = [name for name in ATTRIBUTES if name in places]
        self.goals = [name for name in GOAL_COLUMNS if name in places]
        about = [places[name] for name in ("indicator", "area", "unit") if name in places]
        about += columns.groups.values()
        self.about: Callable[[tuple[str, ...]], Any] = itemgetter(*about) if about else tuple
        self.read_period = lru_cache(MOST_KEPT)(cells.read_period)
        self.one_line = lru_cache(MOST_KEPT)(_one_line)
        self.readers: Mapping[str, Callable[[str], Any]] = {
            "sample_size": lru_cache(MOST_KEPT)(cells.read_count),
            "margin": lru_cache(MOST_KEPT)(partial(cells.read_margin, comma=options.comma)),
            "next_update": lru_cache(MOST_KEPT)(cells.read_day),
            "source": lambda text: _short(text, MAX_SOURCE),
            "source_type": lru_cache(MOST_KEPT)(cells.read_source_type),
            "quality": lambda text: _short(text, MAX_QUALITY),
            "method": lambda text: _short(text, MAX_SOURCE),
            "note": lambda text: _short(text, MAX_NOTE),
            "status": lru_cache(MOST_KEPT)(cells.read_status),
            "baseline_period": lambda text: (cells.read_period(text), _one_line(text))[1],
            "baseline_value": lambda text: cells.read_number(text, comma=options.comma),
            "target_year": cells.read_year,
            "target_value": lambda text: cells.read_number(text, comma=options.comma),
            "milestones": lambda text: cells.read_milestones(text, comma=options.comma),
            "target_note": lambda text: _short(text, MAX_NOTE),
        }

    def __iter__(self) -> Iterator[Row]:
        for number, row in zip(self.sheet.numbers, self.sheet.rows, strict=True):
            yield self._row(number, row)

    def _row(self, number: int, texts: tuple[str, ...]) -> Row:
        row = Row(number)
        given = {name: text for name, place in self.places if (text := texts[place])}
        if self.columns.periods:
            filled = [(index, period) for index, period in self.columns.periods if texts[index]]
            row.filled = len(filled) or 1
        else:
            filled = []
        goal = [name for name in self.goals if name in given]
        long = not LONG.isdisjoint(given)
        if not filled and not goal and not long:
            return row
        self._series(row, given, texts)
        if row.left_out:
            return row
        more: Said = {
            name: self._read(row, name, given[name], self.readers[name])
            for name in self.attributes
            if name in given
        }
        for index, period in filled:
            self._value(row, index, period, texts[index], dict(more))
        if long and not self.columns.periods:
            self._long(row, given, more)
        for name in goal:
            attribute = "note" if name == "target_note" else name
            row.goal[attribute] = self._read(row, name, given[name], self.readers[name])
        return row

    def _series(self, row: Row, given: Mapping[str, str], texts: tuple[str, ...]) -> None:
        key = self.about(texts)
        if key not in self.found:
            try:
                about = self._find_series(row, given, texts)
            except LeftOut:
                row.problems.clear()
                self.found[key] = None
            else:
                if about is None or row.problems:
                    return
                self.found[key] = about
        row.about = self.found[key]
        row.left_out = row.about is None

    def _find_series(
        self, row: Row, given: Mapping[str, str], texts: tuple[str, ...]
    ) -> About | None:
        code = given.get("indicator") or self.options.indicator
        found = self._read(row, "indicator", code, self.words.indicator)
        area = self._read(row, "area", given.get("area", ""), self.words.area)
        unit = self._read(row, "unit", given.get("unit", ""), cells.read_unit_name)
        groups: dict[str, str] = {}
        for name, place in self.columns.groups.items():
            if text := texts[place]:
                groups[name] = self._read(row, name, text, partial(self.words.group, name)) or ""
        dims = dims_of(groups)
        if len(dimensions_key(dims)) > MAX_KEY:
            row.problems.append(Problem("group.key_too_long", row.number, None))
        if found is None or area is None or unit is None:
            return None
        return About(found, Series(found.name, area, dims), unit)

    def _long(self, row: Row, given: Mapping[str, str], more: Said) -> None:
        said = "value" in given or "text" in given
        if not said and more.get("status") not in WITHOUT_VALUE:
            if "note" in given and not row.problems:
                self._wrong(row, "value", Unreadable("value.only_note"))
            return
        if "period" not in given:
            self._wrong(row, "period", Unreadable("period.empty", write="2015"))
            return
        if text := given.get("text"):
            more["text"] = self._read(row, "text", text, lambda text: _short(text, MAX_TEXT))
        places = self.columns.places
        place = places["text" if "value" not in places else "value"]
        self._value(row, place, given["period"], given.get("value", ""), more)

    def _value(self, row: Row, place: int, period: str, text: str, said: Said) -> None:
        days = self._read(row, "period", period, self.read_period)
        said["period"] = self.one_line(period)
        sign = cells.marker(text)
        if said.setdefault("text", ""):
            said["value"] = None
            if text or said.get("status") in WITHOUT_VALUE:
                self._wrong(row, "text", Unreadable("entry.with_value"))
                return
        elif sign or (not text and said.get("status") in WITHOUT_VALUE):
            said["value"], said["status"] = None, sign or said["status"]
        else:
            try:
                said["value"] = cells.read_number(text, comma=self.options.comma)
            except Unreadable as error:
                row.problems.append(Problem(error.key, row.number, place + 1, error.params))
                return
            if said.get("status") in WITHOUT_VALUE:
                self._wrong(row, "status", Unreadable("status.with_value", text=text[:60]))
                return
        if days is not None:
            row.cells.append(Cell(place + 1, days, said))

    def _read(self, row: Row, name: str, text: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(text)
        except Unreadable as error:
            self._wrong(row, name, error)
            return None

    def _wrong(self, row: Row, name: str, error: Unreadable) -> None:
        place = self.columns.places.get(name, self.columns.breakdowns.get(name))
        column = None if place is None else place + 1
        row.problems.append(Problem(error.key, row.number, column, error.params))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _short(text: str, most: int) -> str:
    if len(text) > most:
        raise Unreadable("text.too_long", most=most)
    return text
