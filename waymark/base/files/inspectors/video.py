"""Walks the boxes of an MP4 file, without decoding: whole, one film, nothing behind it."""

from __future__ import annotations

import os
from typing import IO, Any

from waymark.base.files.errors import FileRefused, Kind

_MAX_BOXES = 10_000


def inspect(stream: IO[bytes], media_type: str) -> dict[str, Any]:
    """Follow the top-level boxes to the end of the file; both film and index must be there."""
    size = stream.seek(0, os.SEEK_END)
    place = boxes = 0
    found = set()
    while place < size:
        stream.seek(place)
        head = stream.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        elif length == 0:
            length = size - place  # the last box may say "to the end"
        boxes += 1
        if length < 8 or place + length > size or boxes > _MAX_BOXES:
            raise FileRefused(Kind.BROKEN, format="MP4")
        found.add(head[4:8])
        place += length
    if not {b"ftyp", b"moov"} <= found or not found & {b"mdat", b"moof"}:
        raise FileRefused(Kind.BROKEN, format="MP4")
    return {}
