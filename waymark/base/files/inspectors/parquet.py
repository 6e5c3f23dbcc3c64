"""Looks whether a file is whole as Parquet: its marks, and a footer that lies inside it.

What the footer says is read by whoever reads the table, in a limited process of its own.
"""

from __future__ import annotations

import os
from typing import IO, Any

from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.types import BY_MEDIA_TYPE

MARK, LOCKED = b"PAR1", b"PARE"
MOST_FOOTER = 8 * 1024 * 1024


def inspect(stream: IO[bytes], media_type: str) -> dict[str, Any]:
    """Read both ends of a file. Raises FileRefused."""
    label = BY_MEDIA_TYPE[media_type].label
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(size - 8, 0))
    end = stream.read(8)
    if end.endswith(LOCKED):
        raise FileRefused(Kind.ENCRYPTED, format=label)
    footer = int.from_bytes(end[:4], "little")
    if size < 12 or not end.endswith(MARK) or footer == 0 or footer > size - 12:
        raise FileRefused(Kind.BROKEN, format=label)
    if footer > MOST_FOOTER:
        raise FileRefused(Kind.TOO_COMPLEX, format=label)
    return {}
