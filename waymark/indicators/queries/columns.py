"""Columns of many rows straight from the driver: what a hundred thousand values ask for.

A `values_list` hands each row through converters of the fields. Texts, numbers and dates come from
both databases as they are meant, so these rows skip that; JSON doesn't and must not be among them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import JSONField, QuerySet

AT_ONCE = 2_000

Row = tuple[Any, ...]


def columns(rows: QuerySet[Any, Any], *names: str) -> Iterator[Row]:
    """The columns of these names, row by row, when they are asked for; see `ask`.

    Columns that hold JSON are refused.
    """
    return ask(*question(rows, *names))


def question(rows: QuerySet[Any, Any], *names: str) -> tuple[str, Row]:
    """The SQL for these columns with its parameters; "" where nothing can be found."""
    query = rows.values_list(*names).query
    if any(isinstance(one.output_field, JSONField) for one in query.select):
        raise TypeError(f"JSON among {names}")
    try:
        return query.sql_with_params()
    except EmptyResultSet:
        return "", ()


def ask(sql: str, params: Row) -> Iterator[Row]:
    """The rows that a question gives. None of them is made into anything before it is asked for.

    SQLite finds few at once. The driver of PostgreSQL holds the whole answer, as a plain cursor
    of it does, so a question is to be about no more than fits into memory.
    """
    if not sql:
        return
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        while found := cursor.fetchmany(AT_ONCE):
            yield from found
