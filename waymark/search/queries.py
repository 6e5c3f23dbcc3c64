"""Asking the index. Whoever asks names the audiences that she belongs to; nothing else is found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Avg, Count, F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from waymark.kernel.search import (
    Candidate,
    Clause,
    Question,
    Scored,
    Word,
    arrange,
    ask,
    deletions,
    fold,
    nearest,
    to_fts5,
    to_tsquery,
)
from waymark.search.models import Document, Facet, KnownWord, Slip
from waymark.search.rules import PUBLIC, Piece, excerpt, marked
from waymark.search.store import analyser

CANDIDATES = 400
"""Documents that are put in order; of more, the database's own order says which ones."""

ENOUGH = 5
"""Where fewer documents hold all words, those that hold some of them are found as well."""

_SHOWN_BODY = 6000


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found, with its words marked. `why`: (words, field, times)."""

    key: str
    kind: str
    url: str
    language: str
    title: Sequence[Piece]
    text: Sequence[Piece]
    marks: Sequence[str]
    why: Sequence[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Found:
    """An answer. `every`: all documents hold all words; else `whole` of them do, the others some.

    facets: by name, values with how many of all found have them. meant: what may have been meant.
    """

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[tuple[str, int]]]
    every: bool = True
    whole: int = 0
    meant: str = ""


NOTHING = Found(0, (), {})


def visible(audiences: Collection[str] = ()) -> QuerySet[Document]:
    """The public documents, and those of the audiences named."""
    return Document.objects.filter(audience__in=[PUBLIC, *audiences])


def search(
    typed: str,
    *,
    language: str = "en",
    audiences: Collection[str] = (),
    narrowed: Mapping[str, str] | None = None,
    start: int = 0,
    count: int = 20,
) -> Found:
    """Find documents, the most fitting first; `narrowed` by facets (`kind` is one)."""
    hints = [language, *(code for code in ("en", "fr", "es") if code != language)]
    question = ask(typed, analyser(), languages=hints)
    if not question:
        return NOTHING
    whole, within = visible(audiences), _within(narrowed or {})
    told = _told(question, whole, within)
    every = told.every >= min(ENOUGH, told.some)
    matching = whole.filter(pk__in=_matching(question, every=every))
    total = told.every_within if every else told.some_within
    ordered = (
        _ordered(question, matching.filter(within), told, total=total, every=every) if total else []
    )
    hits = _hits(ordered[start : start + count], question, language)
    unknown = told.unknown if total == 0 or not every else []
    meant = _meant(typed, unknown) if unknown else ""
    facets = _facets(matching) if (told.every if every else told.some) else {}
    return Found(total, hits, facets, every=every, whole=told.every_within, meant=meant)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the index has of a question, asked all at once.

    `every` and `some` count documents with all or some of its words; `within`, as it is narrowed.
    """

    documents: int
    length: float
    found_by: Sequence[int]
    every: int
    every_within: int
    some: int
    some_within: int
    unknown: Sequence[Word]


def _told(question: Question, whole: QuerySet[Document], within: Q) -> _Told:
    every, some = (Q(pk__in=_matching(question, every=each)) for each in (True, False))
    words = _single_words(question)
    asked = {
        "every": every,
        "every_within": every & within,
        "some": some,
        "some_within": some & within,
        **{f"group{i}": _holding(Question((group,))) for i, group in enumerate(question.wanted)},
        **{f"word{i}": _holding(_only(word.forms[0])) for i, word in enumerate(words)},
    }
    found = whole.aggregate(
        documents=Count("pk"),
        length=Avg("size"),
        **{name: Count("pk", filter=which) for name, which in asked.items()},
    )
    return _Told(
        documents=found["documents"],
        length=found["length"] or 1.0,
        found_by=[found[f"group{i}"] for i in range(len(question.wanted))],
        unknown=[word for i, word in enumerate(words) if not found[f"word{i}"]],
        **{name: found[name] for name in ("every", "every_within", "some", "some_within")},
    )


def _single_words(question: Question) -> list[Word]:
    """The words that stand for themselves, which may be slips; not those of a known meaning."""
    return [
        word
        for group in question.wanted
        for clause in group
        if not clause.concepts
        for word in clause.words
    ]


def _holding(question: Question) -> Q:
    return Q(pk__in=_matching(question, every=True))


