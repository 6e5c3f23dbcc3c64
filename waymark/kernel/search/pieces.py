"""Cuts texts into the pieces that a model of meaning knows, as its `tokenizer.json` says.

Two of the forms that the Hugging Face library `tokenizers` writes are read: WordPiece as of BERT
(Devlin et al. 2019) and Unigram (Kudo 2018), each with the usual way to make texts alike before.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_LONGEST = 100
"""Characters of a word; a longer one is unknown."""
_BEGINS = "\u2581"
_HAN = re.compile("([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")


class BadPieces(ValueError):
    """The tokenizer can't be read; the message says why."""


@dataclass(frozen=True, slots=True)
class WordPiece:
    """Words from left to right, the longest known piece first; one without is left out."""

    known: Mapping[str, int]
    inner: str  # before a piece that begins no word
    lower: bool

    def ids(self, text: str) -> list[int]:
        """The numbers of the pieces of a text."""
        return [number for word in self._words(text) for number in self._cut(word)]

    def _words(self, text: str) -> Iterator[str]:
        if self.lower:
            text = unicodedata.normalize("NFD", text.lower())
            text = "".join(one for one in text if unicodedata.category(one) != "Mn")
        for run in _HAN.sub(r" \1 ", text).split():
            word = ""
            for one in run:
                if one.isalnum() or unicodedata.category(one)[0] == "M":
                    word += one
                    continue
                if word:
                    yield word
                word = ""
                yield one
            if word:
                yield word

    def _cut(self, word: str) -> list[int]:
        found, at = [], 0
        while at < len(word) <= _LONGEST:
            for end in range(len(word), at, -1):
                number = self.known.get((self.inner if at else "") + word[at:end])
                if number is not None:
                    found.append(number)
                    at = end
                    break
            else:
                return []
        return found


@dataclass(frozen=True, slots=True)
class Unigram:
    """The likeliest row of pieces of each word (Viterbi); unknown characters are left out."""

    known: Mapping[str, tuple[int, float]]
    longest: int
    lower: bool

    def ids(self, text: str) -> list[int]:
        """The numbers of the pieces of a text."""
        text = unicodedata.normalize("NFKC", text.lower() if self.lower else text)
        words = (_BEGINS + word for word in text.split())
        return [number for word in words for number in self._cut(word[:_LONGEST])]

    def _cut(self, word: str) -> list[int]:
        best = [0.0] + [-math.inf] * len(word)
        came: list[tuple[int, int]] = [(0, -1)] * (len(word) + 1)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - self.longest), end):
                number, score = self.known.get(word[start:end], (-1, -math.inf))
                if best[start] + score > best[end]:
                    best[end], came[end] = best[start] + score, (start, number)
            if best[end] == -math.inf:  # nothing ends here: the character is unknown
                best[end], came[end] = best[end - 1] - 100.0, (end - 1, -1)
        found, at = [], len(word)
        while at:
            at, number = came[at]
            found += [number] if number >= 0 else []
        return found[::-1]


Pieces = WordPiece | Unigram


def read_pieces(document: Any) -> Pieces:
    """The tokenizer of a `tokenizer.json` that has been parsed. Raises BadPieces."""
    model = document.get("model") if isinstance(document, dict) else None
    if not isinstance(model, dict):
        raise BadPieces("tokenizer.json holds no model")
    lower = '"lowercase": true' in str(document.get("normalizer")).replace("'", '"').replace(
        "True", "true"
    ) or "'Lowercase'" in str(document.get("normalizer"))
    vocabulary = model.get("vocab")
    kind = model.get("type") or ("WordPiece" if isinstance(vocabulary, dict) else "Unigram")
    try:
        if kind == "WordPiece" and isinstance(vocabulary, dict):
            inner = str(model.get("continuing_subword_prefix", "##"))
            return WordPiece({str(one): int(n) for one, n in vocabulary.items()}, inner, lower)
        if kind == "Unigram" and isinstance(vocabulary, list):
            return _unigram(vocabulary, lower)
    except (TypeError, ValueError) as error:
        raise BadPieces(f"the vocabulary can't be read: {error}") from error
    raise BadPieces(f"tokenizers of the type {kind} are not read: only WordPiece and Unigram")


def _unigram(vocabulary: Sequence[Sequence[Any]], lower: bool) -> Unigram:
    known = {
        str(piece): (number, float(score))
        for number, (piece, score) in enumerate(vocabulary)
        if not str(piece).startswith("<")
    }
    return Unigram(known, max(map(len, known), default=1), lower)
