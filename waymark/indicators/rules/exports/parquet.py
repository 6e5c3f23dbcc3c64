"""A city's values as one Parquet file: the table of the template, with types."""

from __future__ import annotations

from collections.abc import Iterator

from waymark.indicators.rules.columns import HEADERS
from waymark.indicators.rules.exports import table
from waymark.indicators.rules.exports.model import Data, File
from waymark.kernel.tables import parquet_chunks
from waymark.kernel.tables.parquet import DAY, NUMBER, TEXT, WHOLE

_KINDS = {"number": NUMBER, "integer": WHOLE, "date": DAY}


def files(data: Data) -> Iterator[File]:
    """The one file."""
    breakdowns = table.breakdowns_of(data.series)
    labels = {one.name: one.label for one in data.indicators}
    origin = data.proposed
    blocks = table.blocks(data.lines(), labels, breakdowns, origin=origin)
    rows = (row for block in blocks for row in block.whole())
    yield f"{data.slug}.parquet", parquet_chunks(columns(breakdowns, origin=origin), rows)


def columns(breakdowns: tuple[str, ...] = (), *, origin: bool = False) -> list[tuple[str, str]]:
    """Each column with its type: those of the CSV, in the same order."""
    kinds = [_KINDS.get(table.TYPES.get(name, ""), TEXT) for name in HEADERS]
    names = table.header(breakdowns, origin=origin)
    return [*zip(names, kinds, strict=False), *((name, TEXT) for name in names[len(kinds) :])]
