"""An uploaded table of entries: kept, and read in a limited process."""

from __future__ import annotations

from waymark.base import sandbox
from waymark.base.files import disk
from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.storage import Readable, Stored, store
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.tables import BadTable, Sheet, result
from waymark.library.rules.intake import MOST_ROWS

KINDS = {
    "text/csv": "csv",
    "text/plain": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}
LIMIT = 10 * 1024 * 1024
"""Bytes of a table of entries."""


def read_upload(source: Readable, name: str) -> tuple[Stored, Sheet]:
    """Keep the bytes of a table and read it.

    Raises FileRefused, StoreUnavailable, Refused (no table, or one that can't be read).
    """
    stored = store(source, name=name, data=True)
    kind = KINDS.get(stored.media_type)
    if kind is None:
        raise Refused(Reason("intake.wrong_type"))
    if stored.size > LIMIT:
        raise FileRefused(Kind.TOO_LARGE, limit=LIMIT)
    path = disk.path_of(stored.sha256)
    try:
        answer = sandbox.run("waymark.kernel.tables.work:work", path, {"kind": kind})
        sheet = result(answer)
    except sandbox.SandboxError as error:
        raise Refused(Reason("import.too_heavy")) from error
    except BadTable as error:
        raise Refused(Reason(error.key, error.params)) from error
    if len(sheet.rows) > MOST_ROWS:
        raise Refused(Reason("table.too_many_rows", {"most": MOST_ROWS}))
    return stored, sheet
