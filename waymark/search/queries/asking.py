"""Asking the index. Whoever asks names the audiences that she belongs to; nothing else is found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Value
from django.db.models.expressions import RawSQL

from waymark.kernel.search import (
    Candidate,
    Clause,
    Question,
    Scored,
    Word,
    arrange,
    ask,
    rareness,
)
from waymark.search.models import Document, Facet
from waymark.search.queries.hits import Hit, hits_of
from waymark.search.queries.matching import Sql, held, holding_any, visible, within
from waymark.search.queries.slips import meant
from waymark.search.store import analyser

CANDIDATES = 400
"""Documents that can be looked at; of more, the rough order says which ones."""

BLOCK = 200
"""Documents whose order is worked out at once: those of a page, and what stands near it."""

ENOUGH = 5
"""Where fewer documents hold all words, those that hold some of them are found as well."""


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
    asked = _Asked(question, audiences, narrowed or {})
    told = _told(asked)
    if not any(told.found_by) and not told.own:
        return Found(0, (), {}, meant=meant(typed, told.unknown))
    every, facets = _mode(asked, told)
    total = _total(asked, facets, every=every)
    whole = total if every else told.every_within
    ordered = _ordered(asked, told, total, start, count, every=every)
    hits = hits_of(ordered, asked.question, language, asked.audiences)
    unknown = told.unknown if total == 0 or not every else []
    better = meant(typed, unknown) if unknown else ""
    return Found(total, hits, facets, every=every, whole=whole, meant=better)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, for whom it is asked, and how it is narrowed."""

    question: Question
    audiences: Collection[str]
    narrowed: Mapping[str, str]

    def held(self, *, every: bool) -> Sql:
        """The documents that hold all words, or any of them."""
        return held(self.question, self.audiences, every=every)

    def matching(self, *, every: bool) -> QuerySet[Document]:
        """The same as a queryset: what she may see of them, not narrowed."""
        return visible(self.audiences).filter(pk__in=_raw(self.held(every=every)))


@dataclass(frozen=True, slots=True)
class _Told:
    """What the index has of a question, asked all at once.

    `documents`, `length`, `found_by`: of public documents alone, so that the order says nothing of
    others. `every`: how many hold all words; `own`: whether one that is not public holds any.
    """

    documents: int
    length: float
    found_by: Sequence[int]
    every: int
    every_within: int
    own: bool
    unknown: Sequence[Word]


def _told(asked: _Asked) -> _Told:
    groups = [Question((group,)) for group in asked.question.wanted]
    words = _single_words(asked.question)
    every = asked.held(every=True)
    parts = [
        Sql("SELECT documents FROM search_totals WHERE id = 1"),
        Sql("SELECT terms FROM search_totals WHERE id = 1"),
        every.counted(),
        within(every, asked.narrowed).counted(),
        holding_any(asked.question, asked.audiences),
        *(held(group).counted() for group in groups),
        *(held(_only(word.forms[0]), asked.audiences).there() for word in words),
    ]
    row = Sql.row(parts).one()
    documents, terms, counted, counted_within, own = row[:5]
    return _Told(
        documents=documents or 0,
        length=(terms or 0) / (documents or 1),
        found_by=row[5 : 5 + len(groups)],
        every=counted,
        every_within=counted_within,
        own=bool(own),
        unknown=[word for word, known in zip(words, row[5 + len(groups) :], strict=True)
                 if not known],
    )  # fmt: skip


def _mode(asked: _Asked, told: _Told) -> tuple[bool, dict[str, list[tuple[str, int]]]]:
    """Whether all words are to be there, and the facets of what is found then."""
    if told.every >= ENOUGH or len(asked.question.wanted) == 1:
        return True, _facets(asked.matching(every=True))
    facets = _facets(asked.matching(every=False))
    return told.every == sum(count for _kind, count in facets["kind"]), facets


def _total(asked: _Asked, facets: Mapping[str, Sequence[tuple[str, int]]], *, every: bool) -> int:
    """How many are found. Facets have counted them, but where it is narrowed by two at once."""
    if not asked.narrowed:
        return sum(count for _kind, count in facets["kind"])
    if len(asked.narrowed) == 1:
        ((name, value),) = asked.narrowed.items()
        return dict(facets.get(name, ())).get(value, 0)
    found = within(asked.held(every=every), asked.narrowed)
    return visible(asked.audiences).filter(pk__in=_raw(found)).count()


def _only(form: tuple[str, ...]) -> Question:
    return Question(((Clause((Word(" ".join(form), {"": form}),)),),))


def _single_words(question: Question) -> list[Word]:
    """The words that stand for themselves, which may be slips; not those of a known meaning."""
    return [
        word
        for group in question.wanted
        for clause in group
        if not clause.concepts
        for word in clause.words
    ]


def _raw(sql: Sql) -> RawSQL:
    return RawSQL(sql.text, list(sql.values))  # noqa: S611  # made of constants in `matching`


def _ordered(
    asked: _Asked, told: _Told, total: int, start: int, count: int, *, every: bool
) -> list[Scored]:
    """Those from `start` on. Each block of the rough order is put in order by itself."""
    first, last = start // BLOCK, (min(start + count, total, CANDIDATES) - 1) // BLOCK
    if not total or last < first:
        return []
    found = visible(asked.audiences).filter(
        pk__in=_raw(within(asked.held(every=every), asked.narrowed))
    )
    if total > BLOCK:
        found = found.annotate(rough=_rough(asked, told, every=every))
        found = found.order_by("-rough", "size", "pk")
    rows = found.values_list("id", "title", "summary", "body")[first * BLOCK : (last + 1) * BLOCK]
    candidates = [
        Candidate(pk, {"title": title, "summary": summary, "body": body})
        for pk, title, summary, body in rows
    ]
    ordered = [
        scored
        for at in range(0, len(candidates), BLOCK)
        for scored in arrange(
            asked.question,
            candidates[at : at + BLOCK],
            documents=told.documents,
            found_by=told.found_by,
            length=told.length,
        )
    ]
    return ordered[start - first * BLOCK :][:count]


def _rough(asked: _Asked, told: _Told, *, every: bool) -> RawSQL:
    """Whole numbers, the same on every database: rare words weigh more, twice as much in a title.

    Where all words are there anyway, only titles make a difference; then the shorter come first.
    """
    points, values = ["0"], list[Any]()
    for group, found_by in zip(asked.question.wanted, told.found_by, strict=True):
        weight = round(1000 * rareness(told.documents, found_by))
        for title in (True,) if every else (True, False):
            sql = held(Question((group,)), asked.audiences, title=title)
            points.append(f"CASE WHEN search_document.id IN ({sql.text}) THEN {weight} ELSE 0 END")
            values += sql.values
    return RawSQL(" + ".join(points), values)  # noqa: S611  # made of constants in `matching`


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
