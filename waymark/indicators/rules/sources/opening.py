"""A file read in this very process, by what is in it: for whoever reads files of their own.

What strangers upload is read in a limited process (`indicators.reading`).
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from waymark.indicators.rules.opensdg import Files
from waymark.indicators.rules.sources import archive, blocks, opensdg
from waymark.indicators.rules.sources.reading import Reading
from waymark.kernel.tables import BadTable, Sheet, read_csv, read_xlsx

_START = 64
_BOOK = "xl/workbook.xml"
_SDMX_CSV = (b"DATAFLOW", b"STRUCTURE")


@dataclass(frozen=True)
class Wanted:
    """How a file is to be read; blank options let it speak for itself.

    `structures` and `mapping` are of SDMX, as `sources.sdmx.read` takes them.
    """

    encoding: str = ""
    sheet: str = ""
    structures: Sequence[Mapping[str, str]] = ()
    mapping: Mapping[str, Any] | None = None


def read_folder(files: Files) -> Reading:
    """The files of an Open SDG site, or of one of our own formats."""
    ours = archive.read_ours(files)
    if ours is not None:
        return _of(ours)
    head, found = opensdg.of_files(files)
    return Reading(head=head, made=tuple(found))


def read_stream(stream: IO[bytes], name: str, wanted: Wanted) -> Reading:
    """Read one file, whatever kind it is of."""
    start = stream.read(_START).removeprefix(b"\xef\xbb\xbf").lstrip(b'" \r\n\t')
    stream.seek(0)
    if start.startswith(b"PK"):
        if _is_book(stream):
            return _table(lambda: read_xlsx(stream.read(), sheet=wanted.sheet or None))
        return _of(archive.read(stream))
    if start.startswith((b"<", *_SDMX_CSV)):
        from waymark.indicators.rules.sources import sdmx  # a large reader, which few files need

        kept, mapping = wanted.structures, wanted.mapping or {}
        return _of(sdmx.read(stream, structures=kept, name=name, mapping=mapping))
    if start.startswith((b"{", b"[")):
        from waymark.indicators.rules.sources import document

        return _of(document.read(stream, file=name))
    return _table(lambda: read_csv(stream.read(), encoding=wanted.encoding or None))


def _of(answer: bytes) -> Reading:
    return Reading(head=blocks.read(answer)[0], answer=answer)


def _table(read: Callable[[], Sheet]) -> Reading:
    try:
        return Reading(read())
    except BadTable as error:
        return Reading(error=error)


def _is_book(stream: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(stream) as archive_of:
            return _BOOK in archive_of.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    finally:
        stream.seek(0)
