"""A small tree of XML, for the parts of a message that have to be seen whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from waymark.kernel.sdmx.errors import BadSdmx, tidy
from waymark.kernel.text import BadText

_ID = re.compile(r"[\w@$.-]{1,255}", re.ASCII)
LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"


@dataclass(slots=True)
class Node:
    """An element: its local name, attributes, line, what it holds."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Node] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text, tidy; raise `BadSdmx` for text that can't be kept."""
        try:
            return tidy("".join(self.parts))
        except BadText as error:
            raise BadSdmx(error.why, self.line, place=error.where) from None

    @property
    def id(self) -> str:
        """Its `id`; raise `BadSdmx` where there is none, or none that SDMX allows."""
        return self.identifier("id")

    def identifier(self, name: str) -> str:
        """An attribute that has to be an SDMX id."""
        found = self.get(name)
        if not _ID.fullmatch(found):
            raise BadSdmx("sdmx.bad_id", self.line, element=self.tag, id=found[:80])
        return found

    def get(self, name: str, default: str = "") -> str:
        """An attribute, or the default."""
        return self.attributes.get(name, default)

    def first(self, tag: str) -> Node | None:
        """The first child of that name."""
        return next(self.all(tag), None)

    def all(self, tag: str) -> Iterator[Node]:
        """The children of that name."""
        return (child for child in self.children if child.tag == tag)
