"""A JSON document as a source: one of ours with values, else a map of areas."""

from __future__ import annotations

import json
from typing import IO

from waymark.indicators.rules.exports.plain import FORMAT
from waymark.indicators.rules.sources import areas, own, own_json

_START = 4096
"""Bytes in which a document of ours has said what it is."""


def read(stream: IO[bytes], *, code: str = "", name: str = "", file: str = "") -> bytes:
    """Read `stream` in another process; the answer is what `blocks.read` takes.

    `code` and `name` are properties of areas, `file` is what the document is called.
    """
    start = stream.read(_START)
    stream.seek(0)
    if FORMAT.encode() in start:
        try:
            document = json.loads(stream.read())
        except (ValueError, RecursionError):
            return own.broken(file)
        if own_json.is_ours(document):
            return own_json.read(document, file)
        stream.seek(0)
    return areas.read(stream, code=code, name=name)
