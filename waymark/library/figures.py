"""What a case study can rest on and show, which rooms beside this one hold.

A higher room registers it: the certificates of a place, its public series, and their drawings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from waymark.places.models import Place

Choices = Callable[[Any, Place], list[tuple[str, str]]]
"""What can be chosen for a place: names, and what they are called."""


@dataclass(frozen=True)
class Sources:
    """The functions of a higher room, each with the viewer first.

    drawn: the drawings of public series, by their names, as safe HTML; what is not public is left
    out.
    """

    awards: Choices
    series: Choices
    criteria: Callable[[Any], list[tuple[str, str]]]
    drawn: Callable[[Any, Place, Sequence[str]], list[str]]


_NOTHING = Sources(lambda *_: [], lambda *_: [], lambda *_: [], lambda *_: [])
_held = [_NOTHING]


def register(found: Sources) -> None:
    """Make the functions known."""
    _held[0] = found


def sources() -> Sources:
    """Return the functions, or such as find nothing."""
    return _held[0]
