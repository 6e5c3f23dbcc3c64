"""What people type into the box: words, "phrases", -without, either OR other, begin*.

Nothing that is typed is an error: what can not be an operator is a word. The parts of a question
are found all together first; `every=False` asks for any of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from waymark.kernel.search.analysis import HAN_RUN, LATIN, Analyser, mark
from waymark.kernel.search.folding import fold, script_of
from waymark.kernel.search.language import SMALL

MOST = 24
"""Words of a question that are looked at; what comes behind is left out."""

_PART = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"?|(?P<word>\S+)')
_OR = {"OR", "OU", "O", "ИЛИ", "أو", "或"}
HINTS = ("en", "fr", "es")
LINKS = "的和与及中在对按之了"
"""Chinese characters that link words and say nothing by themselves."""

Terms = tuple[str, ...]
"""Terms that stand one behind the other."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it was typed, and the terms that it may stand for in a text."""

    said: str
    by_language: Mapping[str, Terms]
    begins: bool = False  # the last term may go on

    @property
    def forms(self) -> tuple[Terms, ...]:
        """The different terms, in the order of the languages."""
        return tuple(dict.fromkeys(self.by_language.values()))


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that are wanted together, or one of the concepts that they name."""

    words: tuple[Word, ...]
    concepts: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The words as they were typed."""
        return " ".join(word.said for word in self.words)


@dataclass(frozen=True, slots=True)
class Question:
    """All of `wanted` (any clause of a group will do), and none of `unwanted`."""

    wanted: tuple[tuple[Clause, ...], ...] = ()
    unwanted: tuple[Clause, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)


def ask(typed: str, analyser: Analyser, *, languages: Iterable[str] = HINTS) -> Question:
    """Read what was typed. `languages` are those that a word in Latin letters may be of."""
    hints = tuple(code for code in languages if code in LATIN) or HINTS
    parts = [part for part in map(_read, list(_PART.finditer(typed))[:MOST]) if part.said]
    if any(part.tells for part in parts):
        parts = [part for part in parts if part.tells or part.either]
    return _Reader(analyser, hints).read(parts)


@dataclass(frozen=True, slots=True)
class _Part:
    said: str
    phrase: bool
    without: bool

    @property
    def either(self) -> bool:
        """Whether it stands between two words of which one will do."""
        return not self.phrase and self.said in _OR

    @property
    def tells(self) -> bool:
        """Whether it says anything about what is looked for."""
        return self.phrase or not (self.either or fold(self.said) in SMALL)


def _read(part: re.Match[str]) -> _Part:
    if part["phrase"] is not None:
        return _Part(part["phrase"], phrase=True, without=bool(part["minus"]))
    said = part["word"]
    without = said.startswith("-") and len(said) > 1
    return _Part(said.lstrip("-") if without else said, phrase=False, without=without)


