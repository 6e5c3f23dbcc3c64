"""What is handed in to be found, and how a piece of it is shown with the words that were found."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from waymark.kernel.search import Analyser, Clause, Question, Token
from waymark.kernel.search.analysis import BARRIER, mark

PUBLIC = "everybody"
"""The audience of what everybody may find."""

FIELDS = ("title", "summary", "body")
LONGEST_BODY = 200_000
"""Characters of a body that are read; a book is found by its beginning."""

MOST_TERMS = 16_000
"""Terms of a body that are kept: behind them PostgreSQL knows no places any more."""

PAGE, PIECE = "\f", "\v"
"""What parts the pages of a body, and the pieces of one that has no pages of its own."""

_PARTS = re.compile(f"[{PAGE}{PIECE}]")
_PART_END = "0pg"  # the term between two pages: no phrase reaches across it
_ENDS = re.compile(rf"(?<!\S){_PART_END}(?!\S)")


@dataclass(frozen=True, slots=True)
class Text:
    """An entry in one language."""

    title: str
    summary: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found.

    key: tells it apart from all others, `kind:id`. url: its page, without host. texts: by language
    code. audiences: who may find it, PUBLIC or names of groups; without any, nobody. facets: what
    it can be narrowed down by, such as `{"language": ("en", "fr")}`. marks: names of statuses to
    show beside it.
    """

    key: str
    kind: str
    url: str
    texts: Mapping[str, Text]
    audiences: Sequence[str] = (PUBLIC,)
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    marks: Sequence[str] = ()
    stamp: str = ""

    def __post_init__(self) -> None:
        """Refuse an audience without a name, which could be anybody."""
        if not all(self.audiences):
            raise ValueError(f"{self.key} has an audience without a name")

    @property
    def public(self) -> bool:
        """Whether everybody may find it."""
        return PUBLIC in self.audiences

    def digest(self, version: str) -> str:
        """Equal for equal entries that were analysed by the same version."""
        said = json.dumps([version, self.stamp or asdict(self)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def analysed(entry: Entry, analyser: Analyser) -> dict[str, str]:
    """The terms of an entry by field, its languages one behind the other."""
    return {
        name: f" {BARRIER} ".join(
            terms
            for language, text in sorted(entry.texts.items())
            if (terms := _terms(getattr(text, name)[:LONGEST_BODY], language, analyser))
        )
        for name in FIELDS
    }


def _terms(text: str, language: str, analyser: Analyser) -> str:
    """The terms of a text, page by page where it has pages."""
    said: list[str] = []
    for number, part in enumerate(_PARTS.split(text)):
        said += [_PART_END] if number else []
        said += analyser.terms(part, language).split()
        if len(said) > MOST_TERMS:
            break
    return " ".join(said[:MOST_TERMS])


def is_parted(body: str) -> bool:
    """Whether a body has pages or pieces."""
    return bool(_PARTS.search(body))


def part_of(body: str, number: int) -> str:
    """A page or piece of a body, counted from 0; "" where there is none."""
    parts = _PARTS.split(body)
    return parts[number] if number < len(parts) else ""


def best_part(terms: str, question: Question) -> tuple[int, bool]:
    """The first of the parts that hold most of what is asked, from 0; and whether it holds any.

    terms: those of a body, as `analysed` made them.
    """
    best, most = 0, 0
    for number, part in enumerate(_ENDS.split(terms)):
        held = f" {part.strip()} "
        found = sum(any(_holds(clause, held) for clause in group) for group in question.wanted)
        if found > most:
            best, most = number, found
    return best, most > 0


def _holds(clause: Clause, terms: str) -> bool:
    literal = all(
        any(f" {' '.join(form)}{'' if word.begins else ' '}" in terms for form in word.forms)
        for word in clause.words
    )
    return literal or any(f" {mark(one)} " in terms for one in clause.concepts)


def to_vector(fields: Mapping[str, str]) -> str:
    """Terms by field as PostgreSQL writes a `tsvector`: weight A for the title, then B, C.

    Positions end at 16,383 and a term at 255 of them, as PostgreSQL's own do; what stands behind
    is found all the same, though not as a part of a phrase.
    """
    places: dict[str, list[str]] = {}
    at = 0
    for weight, name in zip("ABC", FIELDS, strict=True):
        for term in fields[name].split():
            at += 1
            where = places.setdefault(term, [])
            if len(where) < 255:
                where.append(f"{min(at, 16_383)}{weight}")
        at += 1
    return " ".join(f"'{term}':{','.join(where)}" for term, where in places.items())


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a shown text, and whether it is what was looked for."""

    text: str
    found: bool


def marked(text: str, language: str, question: Question, analyser: Analyser) -> list[Piece]:
    """A text cut at the words that were looked for, or that mean the same."""
    tokens = analyser.tokens(text, language)
    pieces: list[Piece] = []
    at = 0
    for start, end in _spans(tokens, language, question, analyser):
        if start > at:
            pieces.append(Piece(text[at:start], found=False))
        pieces.append(Piece(text[start:end], found=True))
        at = end
    if at < len(text):
        pieces.append(Piece(text[at:], found=False))
    return pieces


def _spans(
    tokens: Sequence[Token], language: str, question: Question, analyser: Analyser
) -> list[tuple[int, int]]:
    clauses = [clause for group in question.wanted for clause in group]
    wanted, begun, meant = set(), [], set()
    for clause in clauses:
        meant |= {mark(one) for one in clause.concepts}
        for word in clause.words:
            for form in word.forms:
                wanted |= set(form)
                begun += [form[-1]] if word.begins else []
    spans = [
        (token.start, token.end)
        for token in tokens
        if token.term in wanted or any(token.term.startswith(one) for one in begun)
    ]
    for start, end, ids in analyser.named(tokens, language):
        if meant & {mark(one) for one in ids}:
            spans.append((start, end))
    return _joined(sorted(spans))


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch or overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def excerpt(pieces: Sequence[Piece], length: int = 260) -> list[Piece]:
    """Some `length` characters of a marked text around the first word that was found."""
    whole = "".join(piece.text for piece in pieces)
    before = 0
    for piece in pieces:
        if piece.found:
            break
        before += len(piece.text)
    else:
        before = 0
    start = max(0, before - length // 3)
    if start:
        start = whole.find(" ", start, before) + 1 or start
    end = min(len(whole), start + length)
    if end < len(whole):
        blank = whole.rfind(" ", start + length // 2, end)
        end = blank if blank > 0 else end
    cut, at = [], 0
    for piece in pieces:
        left, right = max(start - at, 0), min(end - at, len(piece.text))
        if right > left:
            cut.append(Piece(piece.text[left:right], piece.found))
        at += len(piece.text)
    if start and cut:
        cut.insert(0, Piece("… ", found=False))
    if end < len(whole) and cut:
        cut.append(Piece(" …", found=False))
    return cut
