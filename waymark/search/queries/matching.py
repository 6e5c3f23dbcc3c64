"""Which documents hold what is asked, of those that somebody may find: the same on each database.

Everything that finds, counts, orders or proposes goes through `visible` or `held`, and nothing else
reads the full-text indexes. Public documents have an index of their own (ADR 0055).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from waymark.kernel.search import Question, to_fts5, to_tsquery
from waymark.search.models import Document, Reader

TITLE = "A"
"""The weight of a title's terms in PostgreSQL."""


def visible(audiences: Collection[str] = ()) -> QuerySet[Document]:
    """The public documents, and those for one of the audiences named."""
    if not audiences:
        return Document.objects.filter(public=True)
    own = Reader.objects.filter(audience__in=list(audiences))
    return Document.objects.filter(Q(public=True) | Q(pk__in=own.values("document")))


@dataclass(frozen=True, slots=True)
class Sql:
    """A statement that is made of constants, and the values that go in beside it."""

    text: str
    values: tuple[Any, ...] = ()

    def counted(self) -> Sql:
        """How many rows it gives."""
        return Sql(f"SELECT count(*) FROM ({self.text}) AS counted", self.values)  # noqa: S608

    def there(self) -> Sql:
        """Whether it gives any."""
        return Sql(f"SELECT EXISTS ({self.text})", self.values)

    @staticmethod
    def row(parts: Iterable[Sql]) -> Sql:
        """Several statements of one value each, as the columns of one row."""
        parts = list(parts)
        text = ", ".join(f"({part.text})" for part in parts)
        return Sql(f"SELECT {text}", tuple(value for part in parts for value in part.values))

    def rows(self) -> list[tuple[Any, ...]]:
        """Ask, and return all rows."""
        with connection.cursor() as cursor:
            cursor.execute(self.text, list(self.values))
            return list(cursor.fetchall())


def held(
    question: Question,
    audiences: Collection[str] = (),
    *,
    every: bool = True,
    title: bool = False,
) -> Sql:
    """The ids of visible documents that hold all of the question, or any group of it.

    `title`: in their titles. What was typed goes in as a value, never as a part of the statement.
    """
    public = _public(question, every=every, title=title)
    if not audiences:
        return public
    own = _own(question, audiences, every=every, title=title)
    return Sql(f"{public.text} UNION ALL {own.text}", public.values + own.values)


def holding_any(question: Question, audiences: Collection[str]) -> Sql:
    """Whether a document that is not public, but for one of the audiences, holds any of it."""
    if not audiences:
        return Sql("SELECT 0")
    own = _own(question, audiences, every=False, title=False)
    return Sql(f"SELECT CASE WHEN EXISTS ({own.text}) THEN 1 ELSE 0 END", own.values)


def within(found: Sql, narrowed: Mapping[str, str]) -> Sql:
    """Those of the documents found that have what it is narrowed down to."""
    if not narrowed:
        return found
    text = f"SELECT id FROM {_slim()} WHERE id IN ({found.text})"  # noqa: S608
    values = [*found.values]
    for name, value in narrowed.items():
        if name == "kind":
            text += " AND kind = %s"
            values.append(value)
        else:
            text += " AND id IN (SELECT document_id FROM search_facet WHERE name=%s AND value=%s)"
            values += [name, value]
    return Sql(text, tuple(values))


def kinds(found: Sql) -> Sql:
    """How many of the documents found are of each kind."""
    return Sql(
        f"SELECT d.kind, count(*) FROM ({found.text}) AS found "  # noqa: S608
        f"CROSS JOIN {_slim('d')} WHERE d.id = found.id GROUP BY d.kind",
        found.values,
    )


def best(found: Sql, points: Iterable[tuple[int, Sql]], start: int, count: int) -> Sql:
    """The ids of those with the most points, of equals the shorter ones, from `start` on."""
    told, values = ["0"], list[Any]()
    for weight, held_by in points:
        told.append(f"CASE WHEN d.id IN ({held_by.text}) THEN {weight:d} ELSE 0 END")
        values += held_by.values
    text = (
        f"SELECT d.id FROM {_slim('d')} WHERE d.id IN ({found.text}) "  # noqa: S608
        f"ORDER BY {' + '.join(told)} DESC, d.size, d.id LIMIT {count:d} OFFSET {start:d}"
    )
    return Sql(text, (*found.values, *values))


def _slim(name: str = "") -> str:
    """Documents by the index that holds what is counted; SQLite has to be told to take it."""
    alias = f" AS {name}" if name else ""
    told = " INDEXED BY search_slim" if connection.vendor == "sqlite" else ""
    return f"search_document{alias}{told}"


def _public(question: Question, *, every: bool, title: bool) -> Sql:
    if connection.vendor == "sqlite":
        sql = "SELECT rowid AS id FROM search_fts WHERE search_fts MATCH %s"
    else:
        sql = "SELECT id FROM search_document WHERE public AND vector @@ %s::tsquery"
    return Sql(sql, (_asked(question, every=every, title=title),))


def _own(question: Question, audiences: Collection[str], *, every: bool, title: bool) -> Sql:
    if connection.vendor == "sqlite":
        sql = "SELECT rowid AS id FROM search_own WHERE search_own MATCH %s AND rowid"
    else:
        sql = "SELECT id FROM search_document WHERE NOT public AND vector @@ %s::tsquery AND id"
    names = ", ".join(["%s"] * len(audiences))
    sql += f" IN (SELECT document_id FROM search_reader WHERE audience IN ({names}))"  # noqa: S608
    return Sql(sql, (_asked(question, every=every, title=title), *audiences))


def _asked(question: Question, *, every: bool, title: bool) -> str:
    if connection.vendor == "sqlite":
        asked = to_fts5(question, every=every)
        return f"{{title}} : ({asked})" if title else asked
    return to_tsquery(question, every=every, weight=TITLE if title else "")
