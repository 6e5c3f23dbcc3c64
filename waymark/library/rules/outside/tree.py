"""XML from outside as a small tree.

A DOCTYPE is refused where it begins: no entity is multiplied and nothing outside is fetched. How
deep, how many and how long is limited, so that no answer takes more memory than it is worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

MOST_DEPTH = 40
MOST_NODES = 200_000
MOST_ATTRIBUTES = 60


class BadAnswer(ValueError):
    """What came is not what was asked for. `key` is a message key, `params` its values."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(f"{key} {params or ''}".rstrip())
        self.key, self.params = key, params


@dataclass
class Node:
    """An element: its namespace and local name, attributes by name, own text and children."""

    space: str
    name: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The element's own text, without that of its children."""
        return "".join(self.words).strip()

    def every(self, name: str, space: str | None = None) -> list[Node]:
        """The children of a local name, and of a namespace where one is given."""
        return [one for one in self.children if one.name == name and space in (None, one.space)]

    def first(self, name: str, space: str | None = None) -> Node | None:
        """The first of `every`, or None."""
        return next(iter(self.every(name, space)), None)

    def said(self, name: str, space: str | None = None) -> str:
        """The text of `first`, or ""."""
        found = self.first(name, space)
        return found.text if found else ""

    def below(self) -> Iterator[Node]:
        """The element and all that stand in it, in order."""
        yield self
        for one in self.children:
            yield from one.below()


def read(content: bytes) -> Node:
    """Read a whole document. Raises BadAnswer."""
    builder = _Builder()
    try:
        builder.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise BadAnswer("outside.not_xml", line=error.lineno) from error
    except (LookupError, ValueError) as error:
        if isinstance(error, BadAnswer):
            raise
        raise BadAnswer("outside.not_xml", line=1) from error
    if builder.root is None:
        raise BadAnswer("outside.not_xml", line=1)
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self.nodes = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.doctype

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.nodes += 1
        if len(self.open) >= MOST_DEPTH or self.nodes > MOST_NODES:
            raise BadAnswer("outside.too_deep")
        if len(attributes) > MOST_ATTRIBUTES:
            raise BadAnswer("outside.too_deep")
        space, _, local = name.rpartition(" ")
        named = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        node = Node(space, local, named)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, name: str) -> None:
        self.open.pop()

    def text(self, text: str) -> None:
        self.open[-1].words.append(text)

    def doctype(self, *_about: Any) -> None:
        raise BadAnswer("outside.doctype")
