"""Brings what an uploaded file holds out of the sandbox: a table, or data of other software."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from waymark.base import sandbox
from waymark.base.files import disk
from waymark.base.files.storage import open_blob
from waymark.base.models import Blob
from waymark.indicators.rules.sources import blocks
from waymark.indicators.rules.sources.reading import Reading
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.tables import BadTable, result

KINDS = {
    "text/csv": "csv",
    "text/plain": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.apache.parquet": "parquet",
    "application/zip": "archive",
    "application/xml": "sdmx",
    "application/geo+json": "areas",
    "application/json": "document",
}
TABLES = ("csv", "xlsx", "parquet")
ROOM = {"parquet": 1024 * 1024 * 1024}
"""Bytes of memory where a reader needs more than the usual: its library is large."""
_ENTRY = "waymark.indicators.rules.table:read"
_SOURCES = "waymark.indicators.rules.sources"
_SDMX_CSV = (b"DATAFLOW", b"STRUCTURE")


@dataclass(frozen=True)
class Wanted:
    """How a file is to be read; empty options let the file speak for itself.

    `code` and `name` are properties of areas. `structures` are those that are kept, as
    `rules.sources.sdmx.read` takes them, with `mapping` by their ids.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    code: str = ""
    name: str = ""
    structures: Sequence[Mapping[str, str]] = ()
    mapping: Mapping[str, Any] | None = None


def kind_of(media_type: str) -> str:
    """How a file is read. Raises Refused for a file of a type that holds nothing we read."""
    kind = KINDS.get(media_type)
    if kind is None:
        raise Refused(Reason("import.wrong_type"))
    return kind


def kind_of_blob(blob: Blob) -> str:
    """As `kind_of`; a table in the form of SDMX is told from its first column."""
    kind = kind_of(blob.media_type)
    if kind == "csv":
        with open_blob(blob) as stream:
            start = stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip(b'"')
        if start.startswith(_SDMX_CSV):
            return "sdmx"
    return kind


def read_table(blob: Blob, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> Reading:
    """Read a stored table in a limited process; empty options let the file speak for itself.

    Raises Refused where the file's type holds no table, or reading it took too much.
    """
    kind = kind_of(blob.media_type)
    if kind not in TABLES:
        raise Refused(Reason("import.wrong_type"))
    arguments: dict[str, Any] = {"kind": kind, "sheet": sheet or None}
    if kind == "csv":
        arguments |= {"encoding": encoding or None, "delimiter": delimiter or None}
    answer = _run(_ENTRY, blob, arguments, ROOM.get(kind, sandbox.MEMORY_BYTES))
    sheets = tuple(str(name) for name in answer.get("sheets", ()))
    encodings = tuple(
        (str(name), tuple(map(str, lines))) for name, lines in answer.get("encodings", ())
    )
    try:
        return Reading(result(answer), None, sheets, encodings)
    except BadTable as error:
        return Reading(None, error, sheets, encodings)


def read_file(blob: Blob, name: str, wanted: Wanted) -> Reading:
    """Read a stored file of any kind that can be brought in. Raises Refused as `read_table`."""
    kind = kind_of_blob(blob)
    if kind in TABLES:
        return read_table(
            blob, encoding=wanted.encoding, delimiter=wanted.delimiter, sheet=wanted.sheet
        )
    arguments: dict[str, Any] = {}
    if kind == "sdmx":
        arguments = {"structures": list(wanted.structures), "mapping": wanted.mapping or {}}
        arguments["name"] = name
    elif kind in ("areas", "document"):
        arguments = {"code": wanted.code, "name": wanted.name}
        arguments |= {"file": name} if kind == "document" else {}
    answer = _run(f"{_SOURCES}.{kind}:read", blob, arguments)
    try:
        head, _blocks = blocks.read(answer)
    except blocks.BadAnswer as error:
        raise Refused(Reason("import.too_heavy")) from error
    return Reading(head=head, answer=answer)


def _run(
    entry: str, blob: Blob, arguments: Mapping[str, Any], memory: int = sandbox.MEMORY_BYTES
) -> Any:
    open_blob(blob).close()
    try:
        return sandbox.run(entry, disk.path_of(blob.sha256), arguments, memory=memory)
    except sandbox.SandboxError as error:
        raise Refused(Reason("import.too_heavy")) from error
