"""Handing in what can be found. No person acts here: the index only follows what rooms hold."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from pathlib import Path

from django.db import connection, transaction

from waymark.kernel.search import Analyser, deletions, read_glossary
from waymark.kernel.search.spelling import SHORTEST
from waymark.search.models import Document, Facet, KnownWord, Slip
from waymark.search.rules import PUBLIC, Entry, analysed, to_vector

GLOSSARY = Path(__file__).with_name("glossary.csv")
_ANALYSIS = "1"  # goes up when the analyser cuts differently, so that all is analysed anew
_BATCH = 500


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


def forget(keys: Iterable[str]) -> int:
    """Take entries out; return how many were there."""
    found = Document.objects.filter(key__in=list(keys))
    number = found.count()
    found.delete()
    return number


@transaction.atomic
def replace(kind: str, entries: Iterable[Entry]) -> int:
    """Make the entries of a kind exactly these; return how many changed, came or went."""
    wanted = {entry.key: entry for entry in entries}
    gone = set(Document.objects.filter(kind=kind).values_list("key", flat=True)) - set(wanted)
    return keep(wanted.values()) + forget(gone)


@transaction.atomic
def _keep(entries: list[Entry]) -> int:
    digests = {entry.key: entry.digest(version()) for entry in entries}
    same = set(
        Document.objects.filter(key__in=digests, digest__in=digests.values()).values_list(
            "key", "digest"
        )
    )
    new = [entry for entry in entries if (entry.key, digests[entry.key]) not in same]
    if not new:
        return 0
    rows = [_row(entry, digests[entry.key]) for entry in new]
    names = [
        *("kind", "url", "audience", "texts", "marks"),
        *("title", "summary", "body", "size", "digest"),
    ]
    Document.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=names
    )
    ids = dict(Document.objects.filter(key__in=digests).values_list("key", "id"))
    _keep_vectors(rows, ids)
    _keep_facets(new, ids)
    _learn(new)
    return len(new)


def _row(entry: Entry, digest: str) -> Document:
    fields = analysed(entry, analyser())
    return Document(
        key=entry.key,
        kind=entry.kind,
        url=entry.url,
        audience=entry.audience,
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


def _keep_facets(entries: list[Entry], ids: dict[str, int]) -> None:
    Facet.objects.filter(document_id__in=[ids[entry.key] for entry in entries]).delete()
    Facet.objects.bulk_create(
        Facet(document_id=ids[entry.key], name=name, value=value)
        for entry in entries
        for name, values in entry.facets.items()
        for value in dict.fromkeys(values)
    )


def _learn(entries: list[Entry]) -> None:
    """Know the words of public titles and summaries, so that slips can be put right."""
    heard = Counter(
        token.word
        for entry in entries
        if entry.audience == PUBLIC
        for language, text in entry.texts.items()
        for token in analyser().tokens(f"{text.title} {text.summary}", language)
        if len(token.word) >= SHORTEST and not token.word.isdecimal()
    )
    known = set(KnownWord.objects.filter(word__in=heard).values_list("word", flat=True))
    new = [KnownWord(word=word, times=times) for word, times in heard.items() if word not in known]
    KnownWord.objects.bulk_create(new, ignore_conflicts=True)
    ids = dict(
        KnownWord.objects.filter(word__in=[word.word for word in new]).values_list("word", "id")
    )
    Slip.objects.bulk_create(
        Slip(key=key, word_id=number) for word, number in ids.items() for key in deletions(word)
    )
