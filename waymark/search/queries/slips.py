"""Did you mean: words that nobody knows, put right with words that are public."""

from __future__ import annotations

from collections.abc import Sequence

from waymark.kernel.search import Word, deletions, fold, nearest
from waymark.search.models import KnownWord, Slip

_SLIPS = 500
"""Known words to which what was typed is held, of each word."""


def meant(typed: str, unknown: Sequence[Word]) -> str:
    """The question with its unknown words put right; empty where there is nothing to put right."""
    said, better = typed, _near([fold(word.said) for word in unknown])
    for word in unknown:
        said = said.replace(word.said, better.get(fold(word.said)) or word.said)
    return said if said != typed else ""


def _near(words: Sequence[str]) -> dict[str, str | None]:
    """Return the known word that is nearest to each of some words."""
    # Not joined: a join leaves room for a bad plan where tables have just been filled.
    cut = {word: set(deletions(word)) for word in words}
    keys = set().union(*cut.values())
    slips = Slip.objects.filter(key__in=keys).values_list("key", "word_id")
    told: dict[str, set[int]] = {}
    for key, number in slips[: _SLIPS * len(words)]:
        told.setdefault(key, set()).add(number)
    known = KnownWord.objects.filter(pk__in=set().union(*told.values()))
    named = {pk: (word, times) for pk, word, times in known.values_list("pk", "word", "times")}
    return {
        word: nearest(word, dict(named[pk] for key in keys for pk in told.get(key, ())))
        for word, keys in cut.items()
    }
