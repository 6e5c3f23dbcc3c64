"""Reading a table in a limited process, with what a person needs to choose where it fails."""

from __future__ import annotations

import io
from typing import IO, Any

from waymark.kernel import tables

FIRST_BYTES = 256 * 1024  # enough to see how an encoding reads


def read(stream: IO[bytes], *, kind: str, **options: Any) -> dict[str, Any]:
    """What `kernel.tables.work` gives, and `sheets` or `encodings` to choose from.

    Runs in the sandbox's child. `kind` is csv, xlsx or parquet; `options` go on to `work`.
    """
    if kind == "parquet":
        return tables.work(stream, kind=kind)
    data = stream.read()
    found = tables.work(io.BytesIO(data), kind=kind, **options)
    error = found.get("error", {}).get("key", "")
    if error in ("table.unknown_encoding", "table.wrong_encoding"):
        found["encodings"] = [
            [preview.encoding, list(preview.lines)] for preview in tables.previews(_beginning(data))
        ]
    if kind == "xlsx":
        try:
            found["sheets"] = list(tables.sheet_names(data))
        except tables.BadTable:
            found["sheets"] = []
    return found


def _beginning(data: bytes) -> bytes:
    """The first whole lines: a letter cut in two would speak against the right encoding."""
    if len(data) <= FIRST_BYTES:
        return data
    return data[: max(data.rfind(b"\n", 0, FIRST_BYTES), 0)] or data
