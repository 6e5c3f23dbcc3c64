"""Handing in what can be found. No person acts here: the index only follows what rooms hold."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path

from django.db import connection, transaction
from django.db.models import F

from waymark.kernel.search import Analyser, deletions, read_glossary
from waymark.kernel.search.spelling import SHORTEST
from waymark.search.models import Document, Facet, KnownWord, Reader, Slip, Totals
from waymark.search.rules import Entry, analysed, to_vector

GLOSSARY = Path(__file__).with_name("glossary.csv")
_ANALYSIS = "1"  # goes up when the analyser cuts differently, so that all is analysed anew
_BATCH = 500
_WORDS = 5000  # in one statement: databases take some 32,000 values
_ADD = """
INSERT INTO search_knownword (word, times) VALUES {rows}
ON CONFLICT (word) DO UPDATE SET times = search_knownword.times + excluded.times
RETURNING id, word, times"""


@cache
def analyser() -> Analyser:
    """The analyser with our glossary; made once in a process."""
    return Analyser(read_glossary(GLOSSARY.read_text(encoding="utf-8")))


@cache
def version() -> str:
    """Which analyser and glossary made the terms."""
    return f"{_ANALYSIS}-{hashlib.sha256(GLOSSARY.read_bytes()).hexdigest()[:16]}"


def keep(entries: Iterable[Entry]) -> int:
    """Put entries in, in place of those with the same keys; return how many had changed."""
    changed, batch = 0, []
    for entry in entries:
        batch.append(entry)
        if len(batch) == _BATCH:
            changed += _keep(batch)
            batch = []
    return changed + _keep(batch)


@transaction.atomic
def forget(keys: Iterable[str]) -> int:
    """Take entries out; return how many were there.

    In the transaction of a change it makes sure that nobody puts back what was read before it.
    """
    _in_turn()
    gone, wanted = 0, list(keys)
    for at in range(0, len(wanted), _BATCH):
        gone += _forget(wanted[at : at + _BATCH])
    return gone


@transaction.atomic
def replace(kind: str, entries: Iterable[Entry]) -> int:
    """Make the entries of a kind exactly these; return how many changed, came or went.

    What makes them is asked here, and nothing else is taken out meanwhile.
    """
    _in_turn()
    wanted = {entry.key: entry for entry in entries}
    gone = set(Document.objects.filter(kind=kind).values_list("key", flat=True)) - set(wanted)
    return keep(wanted.values()) + forget(gone)


def digests(kind: str) -> dict[str, str]:
    """What is in of a kind, by key: the digests that the entries had (`Entry.digest`)."""
    return dict(Document.objects.filter(kind=kind).values_list("key", "digest"))


def _in_turn() -> None:
    """Wait for whoever takes out or reads anew; the others wait until this transaction ends."""
    list(Totals.objects.select_for_update().filter(pk=1))


@transaction.atomic
def _forget(keys: list[str]) -> int:
    old = _held(keys)
    _count(old, [])
    _learn(_said(row.texts for row in old if row.public), {})
    Document.objects.filter(pk__in=[row.pk for row in old]).delete()
    return len(old)


@transaction.atomic
def _keep(entries: list[Entry]) -> int:
    digests = {entry.key: entry.digest(version()) for entry in entries}
    held = dict(Document.objects.filter(key__in=digests).values_list("key", "digest"))
    new = [entry for entry in entries if held.get(entry.key) != digests[entry.key]]
    if not new:
        return 0
    old = _held([entry.key for entry in new if entry.key in held])
    rows = [_row(entry, digests[entry.key]) for entry in new]
    names = [
        *("kind", "url", "public", "texts", "marks"),
        *("title", "summary", "body", "size", "digest"),
    ]
    Document.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=names
    )
    written = Document.objects.filter(key__in=[entry.key for entry in new])
    ids = dict(written.values_list("key", "id"))
    _keep_vectors(rows, ids)
    _keep_readers(new, ids, anew=bool(old))
    _keep_facets(new, ids, anew=bool(old))
    _count(old, rows)
    _learn(
        _said(row.texts for row in old if row.public),
        _said(row.texts for row in rows if row.public),
    )
    return len(new)


def _held(keys: list[str]) -> list[Document]:
    """What is there of these, locked until it is replaced, so that it is counted off once."""
    found = Document.objects.select_for_update().filter(key__in=keys).order_by("pk")
    return list(found.only("size", "public", "texts")) if keys else []


def _row(entry: Entry, digest: str) -> Document:
    fields = analysed(entry, analyser())
    return Document(
        key=entry.key,
        kind=entry.kind,
        url=entry.url,
        public=entry.public,
        texts={language: asdict(text) for language, text in entry.texts.items()},
        marks=list(entry.marks),
        size=sum(terms.count(" ") + 1 for terms in fields.values() if terms),
        digest=digest,
        **fields,
    )


def _keep_vectors(rows: list[Document], ids: dict[str, int]) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite's triggers have done it
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE search_document SET vector = %s::tsvector WHERE id = %s",
            [
                (
                    to_vector({"title": row.title, "summary": row.summary, "body": row.body}),
                    ids[row.key],
                )
                for row in rows
            ],
        )


def _keep_readers(entries: list[Entry], ids: dict[str, int], *, anew: bool) -> None:
    if anew:
        Reader.objects.filter(document_id__in=[ids[entry.key] for entry in entries]).delete()
    Reader.objects.bulk_create(
        Reader(document_id=ids[entry.key], audience=audience)
        for entry in entries
        if not entry.public
        for audience in dict.fromkeys(entry.audiences)
    )


def _keep_facets(entries: list[Entry], ids: dict[str, int], *, anew: bool) -> None:
    if anew:
        Facet.objects.filter(document_id__in=[ids[entry.key] for entry in entries]).delete()
    Facet.objects.bulk_create(
        Facet(document_id=ids[entry.key], name=name, value=value)
        for entry in entries
        for name, values in entry.facets.items()
        for value in dict.fromkeys(values)
    )


def _count(old: list[Document], new: list[Document]) -> None:
    """Keep the totals of public documents, which nobody then has to count for a question."""
    documents = sum(row.public for row in new) - sum(row.public for row in old)
    terms = sum(row.size * row.public for row in new) - sum(row.size * row.public for row in old)
    if not (documents or terms):
        return
    row, told = Totals.objects.filter(pk=1), {"documents": documents, "terms": terms}
    added = {name: F(name) + more for name, more in told.items()}
    if not row.update(**added):
        Totals.objects.bulk_create([Totals(pk=1)], ignore_conflicts=True)  # another may be first
        row.update(**added)


def _said(texts: Iterable[Mapping[str, Mapping[str, str]]]) -> Counter[str]:
    """Words of titles and summaries, and how often each is said."""
    return Counter(
        token.word
        for each in texts
        for language, text in each.items()
        for token in analyser().tokens(f"{text['title']} {text['summary']}", language)
        if len(token.word) >= SHORTEST and not token.word.isdecimal()
    )


def _learn(before: Mapping[str, int], after: Mapping[str, int]) -> None:
    """Know the words that are public now, so that slips can be put right; forget all others."""
    differing = {
        word: after.get(word, 0) - before.get(word, 0)
        for word in {*before, *after}
        if after.get(word, 0) != before.get(word, 0)
    }
    if not differing:
        return
    held = _counted(sorted(differing.items()))
    KnownWord.objects.filter(pk__in=[one for one, _word, times in held if times < 1]).delete()
    new = [(number, word) for number, word, times in held if times > 0 and times == differing[word]]
    Slip.objects.bulk_create(
        Slip(key=key, word_id=number) for number, word in new for key in deletions(word)
    )


def _counted(more: list[tuple[str, int]]) -> list[tuple[int, str, int]]:
    """Add to the counts of words, and return each as it stands now: its row, itself, its times.

    One statement adds and locks, as counts that are read and written apart lose what another
    worker adds between. Words come in order, so that two workers don't wait for each other. No row
    stays at 0: what now stands at what was added was not known before.
    """
    found: list[tuple[int, str, int]] = []
    with connection.cursor() as cursor:
        for start in range(0, len(more), _WORDS):
            part = more[start : start + _WORDS]
            rows = ", ".join(["(%s, %s)"] * len(part))
            cursor.execute(_ADD.format(rows=rows), [value for pair in part for value in pair])
            found += cursor.fetchall()
    return found
