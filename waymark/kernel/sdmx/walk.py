"""Walking through XML from outside, safely and in pieces.

A DOCTYPE is refused where it begins, so that there are no entities to multiply and nothing outside
to fetch. Depth, attributes, the length of any one piece and of the whole are limited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Any, NoReturn
from xml.parsers import expat

from waymark.kernel.sdmx.errors import BadSdmx

MAX_BYTES = 2_000_000_000
MAX_DEPTH = 64
MAX_ATTRIBUTES = 500
MAX_PIECE = 1_000_000
"""Bytes of one tag, comment or run of text."""
_CHUNK = 65_536
_ENCODINGS = frozenset(
    {"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1", "windows-1252"}
)

Start = Callable[[str, dict[str, str]], None]


class Walker:
    """Calls `on_start`, `on_end` and `on_text` for what stands in a stream.

    Names are `namespace local`, or the local name alone where there is no namespace; `local`
    cuts it off. Any exception that a callback raises ends the walk. Raises `BadSdmx`.
    """

    def __init__(
        self,
        on_start: Start,
        on_end: Callable[[str], None],
        on_text: Callable[[str], None] | None = None,
    ) -> None:
        self._on_start = on_start
        self._on_end = on_end
        self._depth = 0
        self._begun = False
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        if on_text:
            parser.CharacterDataHandler = on_text
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype

    @property
    def line(self) -> int:
        """The line on which what is being told of begins."""
        return self._parser.CurrentLineNumber

    def fail(self, key: str, **params: Any) -> NoReturn:
        """Refuse the whole file for what stands here."""
        raise BadSdmx(key, self.line, self._parser.CurrentColumnNumber + 1, **params)

    def run(self, stream: IO[bytes], *, max_bytes: int = MAX_BYTES) -> Iterator[None]:
        """Read the stream to its end, with a pause after each piece for what it gave."""
        fed = 0
        while chunk := stream.read(_CHUNK):
            fed += len(chunk)
            if fed > max_bytes:
                self.fail("sdmx.too_large", most=max_bytes)
            self._feed(chunk, last=False)
            told = max(self._parser.CurrentByteIndex, 0) if self._begun else 0
            if fed - told > MAX_PIECE + _CHUNK:
                self.fail("sdmx.piece_too_long", most=MAX_PIECE)
            yield
        self._feed(b"", last=True)
        yield

    def _feed(self, chunk: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            raise BadSdmx("sdmx.not_xml", error.lineno, error.offset + 1, why=why) from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._begun = True
        if self._depth > MAX_DEPTH:
            self.fail("sdmx.too_deep", most=MAX_DEPTH)
        if len(attributes) > MAX_ATTRIBUTES:
            self.fail("sdmx.too_many_attributes", most=MAX_ATTRIBUTES)
        self._on_start(name, attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._on_end(name)

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            self.fail("sdmx.unsupported_encoding", encoding=encoding[:40])

    def _doctype(self, *_: object) -> None:
        self.fail("sdmx.doctype")


def local(name: str) -> str:
    """A name without its namespace."""
    return name[name.rfind(" ") + 1 :]


def namespace(name: str) -> str:
    """The namespace of a name, or empty."""
    return name.rpartition(" ")[0]
