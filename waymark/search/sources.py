"""What rooms hand in to be found: each registers its kinds of entries, in its `face`.

Kinds are registered when the process starts, so whatever makes entries is loaded when it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from waymark.search.rules import Entry

Entries = Callable[[], "Iterable[Entry]"]


@dataclass(frozen=True)
class Source:
    """A kind of entries: what it is called in many, and what makes all of them as they are now.

    Without `entries` the room hands them in by itself. `order`: where it stands among kinds.
    """

    kind: str
    label: Any
    entries: Entries | None
    order: int


_sources: dict[str, Source] = {}


def register(kind: str, label: Any, entries: Entries | None = None, *, order: int = 50) -> None:
    """Make a kind known: shown among the kinds, and followed every five minutes.

    Raises ValueError for a kind that another room has.
    """
    if kind in _sources:
        raise ValueError(f"two rooms hand in {kind}")
    _sources[kind] = Source(kind, label, entries, order)


def sources() -> list[Source]:
    """All kinds, in the order in which they are offered."""
    return sorted(_sources.values(), key=lambda one: (one.order, one.kind))
