"""Asking the index. Whoever asks names the audiences that she belongs to; nothing else is found."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
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
from waymark.search.models import Facet
from waymark.search.queries.hits import Hit, hits_of
from waymark.search.queries.matching import (
    Sql,
    best,
    held,
    holding_any,
    kinds,
    visible,
    within,
)
from waymark.search.queries.nearness import by_meaning
from waymark.search.queries.slips import meant
from waymark.search.store import analyser

CANDIDATES = 400
"""Documents that can be looked at; of more, the rough order says which ones."""

BLOCK = 100
"""Documents whose order is worked out at once: those of a page, and what stands near it."""

PLENTY = 1000
"""Where some of the words will do and the rarer ones bring so many, frequent ones bring no more."""

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
Facets = dict[str, list[tuple[str, int]]]


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
    asked = _Asked(question, audiences, narrowed or {}, typed, language)
    told = _told(asked)
    if not any(told.found_by) and not told.own:
        return Found(0, (), {}, meant=meant(typed, told.unknown))
    every, facets = _mode(asked, told)
    total = _total(asked, told, facets, every=every)
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
    typed: str
    language: str

    def held(self, told: _Told | None = None, *, every: bool) -> Sql:
        """The documents that hold all words, or any of them (the rarer ones, as `told`)."""
        question = self.question if every or told is None else _rarer(self.question, told.found_by)
        return held(question, self.audiences, every=every)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the index has of a question, asked all at once.

    `documents`, `length`, `found_by`: of public documents alone, so that the order says nothing of
    others. `every`: how many hold all words; `own`: whether one that is not public holds any;
    `facets`: whether any document has one.
    """

    documents: int
    length: float
    found_by: Sequence[int]
    every: int
    every_within: int
    own: bool
    facets: bool
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
        Sql("SELECT CASE WHEN EXISTS (SELECT 1 FROM search_facet) THEN 1 ELSE 0 END"),
        *(held(group).counted() for group in groups),
        *(held(_only(word.forms[0]), asked.audiences).there() for word in words),
    ]
    (row,) = Sql.row(parts).rows()
    documents, terms, counted, counted_within, own, facets = row[:6]
    known = row[6 + len(groups) :]
    return _Told(
        documents=documents or 0,
        length=(terms or 0) / (documents or 1),
        found_by=row[6 : 6 + len(groups)],
        every=counted,
        every_within=counted_within,
        own=bool(own),
        facets=bool(facets),
        unknown=[word for word, there in zip(words, known, strict=True) if not there],
    )  # fmt: skip


def _mode(asked: _Asked, told: _Told) -> tuple[bool, Facets]:
    """Whether all words are to be there, and the facets of what is found then."""
    if told.every >= ENOUGH or len(asked.question.wanted) == 1:
        return True, _facets(asked, told, every=True)
    facets = _facets(asked, told, every=False)
    return told.every == sum(count for _kind, count in facets["kind"]), facets


def _rarer(question: Question, found_by: Sequence[int]) -> Question:
    """The question without its most frequent parts, where the rarer ones find plenty.

    What holds nothing but a frequent word would stand behind all that can be looked at.
    """
    kept: list[tuple[Clause, ...]] = []
    total = 0
    for group, number in sorted(
        zip(question.wanted, found_by, strict=True), key=lambda one: one[1]
    ):
        if total >= PLENTY:
            break
        kept.append(group)
        total += number
    wanted = tuple(group for group in question.wanted if group in kept)
    return Question(wanted, question.unwanted)


def _total(asked: _Asked, told: _Told, facets: Facets, *, every: bool) -> int:
    """How many are found. Facets have counted them, but where it is narrowed by two at once."""
    if not asked.narrowed:
        return sum(count for _kind, count in facets["kind"])
    if len(asked.narrowed) == 1:
        ((name, value),) = asked.narrowed.items()
        return dict(facets.get(name, ())).get(value, 0)
    ((count,),) = within(asked.held(told, every=every), asked.narrowed).counted().rows()
    return int(count)


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
    """Those from `start` on. Each block of the rough order is put in order by itself.

    A model of meaning, where the operator has one, orders the first block again.
    """
    first, end = start // BLOCK, min(start + count, total, CANDIDATES)
    ordered: list[Scored] = []
    for at in range(first * BLOCK, end, BLOCK):
        block = arrange(
            asked.question,
            _block(asked, told, at, every=every),
            documents=told.documents,
            found_by=told.found_by,
            length=told.length,
        )
        if at == 0:
            block = by_meaning(asked.typed, asked.language, asked.audiences, block)
        ordered += block
    return ordered[start - first * BLOCK :][:count]


def _block(asked: _Asked, told: _Told, at: int, *, every: bool) -> Iterator[Candidate]:
    """The documents of a block of the rough order.

    It is in whole numbers, the same on every database: rare words weigh more, twice as much in a
    title. Where all words are there anyway, only titles make a difference.
    """
    points = [
        (
            round(1000 * rareness(told.documents, found_by)),
            held(Question((group,)), asked.audiences, title=title),
        )
        for group, found_by in zip(asked.question.wanted, told.found_by, strict=True)
        for title in ((True,) if every else (True, False))
    ]
    found = within(asked.held(told, every=every), asked.narrowed)
    chosen = _raw(best(found, points, at, BLOCK))
    rows = visible(asked.audiences).filter(pk__in=chosen)
    for pk, title, summary, body in rows.values_list("id", "title", "summary", "body"):
        yield Candidate(pk, {"title": title, "summary": summary, "body": body})


def _facets(asked: _Asked, told: _Told, *, every: bool) -> Facets:
    found = asked.held(told, every=every)
    facets: Facets = {"kind": []}
    rows = [("kind", kind, number) for kind, number in kinds(found).rows()]
    if told.facets:
        others = Facet.objects.filter(document__in=_raw(found)).values_list("name", "value")
        rows += others.order_by().annotate(number=Count("pk"))
    for name, value, number in sorted(rows, key=lambda row: (row[0], -row[2], row[1])):
        facets.setdefault(name, []).append((value, number))
    return facets
