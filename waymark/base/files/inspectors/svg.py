"""Reads SVG as XML and takes only drawings: nothing that runs, nothing fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.inspectors import archives, xml

_SVG = "http://www.w3.org/2000/svg"
_RUNS = ("script", "foreignobject", "handler", "iframe", "object", "embed", "listener", "audio")
_PICTURE = re.compile(r"data:image/(png|jpeg|webp|gif);base64,", re.IGNORECASE)
_REFERENCES = ("href", "src", "data", "action", "formaction")
_STYLE_FETCHES = re.compile(
    r"@import|expression\s*\(|url\(\s*+['\"]?+\s*+(?!#|data:image/(png|jpeg|webp|gif);)", re.I
)
_NUMBER = re.compile(r"\s*([0-9]{1,6})(?:\.[0-9]+)?\s*(?:px)?\s*")


class _Drawing:
    """Watches each element; remembers the size that the root gives."""

    def __init__(self) -> None:
        self.depth = 0
        self.style: list[str] | None = None
        self.size: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = xml.local(name).lower()
        if self.depth == 0:
            if name != f"{_SVG} svg":
                raise FileRefused(Kind.BROKEN, format="SVG")
            for side in ("width", "height"):
                if match := _NUMBER.fullmatch(attributes.get(side, "")):
                    self.size[side] = int(match[1])
        self.depth += 1
        if element in _RUNS:
            raise FileRefused(Kind.ACTIVE_CONTENT, format="SVG")
        if element == "style":
            self.style = []
        for key, value in attributes.items():
            _attribute(xml.local(key).lower(), value, element)

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.style is not None and xml.local(name).lower() == "style":
            _style("".join(self.style))
            self.style = None

    def text(self, words: str) -> None:
        if self.style is not None:
            self.style.append(words)


def inspect(stream: IO[bytes], media_type: str) -> dict[str, Any]:
    """Width and height in pixels when the drawing gives them; raises `FileRefused`."""
    drawing = _Drawing()
    xml.feed(
        _chunks(stream),
        "SVG",
        start=drawing.start,
        end=drawing.end,
        text=drawing.text,
        instruction=_instruction,
        doctype=True,
    )
    return dict(drawing.size)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(archives.CHUNK):
        yield chunk


def _instruction(_target: str, _data: str) -> None:
    # The only common one fetches a style sheet.
    raise FileRefused(Kind.EXTERNAL_LINKS)


def _attribute(name: str, value: str, element: str) -> None:
    if name.startswith("on"):
        raise FileRefused(Kind.ACTIVE_CONTENT, format="SVG")
    plain = "".join(value.split()).lower()
    if "javascript:" in plain:
        raise FileRefused(Kind.ACTIVE_CONTENT, format="SVG")
    # A link for a reader to follow may lead elsewhere; everything else would be fetched.
    followed = element == "a" and plain.startswith(("https://", "http://"))
    inside = not value or value.startswith("#") or _PICTURE.match(value)
    if name in _REFERENCES and not inside and not followed:
        raise FileRefused(Kind.EXTERNAL_LINKS)
    if name == "attributename" and "href" in plain:
        raise FileRefused(Kind.ACTIVE_CONTENT, format="SVG")
    if "url(" in plain or "@import" in plain:
        _style(value)


def _style(css: str) -> None:
    # An escape or a comment could hide the words looked for, and drawings need neither.
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    if "\\" in css or _STYLE_FETCHES.search(css):
        raise FileRefused(Kind.EXTERNAL_LINKS)
