"""Brings the table of an uploaded file out of the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from waymark.base import sandbox
from waymark.base.files import disk
from waymark.base.files.storage import open_blob
from waymark.base.models import Blob
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.tables import BadTable, Sheet, result

KINDS = {
    "text/csv": "csv",
    "text/plain": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
_ENTRY = "waymark.indicators.rules.table:read"


@dataclass(frozen=True)
class Reading:
    """The sheet, or the error that stands in its way, with what can be chosen from.

    `encodings` are pairs of a name and the first unusual lines as they would read.
    """

    sheet: Sheet | None = None
    error: BadTable | None = None
    sheets: tuple[str, ...] = ()
    encodings: tuple[tuple[str, tuple[str, ...]], ...] = ()


def kind_of(media_type: str) -> str:
    """`csv` or `xlsx`. Raises Refused for a file of a type that holds no table we read."""
    kind = KINDS.get(media_type)
    if kind is None:
        raise Refused(Reason("import.wrong_type"))
    return kind


def read_table(blob: Blob, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> Reading:
    """Read a stored file in a limited process; empty options let the file speak for itself.

    Raises Refused where the file's type holds no table, or reading it took too much.
    """
    kind = kind_of(blob.media_type)
    arguments: dict[str, Any] = {"kind": kind, "sheet": sheet or None}
    if kind == "csv":
        arguments |= {"encoding": encoding or None, "delimiter": delimiter or None}
    open_blob(blob).close()
    try:
        answer = sandbox.run(_ENTRY, disk.path_of(blob.sha256), arguments)
        sheets = tuple(str(name) for name in answer.get("sheets", ()))
        encodings = tuple(
            (str(name), tuple(map(str, lines))) for name, lines in answer.get("encodings", ())
        )
        return Reading(result(answer), None, sheets, encodings)
    except BadTable as error:
        return Reading(None, error, sheets, encodings)
    except sandbox.SandboxError as error:
        raise Refused(Reason("import.too_heavy")) from error
