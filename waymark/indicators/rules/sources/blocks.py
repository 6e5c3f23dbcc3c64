"""The form in which rows come out of the sandbox: few texts, each said once, and many numbers.

A hundred thousand rows repeat the same few groups, periods and remarks; a block names each once,
so that it stays small on its way between two processes and each is understood once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import chain
from typing import Any

import msgspec

Param = str | int | float


class About(msgspec.Struct, frozen=True, array_like=True):
    """What a row is about, in the source's own words: indicator, area, unit, groups by header."""

    code: str
    area: str = ""
    unit: str = ""
    dims: tuple[tuple[str, str], ...] = ()


class Refusal(msgspec.Struct, frozen=True, array_like=True):
    """A row that is not taken, and why: `key` names the sentence, `params` fill it."""

    row: int
    column: str
    key: str
    params: dict[str, Param] = {}
    more: list[tuple[str, str, dict[str, Param]]] = []
    """Further reasons: column, key, params."""


class Block(msgspec.Struct, array_like=True):
    """Rows of one file inside the source. Lists run in parallel; `texts[0]` is empty.

    `numbers` are rows as the file counts them; `about`, `period`, `source` and `note` point into
    `abouts`, `periods` and `texts`; a status is one letter. `repeats` say what an earlier row says.
    """

    file: str
    abouts: list[About] = []
    periods: list[str] = []
    texts: list[str] = []
    numbers: list[int] = []
    about: list[int] = []
    period: list[int] = []
    values: list[float | None] = []
    statuses: str = ""
    source: list[int] = []
    note: list[int] = []
    refused: list[Refusal] = []
    repeats: list[Refusal] = []

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return len(self.numbers) + len(self.refused) + len(self.repeats)


class Indicator(msgspec.Struct, array_like=True):
    """What a source says of an indicator: its own id, its number, its names by language."""

    code: str
    number: str
    names: dict[str, str] = {}
    texts: list[tuple[str, str, str]] = []
    """Metadata: concept, language, text."""
    unit: str = ""


class LeftOut(msgspec.Struct, array_like=True):
    """A file or a part of one that was not used, and why; line 0 is the whole file."""

    file: str
    key: str
    line: int = 0
    params: dict[str, Param] = {}


class Head(msgspec.Struct):
    """What comes before the blocks. `error`, where there is one, is all there is."""

    kind: str
    error: LeftOut | None = None
    indicators: list[Indicator] = []
    left_out: list[LeftOut] = []
    remarks: list[LeftOut] = []
    """What is to be said of parts that are used all the same."""
    languages: list[str] = []
    areas: list[dict[str, Any]] = []
    """Files of areas inside the source, as `places.rules.areas.work` gives them, with `file`."""
    facts: dict[str, Any] = {}


class Builder:
    """Puts a block together row by row."""

    def __init__(self, file: str) -> None:
        self.block = Block(file, texts=[""])
        self._abouts: dict[About, int] = {}
        self._periods: dict[str, int] = {}
        self._texts: dict[str, int] = {"": 0}
        self._statuses: list[str] = []

    def about(self, about: About) -> int:
        """The place of what a row is about."""
        return _place(about, self._abouts, self.block.abouts)

    def add(
        self,
        number: int,
        about: int,
        period: str,
        value: float | None,
        status: str,
        source: str = "",
        note: str = "",
    ) -> None:
        """Add a row."""
        block = self.block
        block.numbers.append(number)
        block.about.append(about)
        block.period.append(_place(period, self._periods, block.periods))
        block.values.append(value)
        block.source.append(_place(source, self._texts, block.texts) if source else 0)
        block.note.append(_place(note, self._texts, block.texts) if note else 0)
        self._statuses.append(status)

    def add_all(
        self,
        numbers: Iterable[int],
        about: Iterable[int],
        periods: Sequence[str],
        values: Iterable[float | None],
        statuses: Iterable[str],
        beside: Sequence[tuple[str, str]],
    ) -> None:
        """Add many rows, column by column; `beside` has the source and the note of each."""
        block = self.block
        for text in dict.fromkeys(periods):
            _place(text, self._periods, block.periods)
        for text in dict.fromkeys(chain.from_iterable(dict.fromkeys(beside))):
            _place(text, self._texts, block.texts)
        block.numbers += numbers
        block.about += about
        block.period += map(self._periods.__getitem__, periods)
        block.values += values
        block.source += [self._texts[source] for source, _note in beside]
        block.note += [self._texts[note] for _source, note in beside]
        self._statuses += statuses

    def done(self) -> Block:
        """The block with all its rows."""
        self.block.statuses = "".join(self._statuses)
        return self.block


def _place(thing: Any, places: dict[Any, int], things: list[Any]) -> int:
    found = places.get(thing)
    if found is None:
        found = places[thing] = len(things)
        things.append(thing)
    return found


def some_rows(block: Block, positions: Sequence[int]) -> Block:
    """Some rows of a block, with what they name and nothing of what others name."""
    abouts: dict[int, int] = {}
    periods: dict[int, int] = {}
    texts = {0: 0}  # the empty one stays the first
    about = _moved(block.about, positions, abouts)
    period = _moved(block.period, positions, periods)
    source = _moved(block.source, positions, texts)
    note = _moved(block.note, positions, texts)
    return Block(
        block.file,
        [block.abouts[one] for one in abouts],
        [block.periods[one] for one in periods],
        [block.texts[one] for one in texts],
        [block.numbers[one] for one in positions],
        about,
        period,
        [block.values[one] for one in positions],
        "".join(block.statuses[one] for one in positions),
        source,
        note,
    )


def _moved(places: Sequence[int], positions: Sequence[int], new: dict[int, int]) -> list[int]:
    """Where the things to which rows point stand among those that these rows name."""
    return [new.setdefault(places[one], len(new)) for one in positions]


def write(head: Head, blocks: Iterable[Block]) -> bytes:
    """The answer of a reader: one document per line."""
    encoder = msgspec.json.Encoder()
    lines = [encoder.encode(head)]
    lines += (encoder.encode(block) for block in blocks)
    return b"\n".join(lines)


class BadAnswer(ValueError):
    """The sandbox gave something else than the form above."""


def read(answer: bytes) -> tuple[Head, Iterator[Block]]:
    """The head and the blocks, each made when asked for. Raises `BadAnswer`."""
    lines = BytesIO(answer)  # which shares the bytes
    try:
        head = msgspec.json.decode(lines.readline(), type=Head)
    except msgspec.DecodeError as error:
        raise BadAnswer(str(error)) from None
    return head, _blocks(lines)


def _blocks(lines: Iterable[bytes]) -> Iterator[Block]:
    decoder = msgspec.json.Decoder(Block)
    for line in lines:
        try:
            block = decoder.decode(line)
        except msgspec.DecodeError as error:
            raise BadAnswer(str(error)) from None
        _check(block)
        yield block


def _check(block: Block) -> None:
    """The child may have been misled by the file: its lists must be parallel and point inside."""
    count = len(block.numbers)
    lists = (block.about, block.period, block.values, block.statuses, block.source, block.note)
    if any(len(one) != count for one in lists):
        raise BadAnswer("lists of different lengths")
    for places, things in (
        (block.about, block.abouts),
        (block.period, block.periods),
        (block.source, block.texts),
        (block.note, block.texts),
    ):
        if places and not (min(places) >= 0 and max(places) < len(things)):
            raise BadAnswer("a place beyond its list")
