"""Asking the index. Whoever asks names the audiences that she belongs to; nothing else is found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Avg, Count, QuerySet
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
    """An answer. `every`: all words were found together; else documents hold some of them.

    facets: by name, values with how many of all found have them. meant: what may have been meant.
    """

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[tuple[str, int]]]
    every: bool = True
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
    whole = visible(audiences)
    every = True
    matching = whole.filter(pk__in=_matching(question, every=True))
    if len(question.wanted) > 1 and not matching.exists():
        every, matching = False, whole.filter(pk__in=_matching(question, every=False))
    inside = _narrow(matching, narrowed or {})
    ordered = _ordered(question, inside, whole, every=every)
    total = len(ordered) if len(ordered) < CANDIDATES else inside.count()
    hits = _hits(ordered[start : start + count], question, language)
    meant = _meant(typed, question, whole) if total == 0 or not every else ""
    return Found(total, hits, _facets(matching), every=every, meant=meant)


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


def _narrow(found: QuerySet[Document], narrowed: Mapping[str, str]) -> QuerySet[Document]:
    for name, value in narrowed.items():
        if name == "kind":
            found = found.filter(kind=value)
        else:
            found = found.filter(facets__name=name, facets__value=value)
    return found


def _ordered(
    question: Question, found: QuerySet[Document], whole: QuerySet[Document], *, every: bool
) -> list[Scored]:
    rows = list(found.values_list("id", "title", "summary", "body")[: CANDIDATES + 1])
    if len(rows) > CANDIDATES:
        best = found.annotate(native=_native_order(question, every=every)).order_by("-native", "pk")
        rows = list(best.values_list("id", "title", "summary", "body")[:CANDIDATES])
    facts = whole.aggregate(documents=Count("pk"), length=Avg("size"))
    found_by = [
        whole.filter(pk__in=_matching(Question((group,)), every=True)).count()
        for group in question.wanted
    ]
    return arrange(
        question,
        (
            Candidate(pk, {"title": title, "summary": summary, "body": body})
            for pk, title, summary, body in rows
        ),
        documents=facts["documents"],
        found_by=found_by,
        length=facts["length"] or 1.0,
    )


def _facets(found: QuerySet[Document]) -> dict[str, list[tuple[str, int]]]:
    facets: dict[str, list[tuple[str, int]]] = {}
    kinds = found.order_by().values_list("kind").annotate(number=Count("pk"))
    facets["kind"] = sorted(kinds, key=lambda one: (-one[1], one[0]))
    rows = (
        Facet.objects.filter(document__in=found.values("pk"))
        .values_list("name", "value")
        .annotate(number=Count("pk"))
        .order_by("name", "-number", "value")
    )
    for name, value, number in rows:
        facets.setdefault(name, []).append((value, number))
    return facets


def _hits(scored: Sequence[Scored], question: Question, language: str) -> list[Hit]:
    rows = Document.objects.in_bulk([one.id for one in scored])
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


def _meant(typed: str, question: Question, whole: QuerySet[Document]) -> str:
    """The question with its unknown words put right; empty where there is nothing to put right."""
    said = typed
    for group in question.wanted:
        for clause in group:
            if clause.concepts:
                continue
            for word in clause.words:
                if not whole.filter(pk__in=_matching(_only(word.forms[0]), every=True)).exists():
                    better = _near(fold(word.said))
                    said = said.replace(word.said, better) if better else said
    return said if said != typed else ""


def _only(form: tuple[str, ...]) -> Question:
    return Question(((Clause((Word(" ".join(form), {"": form}),)),),))


def _near(word: str) -> str | None:
    # Two plain look-ups: a join leaves room for a bad plan where tables have just been filled.
    ids = set(Slip.objects.filter(key__in=deletions(word)).values_list("word_id", flat=True)[:500])
    return nearest(word, dict(KnownWord.objects.filter(pk__in=ids).values_list("word", "times")))
