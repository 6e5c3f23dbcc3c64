"""Streams XML through expat and refuses whatever could make it more than a plain document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import IO, Any
from xml.parsers import expat

from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.types import BY_MEDIA_TYPE

MAX_DEPTH = 256
CHUNK = 256 * 1024

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def inspect(stream: IO[bytes], media_type: str) -> dict[str, Any]:
    """Read a document to its end; one that defines a document type is refused."""
    feed(iter(lambda: stream.read(CHUNK), b""), BY_MEDIA_TYPE[media_type].label)
    return {}


def local(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition(" ")[2]


def feed(
    chunks: Iterable[bytes],
    label: str,
    *,
    start: Start | None = None,
    end: End | None = None,
    doctype: bool = False,
    instruction: Callable[[str, str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse `chunks` as one document; `start` and `end` get names as `namespace local`.

    A document type is refused unless `doctype`, and with an internal subset (where entities are
    declared) always. Raises `FileRefused` with `BROKEN` or `ACTIVE_CONTENT`.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise FileRefused(Kind.TOO_COMPLEX, format=label)
        if start is not None:
            start(name, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(name)

    def typed(_name: str, _system: str | None, _public: str | None, subset: int) -> None:
        if subset or not doctype:
            raise FileRefused(Kind.ACTIVE_CONTENT, format=label)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.StartDoctypeDeclHandler = typed
    if instruction is not None:
        parser.ProcessingInstructionHandler = instruction
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FileRefused(Kind.BROKEN, format=label) from error