class _Reader:
    """Reads the parts of one question in order; loose words gather until something else comes."""

    def __init__(self, analyser: Analyser, hints: tuple[str, ...]) -> None:
        self.analyser, self.hints = analyser, hints
        self.groups: list[tuple[Clause, ...]] = []
        self.unwanted: list[Clause] = []
        self.loose: list[Word] = []

    def read(self, parts: Iterable[_Part]) -> Question:
        """The question that the parts make."""
        join = False
        for part in parts:
            if part.either:
                self._gather()
                join = bool(self.groups)
                continue
            if self._run_on(part) and not join:
                self.loose += filter(None, map(self._word, self._cut(part.said)))
                continue
            word = self._word(part.said)
            if word is None:
                continue
            if part.without:
                self.unwanted.append(Clause((word,)))
            elif join:
                self.groups[-1] = (*self.groups[-1], self._clauses([word])[0])
            elif part.phrase:
                self._gather()
                self.groups.append((Clause((word,)),))
            else:
                self.loose.append(word)
            join = False
        self._gather()
        return Question(tuple(self.groups), tuple(self.unwanted))

    def _word(self, said: str) -> Word | None:
        begins = said.endswith("*")
        said = said.rstrip("*")
        forms = {
            language: terms
            for language in self.hints
            if (terms := tuple(token.term for token in self.analyser.asked(said, language)))
        }
        if not forms:
            return None
        single = len(said) == 1 and script_of(said) == "han"
        return Word(said, forms, begins=begins or single)

    def _run_on(self, part: _Part) -> bool:
        """Whether it may be several words without blanks, as Chinese is written."""
        return not (part.phrase or part.without) and bool(HAN_RUN.fullmatch(part.said))

    def _cut(self, said: str) -> Iterator[str]:
        """A row of Chinese characters, cut around the concepts that it names."""
        terms = [token.term for token in self.analyser.asked(said)]
        last = 0
        for start, end, _ids in self.analyser.concepts(terms):
            if rest := said[last:start].strip(LINKS):
                yield rest
            yield said[start : end + 1]  # so many pairs are one character more
            last = end + 1
        if rest := said[last:].strip(LINKS):
            yield rest

    def _gather(self) -> None:
        self.groups += [(clause,) for clause in self._clauses(self.loose)]
        self.loose = []

    def _clauses(self, words: list[Word]) -> list[Clause]:
        """A clause for each word; words that name one concept together share theirs."""
        clauses, at = [], 0
        while at < len(words):
            length, ids = self._longest(words[at : at + 6])
            clauses.append(Clause(tuple(words[at : at + length]), ids))
            at += length
        return clauses

    def _longest(self, words: list[Word]) -> tuple[int, tuple[str, ...]]:
        for length in range(len(words), 0, -1):
            found: dict[str, None] = {}
            for language in self.hints:
                terms = [term for word in words[:length] for term in word.by_language[language]]
                for start, end, ids in self.analyser.concepts(terms, language):
                    if (start, end) == (0, len(terms)):
                        found |= dict.fromkeys(ids)
            if found:
                return length, tuple(found)
        return 1, ()


def to_fts5(question: Question, *, every: bool = True) -> str:
    """The question for SQLite's FTS5; every term is quoted, so nothing of it is an operator."""

    def terms(form: Terms, begins: bool) -> str:
        return f'"{" ".join(form)}"' + (" *" if begins else "")

    positive = (" AND " if every else " OR ").join(
        _group(group, terms) for group in question.wanted
    )
    without = " OR ".join(_clause(clause, terms, "AND", "OR") for clause in question.unwanted)
    return f"({positive}) NOT ({without})" if without else positive


def to_tsquery(question: Question, *, every: bool = True, weight: str = "") -> str:
    """The question for PostgreSQL, to be cast to `tsquery`; every term is quoted.

    `weight`: of the terms that count, `A` for those of titles; empty is any.
    """

    def terms(form: Terms, begins: bool) -> str:
        flags = [weight] * (len(form) - 1) + [weight + ("*" if begins else "")]
        quoted = [
            f"'{term}'" + (f":{flag}" if flag else "")
            for term, flag in zip(form, flags, strict=True)
        ]
        return "(" + " <-> ".join(quoted) + ")"

    positive = (" & " if every else " | ").join(
        _group(group, terms, "&", "|") for group in question.wanted
    )
    without = " | ".join(_clause(clause, terms, "&", "|") for clause in question.unwanted)
    return f"({positive}) & !({without})" if without else positive


Write = Callable[[Terms, bool], str]


def _group(group: Iterable[Clause], terms: Write, both: str = "AND", either: str = "OR") -> str:
    return "(" + f" {either} ".join(_clause(clause, terms, both, either) for clause in group) + ")"


def _clause(clause: Clause, terms: Write, both: str, either: str) -> str:
    words = f" {both} ".join(
        "(" + f" {either} ".join(terms(form, word.begins) for form in word.forms) + ")"
        for word in clause.words
    )
    concepts = [terms((mark(concept),), False) for concept in clause.concepts]
    return "(" + f" {either} ".join([f"({words})", *concepts]) + ")"
