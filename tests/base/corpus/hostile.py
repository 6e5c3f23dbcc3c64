"""One entry of the corpus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from waymark.base.files.errors import Kind

ANY = "any"


@dataclass(frozen=True)
class Hostile:
    """A file name, how to make its bytes, and what must become of it."""

    name: str
    make: Callable[[], bytes]
    expected: Kind | str | None

    def __str__(self) -> str:
        return self.name
