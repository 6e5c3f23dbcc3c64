"""The files of an export in a folder: one of its own for a format of several files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from waymark.indicators.rules.exports import formats, table
from waymark.indicators.rules.exports.model import Data, File, Names
from waymark.kernel.tables import csv_blocks

CSV = "csv"
KINDS = (CSV, *formats.KINDS)
REPORT = "report.json"
"""What was found, beside the files: data of a place that is called so get another name."""


class BadName(ValueError):
    """A name under which nothing can be written below a folder."""


def write(data: Data, kind: str, target: Path) -> Iterator[str]:
    """Write data in a format of `KINDS` below a folder; gives the name of each file.

    Raises BadName for a name that would lie elsewhere, as a language in a file may claim.
    """
    for made, pieces in _files(data, kind):
        name = f"data-{made}" if made == REPORT else made
        path = target / name
        if "\0" in name or not path.resolve().is_relative_to(target.resolve()):
            raise BadName(f"{name!r} is no name for a file.")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        yield name


def _files(data: Data, kind: str) -> Iterable[File]:
    if kind == CSV:
        names = table.breakdowns_of(data.series)
        labels = {one.name: _in_english(one.names) for one in data.indicators}
        blocks = table.blocks(data.lines(), labels, names)
        return [(f"{data.slug}.csv", csv_blocks(table.header(names), blocks))]
    made = formats.KINDS[kind]
    if made.media_type == formats.ZIP:
        return ((f"{kind}/{name}", pieces) for name, pieces in made.files(data))
    suffix = "-all" if kind.endswith("-all") else ""
    return ((f"{data.slug}{suffix}.{made.ending}", pieces) for _name, pieces in made.files(data))


def _in_english(names: Names) -> str:
    return names.get("en") or next(iter(names.values()), "")
