"""A document that was found, as it is shown: in which language, with which words marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from waymark.kernel.search import Question, Scored
from waymark.search.models import Document
from waymark.search.queries.matching import visible
from waymark.search.rules import PAGE, Piece, best_part, excerpt, is_parted, marked, part_of
from waymark.search.store import analyser

_SHOWN_BODY = 6000
"""Characters of a body in which a piece to show is looked for."""

_NEAR, _BEYOND = 700, 400
"""Most words are found near the beginning; what is shown around them ends before the second."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found, with its words marked. `why`: (words, field, times).

    Of one in parts, `text` is of the part that holds most of what is asked, `about` its summary,
    and `page` the number of that part where the document has pages, else 0. `places`: its places
    by words and by meaning, where a model of meaning was asked.
    """

    key: str
    kind: str
    url: str
    language: str
    title: Sequence[Piece]
    text: Sequence[Piece]
    marks: Sequence[str]
    why: Sequence[tuple[str, str, int]]
    about: Sequence[Piece] = ()
    page: int = 0
    places: tuple[int, int] | None = None


def hits_of(
    scored: Sequence[Scored], question: Question, language: str, audiences: Collection[str]
) -> list[Hit]:
    """The documents of these places, as they are shown."""
    rows = visible(audiences).in_bulk([one.id for one in scored]) if scored else {}
    return [
        replace(_hit(rows[one.id], one, question, language), places=one.places)
        for one in scored
        if one.id in rows
    ]


def _hit(row: Document, scored: Scored, question: Question, language: str) -> Hit:
    """The reader's language where the document has it; else one in which words were found."""
    for code, said in row.texts.items():
        if is_parted(said["body"]):
            return _hit_in_parts(row, code, scored, question)
    codes = (
        [language] if language in row.texts else sorted(row.texts, key=lambda code: code != "en")
    )
    first = None
    for code in codes:
        shown = _marked(row, code, question)
        first = first or shown
        if any(piece.found for part in shown[1:] for piece in part):
            break
    else:
        shown = first or ("", [], [])
    code, title, text = shown
    return Hit(row.key, row.kind, row.url, code, title, excerpt(text), row.marks, scored.why)


def _hit_in_parts(row: Document, code: str, scored: Scored, question: Question) -> Hit:
    """One long text: only the part is read again that holds most of what is asked."""
    said = row.texts[code]
    number, found = best_part(row.body, question)
    part = part_of(said["body"], number)[:_SHOWN_BODY]
    numbered = found and PAGE in said["body"]
    title, about, text = (
        marked(words, code, question, analyser())
        for words in (said["title"], said["summary"], part)
    )
    page = number + 1 if numbered else 0
    return Hit(
        row.key, row.kind, row.url, code, title, excerpt(text), row.marks, scored.why, about, page
    )


def _marked(row: Document, code: str, question: Question) -> tuple[str, list[Piece], list[Piece]]:
    said = row.texts[code]
    words = " ".join(filter(None, (said["summary"], said["body"][:_SHOWN_BODY])))
    title = marked(said["title"], code, question, analyser())
    text = marked(words[: _NEAR + _BEYOND], code, question, analyser())
    if len(words) > _NEAR + _BEYOND and not _found_within(text, _NEAR):
        text = marked(words, code, question, analyser())
    return code, title, text


def _found_within(pieces: Sequence[Piece], length: int) -> bool:
    at = 0
    for piece in pieces:
        if piece.found:
            return at < length
        at += len(piece.text)
    return False
