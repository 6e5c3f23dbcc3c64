"""The files of an export in a folder: one of its own for a format of several files."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from waymark.indicators.rules.exports import formats, table
from waymark.indicators.rules.exports.model import Data, File, Names
from waymark.kernel.tables import csv_blocks

CSV = "csv"
KINDS = (CSV, *formats.KINDS)
REPORT = "report.json"
"""What was found, beside the files: data of a place that is called so get another name."""

AT_ONCE = 1024 * 1024
"""Bytes that are gathered before they are written: most files are written at once."""

_NO_NAMES = ("", ".", "..")
_NO_CHARACTERS = frozenset("\0" + os.sep)
"""Characters that the last part of a name can't hold."""


class BadName(ValueError):
    """A name under which nothing can be written below a folder."""


def write(data: Data, kind: str, target: Path) -> Iterator[str]:
    """Write data in a format of `KINDS` below a folder; gives the name of each file.

    Raises BadName for a name that would lie elsewhere, as a language in a file may claim.
    """
    below = os.path.realpath(target)
    folders: dict[str, str] = {}
    for made, pieces in _files(data, kind):
        name = f"data-{made}" if made == REPORT else made
        folder, _slash, last = name.rpartition("/")
        if folder not in folders:
            folders[folder] = _folder(below, folder, name)
        path = f"{folders[folder]}{os.sep}{last}"
        if last in _NO_NAMES or not _NO_CHARACTERS.isdisjoint(last) or os.path.islink(path):
            raise BadName(f"{name!r} is no name for a file.")
        with open(path, "wb", buffering=0) as file:
            for piece in _gathered(pieces):
                _write(file, piece)
        yield name


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in fewer pieces."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= AT_ONCE:
            yield b"".join(held)
            held.clear()
            size = 0
    yield b"".join(held)


def _write(file: io.FileIO, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[file.write(rest) :]


def _folder(below: str, folder: str, name: str) -> str:
    """The folder of a file below the one that is written to, made if need be."""
    path = os.path.realpath(os.path.join(below, folder)) if "\0" not in folder else ""
    if path != below and not path.startswith(below.rstrip(os.sep) + os.sep):
        raise BadName(f"{name!r} is no name for a file.")
    os.makedirs(path, exist_ok=True)
    return path


def _files(data: Data, kind: str) -> Iterable[File]:
    if kind == CSV:
        names = table.breakdowns_of(data.series)
        labels = {one.name: _in_english(one.names) for one in data.indicators}
        came = data.proposed
        blocks = table.blocks(data.lines(), labels, names, origin=came)
        return [(f"{data.slug}.csv", csv_blocks(table.header(names, origin=came), blocks))]
    made = formats.KINDS[kind]
    if made.media_type == formats.ZIP:
        return ((f"{kind}/{name}", pieces) for name, pieces in made.files(data))
    suffix = "-all" if kind.endswith("-all") else ""
    return ((f"{data.slug}{suffix}.{made.ending}", pieces) for _name, pieces in made.files(data))


def _in_english(names: Names) -> str:
    return names.get("en") or next(iter(names.values()), "")
