"""What changed between two texts, word by word: for people who read a history."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
MOST_WORDS = 1500  # of one changed passage; above that, the passage as a whole is shown as changed
_PARTS = re.compile(r"[^\n.!?。؟]*[\n.!?。؟]+\s*|[^\n.!?。؟]+")
_WORDS = re.compile(r"\s+|[\w'’-]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed, came or went."""

    kind: str
    text: str


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from one text to the other, in order.

    The pieces without the added ones give `before`, without the removed ones `after`. Sentences
    are compared first and words within those that differ, so that long texts stay quick.
    """
    found: list[Piece] = []
    for old, new in _changes(_PARTS.findall(before), _PARTS.findall(after)):
        if old == new:
            found.append(Piece(SAME, old))
        elif not old or not new or len(old) + len(new) > MOST_WORDS * 8:
            found += _replaced(old, new)
        else:
            for less, more in _changes(_WORDS.findall(old), _WORDS.findall(new)):
                found += [Piece(SAME, less)] if less == more else _replaced(less, more)
    return tuple(_joined(found))


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Stretches of two lists beside each other, joined; equal ones are equal."""
    for _kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "".join(old[a:b]), "".join(new[c:d])


def _replaced(old: str, new: str) -> list[Piece]:
    found = [Piece(REMOVED, old)] if old else []
    return [*found, Piece(ADDED, new)] if new else found


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    """Neighbours of the same kind as one."""
    kind, text = "", ""
    for piece in pieces:
        if piece.kind == kind:
            text += piece.text
            continue
        if text:
            yield Piece(kind, text)
        kind, text = piece.kind, piece.text
    if text:
        yield Piece(kind, text)


def excerpt(pieces: Sequence[Piece], around: int = 120) -> tuple[Piece, ...]:
    """Return the pieces with long unchanged stretches cut to what stands next to a change."""
    last = len(pieces) - 1
    return tuple(
        Piece(SAME, _cut(piece.text, around, first=index == 0, last=index == last))
        if piece.kind == SAME
        else piece
        for index, piece in enumerate(pieces)
    )


def _cut(text: str, around: int, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * around:
        return text
    head = "" if first else text[:around]
    tail = "" if last else text[-around:]
    return f"{head} … {tail}"