def _matching(question: Question, *, every: bool) -> RawSQL:
    """The ids of documents that hold what is asked. What was typed goes in as a parameter."""
    if connection.vendor == "sqlite":
        return _raw(
            "SELECT rowid FROM search_fts WHERE search_fts MATCH %s", to_fts5(question, every=every)
        )
    sql = "SELECT id FROM search_document WHERE vector @@ %s::tsquery"
    return _raw(sql, to_tsquery(question, every=every))


def _native_order(question: Question, *, every: bool) -> RawSQL:
    if connection.vendor == "sqlite":
        sql = (
            "(SELECT -bm25(search_fts, 6.0, 2.0, 1.0) FROM search_fts "
            "WHERE search_fts MATCH %s AND rowid = search_document.id)"
        )
        return _raw(sql, to_fts5(question, every=every))
    sql = "ts_rank('{0.1, 0.1, 0.3, 1.0}', vector, %s::tsquery)"
    return _raw(sql, to_tsquery(question, every=every))


def _raw(sql: str, asked: str) -> RawSQL:
    return RawSQL(sql, [asked])  # noqa: S611  # `sql` is one of the constants above


def _within(narrowed: Mapping[str, str]) -> Q:
    found = Q()
    for name, value in narrowed.items():
        if name == "kind":
            found &= Q(kind=value)
        else:
            held = Facet.objects.filter(name=name, value=value)
            found &= Q(pk__in=held.values("document"))
    return found


def _ordered(
    question: Question, found: QuerySet[Document], told: _Told, *, total: int, every: bool
) -> list[Scored]:
    if total > CANDIDATES:
        order = _native_order(question, every=every)
        found = found.annotate(native=order).order_by("-native", "pk")
    rows = found.values_list("id", "title", "summary", "body")[:CANDIDATES]
    return arrange(
        question,
        (
            Candidate(pk, {"title": title, "summary": summary, "body": body})
            for pk, title, summary, body in rows
        ),
        documents=told.documents,
        found_by=told.found_by,
        length=told.length,
    )


def _facets(found: QuerySet[Document]) -> dict[str, list[tuple[str, int]]]:
    kinds = found.order_by().annotate(name=Value("kind"), value=F("kind"))
    others = Facet.objects.filter(document__in=found.values("pk")).order_by()
    rows = (
        kinds.values_list("name", "value")
        .annotate(number=Count("pk"))
        .union(others.values_list("name", "value").annotate(number=Count("pk")), all=True)
    )
    facets: dict[str, list[tuple[str, int]]] = {"kind": []}
    for name, value, number in sorted(rows, key=lambda row: (row[0], -row[2], row[1])):
        facets.setdefault(name, []).append((value, number))
    return facets


def _hits(scored: Sequence[Scored], question: Question, language: str) -> list[Hit]:
    rows = Document.objects.in_bulk([one.id for one in scored]) if scored else {}
    return [_hit(rows[one.id], one, question, language) for one in scored if one.id in rows]


def _hit(row: Document, scored: Scored, question: Question, language: str) -> Hit:
    """The reader's language where the document has it; else one in which words were found."""
    codes = (
        [language] if language in row.texts else sorted(row.texts, key=lambda code: code != "en")
    )
    shown = [_marked(row, code, question) for code in codes]
    held = [one for one in shown if any(piece.found for part in one[1:] for piece in part)]
    code, title, text = (held or shown)[0]
    return Hit(row.key, row.kind, row.url, code, title, excerpt(text), row.marks, scored.why)


def _marked(row: Document, code: str, question: Question) -> tuple[str, list[Piece], list[Piece]]:
    said = row.texts[code]
    words = " ".join(filter(None, (said["summary"], said["body"][:_SHOWN_BODY])))
    title, text = (marked(part, code, question, analyser()) for part in (said["title"], words))
    return code, title, text


def _meant(typed: str, unknown: Sequence[Word]) -> str:
    """The question with its unknown words put right; empty where there is nothing to put right."""
    said, better = typed, _near([fold(word.said) for word in unknown])
    for word in unknown:
        said = said.replace(word.said, better.get(fold(word.said)) or word.said)
    return said if said != typed else ""


def _only(form: tuple[str, ...]) -> Question:
    return Question(((Clause((Word(" ".join(form), {"": form}),)),),))


_SLIPS = 500
"""Known words to which what was typed is held, of each word."""


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
