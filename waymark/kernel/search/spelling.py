"""Did you mean: words that are one slip of the finger away from a word that is known.

A word is kept under itself and under what remains of it without each one of its letters; two
words that share such a key are one slip apart, or nearly (symmetric deletion).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SHORTEST = 4
"""Letters that a word has to have before a slip can be told from another word."""


def deletions(word: str) -> frozenset[str]:
    """The keys of a word: itself, and itself without each one of its letters."""
    if len(word) < SHORTEST:
        return frozenset({word})
    return frozenset({word, *(word[:at] + word[at + 1 :] for at in range(len(word)))})


def slips(one: str, other: str, most: int = 2) -> int:
    """Letters put in, left out, changed or swapped with the next one between two words.

    Restricted Damerau-Levenshtein distance; more than `most` is told as `most + 1`.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, against in enumerate(other, start=1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def nearest(word: str, known: Mapping[str, int] | Iterable[str]) -> str | None:
    """The known word that was most likely meant: the fewest slips, then the most frequent one.

    `known` gives how often each is used. None where nothing is near enough: one slip, from seven
    letters on two; the first letter is nearly always right, so another one counts as a slip more.
    """
    frequency = dict(known) if isinstance(known, Mapping) else dict.fromkeys(known, 1)
    most = 1 if len(word) < 7 else 2
    best: tuple[int, int, str] | None = None
    for other, times in frequency.items():
        if other == word:
            continue
        apart = slips(word, other, most)
        if apart > most:
            continue
        key = (apart + (other[:1] != word[:1]), -times, other)
        if best is None or key < best:
            best = key
    return best[2] if best else None
