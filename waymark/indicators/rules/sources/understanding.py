"""What the rows of a source are about: codes, areas and columns of others in our terms."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from waymark.indicators.rules import cells
from waymark.indicators.rules.columns import dimension_of
from waymark.indicators.rules.concepts import Texts
from waymark.indicators.rules.facts import (
    MAX_KEY,
    Dims,
    Indicator,
    Known,
    Series,
    dimensions_key,
)
from waymark.indicators.rules.find import Finder
from waymark.indicators.rules.groups import read_dimension, read_group
from waymark.indicators.rules.planner import Planner
from waymark.indicators.rules.problems import Unreadable
from waymark.indicators.rules.rows import About, Options
from waymark.indicators.rules.sources import beyond, blocks
from waymark.indicators.rules.sources.beyond import NewLocal
from waymark.indicators.rules.sources.blocks import Block, Head

OWN = " (own groups)"
"""Behind the key of a breakdown whose groups the vocabulary of its name does not know."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why all rows about something are refused, and in which column it stands."""

    key: str
    params: Mapping[str, object]
    header: str = ""


class Understanding:
    """Everything that a source names, understood once."""

    def __init__(self, head: Head, known: Known, options: Options, planner: Planner) -> None:
        self.options, self.planner = options, planner
        self.finder = Finder(known.indicators, known.areas, options.framework, known.own)
        self.said = {one.code: one for one in head.indicators}
        self.area_names: Mapping[str, str] = head.facts.get("areas", {})
        self.locals: dict[str, NewLocal] = {}
        self.named: dict[str, Indicator] = {}
        self.indicators: dict[str, Indicator | Fault] = {}
        self.places: dict[str, str | Fault] = {}
        self.dimensions: dict[str, dict[str, str]] = {}
        self.pairs: dict[tuple[str, str], tuple[tuple[str, str], int]] = {}
        self.abouts: deque[list[About | Fault]] = deque()
        """What the rows of each block are about, block by block as they were heard."""

    def hear(self, source: Iterator[Block]) -> None:
        """Understand what all rows are about, and their units, before any row is taken."""
        for block in source:
            self.planner.file = block.file
            self._columns(block)
            first = dict(zip(reversed(block.about), reversed(block.numbers), strict=True))
            understood = [self._understood(block.file, about) for about in block.abouts]
            self.abouts.append(understood)
            for place, found in enumerate(understood):
                if isinstance(found, About) and place in first:
                    self.planner.hear_about(found, first[place])

    def _columns(self, block: Block) -> None:
        """Decide, file by file, which dimension each column is."""
        texts: dict[str, set[str]] = {}
        for about in block.abouts:
            for header, text in about.dims:
                texts.setdefault(header, set()).add(text)
        columns = self.dimensions.setdefault(block.file, {})
        for header, groups in texts.items():
            if header not in columns:
                columns[header] = self._dimension(header, groups, set(columns.values()))

    def _dimension(self, header: str, groups: set[str], taken: set[str]) -> str:
        try:
            name = dimension_of(header)
            for text in groups:
                read_group(name, text)
        except Unreadable:
            name = ""
        if not name or name in taken:
            return read_dimension(header[:60]) + OWN
        return name

    def _understood(self, file: str, about: blocks.About) -> About | Fault:
        indicator = self._indicator(about.code)
        if isinstance(indicator, Fault):
            return indicator
        area = self._area(about.area)
        if isinstance(area, Fault):
            return area
        try:
            unit = cells.read_unit_name(about.unit) if about.unit else ""
            dims = self._dims(self.dimensions[file], about)
        except Unreadable as error:
            return Fault(error.key, error.params)
        return About(indicator, Series(indicator.name, area, dims), unit)

    def _dims(self, columns: Mapping[str, str], about: blocks.About) -> Dims:
        known, found, length = self.pairs, [], 0
        for header, text in about.dims:
            dimension = columns[header]
            pair, long = known.get((dimension, text)) or self._pair(dimension, text)
            if pair[1]:
                found.append(pair)
                length += long
        if len(found) > 1:
            found = sorted({pair[0]: pair for pair in found}.values())
        dims = tuple(found)
        if length > MAX_KEY and len(dimensions_key(dims)) > MAX_KEY:
            raise Unreadable("group.key_too_long")
        return dims

    def _pair(self, dimension: str, text: str) -> tuple[tuple[str, str], int]:
        """A dimension and a group, and how long they are at most within a key.

        Those that are equal are one, for many rows name them.
        """
        pair = dimension, read_group(dimension, text)
        found = self.pairs[dimension, text] = pair, len(dimensions_key((pair,)))
        return found

    def _indicator(self, code: str) -> Indicator | Fault:
        found = self.indicators.get(code)
        if found is None:
            try:
                found = self.finder.indicator(code)
            except Unreadable as error:
                found = self._local(code, error)
            self.indicators[code] = found
            if isinstance(found, Indicator):
                self.named[code] = found
        return found

    def _local(self, code: str, error: Unreadable) -> Indicator | Fault:
        """A local indicator for a code that no list has, if the person wants that."""
        said = self.said.get(code)
        number = said.number if said else code
        new = beyond.new_local(said, number)
        if error.key.startswith("indicator.unknown"):
            try:
                return self.finder.indicator(new.name)  # made by an earlier import
            except Unreadable:
                pass
            if self.options.local and new.code:
                self.locals.setdefault(new.name, new)
                return Indicator(beyond.LOCAL, new.code, "", tuple(dict(new.names).values()))
        return Fault(error.key, error.params, "indicator")

    def _area(self, text: str) -> str | Fault:
        found = self.places.get(text)
        if found is None:
            found = self.places[text] = self._place(text)
        return found

    def _place(self, text: str) -> str | Fault:
        try:
            return self.finder.area(text)
        except Unreadable as error:
            name = self.area_names.get(text, "")
            if name:
                try:
                    return self.finder.area(name)
                except Unreadable:
                    pass
            shown = f"{text} ({name})" if name else text
            return Fault(error.key, {**error.params, "text": shown[:60]}, "area")

    def texts(self, told: Mapping[str, list[tuple[str, str, str]]]) -> dict[str, Texts]:
        """Texts by the code of the source; an indicator that only has texts is found as well."""
        found: dict[str, Texts] = {}
        for code, texts in told.items():
            if not isinstance(self._indicator(code), Fault):
                found[code] = {(concept, language): text for concept, language, text in texts}
        return found
