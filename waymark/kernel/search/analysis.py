"""From a text to the tokens that a store keeps: stems, pairs of Chinese characters, concepts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from waymark.kernel.search.folding import fold, plain, script_of
from waymark.kernel.search.glossary import Glossary
from waymark.kernel.search.language import SMALL

BARRIER = "0"
"""Stands between two texts, so that no phrase reaches from one into the next."""

LATIN = {"en": "english", "fr": "french", "es": "spanish", "pt": "portuguese", "it": "italian"}
_BY_SCRIPT = {"arabic": "arabic", "cyrillic": "russian"}
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"  # on letters, not beside them
_PIECE = rf"[^\W_](?:[^\W_]|[{_MARKS}])*"
_RUN = re.compile(rf"{_PIECE}(?:[’'\u02bc]{_PIECE})*")
HAN_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]+")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu)[’'\u02bc](?=\w)", re.IGNORECASE)
_ARTICLE = re.compile("^(?:وال|بال|كال|فال|لل|ال)(?=..)")
LONGEST = 64
"""Characters of a word that are looked at; nothing that people write is longer."""


@dataclass(frozen=True, slots=True)
class Token:
    """A term of the index, and where in the text it stands (characters from 0, end exclusive)."""

    term: str
    start: int
    end: int
    word: str  # folded, not stemmed: what the spelling help knows


@lru_cache(maxsize=100_000)
def stem(word: str, algorithm: str) -> str:
    """The stem of a word by a Snowball algorithm, folded. Empty algorithm: only folded."""
    if not algorithm:
        return fold(word)
    if algorithm == "arabic":
        word = _ARTICLE.sub("", word)
    return fold(str(_stemmer(algorithm).stemWord(word))) or fold(word)


@lru_cache(maxsize=16)
def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    made = Stemmer.Stemmer(algorithm)
    made.maxCacheSize = 0  # ours above is enough
    return made


def algorithm_for(script: str, language: str) -> str:
    """The stemmer for a word: by its script, and for Latin letters by the text's language."""
    return _BY_SCRIPT.get(script) or (LATIN.get(language, "") if script == "latin" else "")


class Analyser:
    """Cuts texts by one glossary. Equal texts give equal tokens, in every process."""

    def __init__(self, glossary: Glossary | None = None) -> None:
        """`glossary` is compiled here with this analyser's own stems."""
        self._names: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
        self._begun: dict[str, int] = {}  # by the first term: the most terms of such a name
        for concept, language, said in glossary.terms() if glossary else ():
            key = tuple(token.term for token in telling(self.asked(said, language)))
            names = self._names.setdefault(language if language in LATIN else "", {})
            if key and concept not in names.get(key, ()):
                names[key] = (*names.get(key, ()), concept)
                self._begun[key[0]] = max(self._begun.get(key[0], 0), len(key))

    def tokens(self, text: str, language: str = "en") -> list[Token]:
        """The tokens of a text that is kept, in order.

        The last character of a run of Chinese ones is a token of its own, so that one character
        finds, as a beginning, every pair that it begins and the run that it ends.
        """
        return list(_cut(text, language.partition("-")[0], tails=True))

    def asked(self, text: str, language: str = "en") -> list[Token]:
        """The tokens of words that are looked for: as `tokens`, without the last characters."""
        return list(_cut(text, language.partition("-")[0], tails=False))

    def concepts(
        self, terms: Sequence[str], language: str = "en"
    ) -> list[tuple[int, int, tuple[str, ...]]]:
        """Concepts named in a row of terms: from, to (exclusive), their ids; the longest wins.

        `language` is that of the words in Latin letters; other scripts tell it themselves.
        """
        own, others = self._names.get(language, {}), self._names.get("", {})
        found, at = [], 0
        while at < len(terms):
            longest = self._begun.get(terms[at], 0)
            for length in range(min(longest, len(terms) - at), 0, -1):
                key = tuple(terms[at : at + length])
                if ids := own.get(key) or others.get(key):
                    found.append((at, at + length, ids))
                    at += length
                    break
            else:
                at += 1
        return found

    def named(
        self, tokens: Sequence[Token], language: str = "en"
    ) -> list[tuple[int, int, tuple[str, ...]]]:
        """Concepts named in a text: from, to (characters), ids; small words may stand between."""
        told = telling(tokens)
        return [
            (told[start].start, told[end - 1].end, ids)
            for start, end, ids in self.concepts([token.term for token in told], language)
        ]

    def terms(self, text: str, language: str = "en") -> str:
        """What a store keeps of a text: its terms, a barrier, and its concepts."""
        tokens = self.tokens(text, language)
        marks = [mark(one) for _start, _end, ids in self.named(tokens, language) for one in ids]
        kept = [token.term for token in tokens]
        return " ".join([*kept, BARRIER, *marks] if marks else kept)


def telling(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that are no small words; all of them where there are only such."""
    return [token for token in tokens if token.word not in SMALL] or list(tokens)


def _cut(text: str, language: str, *, tails: bool) -> Iterator[Token]:
    for run in _RUN.finditer(text):
        last = run.start()
        for han in HAN_RUN.finditer(text, run.start(), run.end()):
            yield from _words(text, last, han.start(), language)
            yield from _pairs(text, han.start(), han.end(), tails=tails)
            last = han.end()
        yield from _words(text, last, run.end(), language)


def mark(concept: str) -> str:
    """The term of a concept in a store: no word begins like it."""
    return f"0{concept}"


def _words(text: str, start: int, end: int, language: str) -> Iterator[Token]:
    if start == end:
        return
    first, last, term, word = _read(text[start:end], language)
    if term:
        yield Token(term, start + first, start + last, word)


@lru_cache(maxsize=100_000)
def _read(piece: str, language: str) -> tuple[int, int, str, str]:
    """What a run of letters says: from, to, its term (empty where it says nothing), its word."""
    if not piece.strip("’'\u02bc"):
        return 0, 0, "", ""
    cut = _ELISION.match(piece)
    first = cut.end() if cut else 0
    said = re.sub(r"[’'\u02bc]\w{1,2}$", "", piece[first:]) or piece[first:]  # the city’s: the city
    word = plain(said[:LONGEST])
    term = stem(word, algorithm_for(script_of(said), language))
    return (
        first,
        first + len(said),
        re.sub(r"[\W_]+", "", term),
        re.sub(r"[\W_]+", "", fold(word)),
    )


def _pairs(text: str, start: int, end: int, *, tails: bool) -> Iterator[Token]:
    run = text[start:end]
    for at in range(len(run) - 1):
        pair = run[at : at + 2]
        yield Token(pair, start + at, start + at + 2, pair)
    if tails or len(run) == 1:
        yield Token(run[-1], end - 1, end, run[-1])
