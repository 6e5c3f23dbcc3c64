"""A GeoJSON file of areas as a source: no rows, only areas."""

from __future__ import annotations

from typing import IO

from waymark.indicators.rules.sources import blocks
from waymark.indicators.rules.sources.blocks import Head, LeftOut
from waymark.places.rules.areas import work

KIND = "areas"


def read(stream: IO[bytes], *, code: str = "", name: str = "") -> bytes:
    """Read the areas in `stream` in another process; the answer is what `blocks.read` takes."""
    answer = work(stream, code=code, name=name)
    if error := answer.get("error"):
        return blocks.write(Head(KIND, LeftOut("", error["key"], params=error["params"])), ())
    return blocks.write(Head(KIND, areas=[{"file": "", **answer}]), ())
