"""The frame: which applications can be drawn, each as a leaf that names nobody, in its stratum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from waymark.kernel.draw.lines import HASH, BadDraw, fingerprint

STRATUM = re.compile(r"[a-z0-9][a-z0-9/._-]{0,79}", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One application in the frame."""

    leaf: str
    stratum: str


def leaf_of(*, draw: str, application: str, stratum: str, salt: str) -> str:
    """The leaf of an application: who knows its id and salt can compute it, and nobody else.

    `draw` is the name of the draw. Raises BadDraw for a text that holds a line break.
    """
    return fingerprint("leaf", draw, application, stratum, salt)


def frame_hash(entries: Iterable[Entry]) -> str:
    """SHA-256 over the whole frame, whatever the order in which it is given.

    Raises BadDraw for a leaf or stratum of another form, and for a leaf that is there twice.
    """
    ordered = sorted(entries)
    for entry in ordered:
        if not HASH.fullmatch(entry.leaf) or not STRATUM.fullmatch(entry.stratum):
            raise BadDraw("draw.bad_entry", leaf=entry.leaf[:80])
    for one, other in pairwise(ordered):
        if one.leaf == other.leaf:
            raise BadDraw("draw.leaf_twice", leaf=one.leaf)
    return fingerprint("frame", *(f"{entry.leaf} {entry.stratum}" for entry in ordered))


def by_stratum(entries: Iterable[Entry]) -> Mapping[str, tuple[str, ...]]:
    """The leaves of each stratum, strata and leaves in order."""
    found: dict[str, list[str]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.stratum, entry.leaf)):
        found.setdefault(entry.stratum, []).append(entry.leaf)
    return {stratum: tuple(leaves) for stratum, leaves in found.items()}
