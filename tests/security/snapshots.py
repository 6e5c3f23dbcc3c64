"""What is in the database, so that two moments can be compared."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models

from waymark.search.fulltext import INDEXES

PASSING = {"django_session", "base_cache", "django_migrations"}
"""Tables that may change without anybody having done anything."""


WRITE = re.compile(r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.I)


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables that statements inside write to, as they come; reading all tables takes long."""
    found: set[str] = set()

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if matched := WRITE.match(str(sql)):
            found.add(matched.group(1))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def tables() -> list[str]:
    """Every table that matters and can be read; what a full-text index holds is in tables too."""
    return sorted(set(connection.introspection.table_names()) - PASSING - set(INDEXES))


def rows(table: str) -> list[tuple[Any, ...]]:
    """All rows of a table, in an order that does not depend on when they were written."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        found = [tuple(map(repr, row)) for row in cursor.fetchall()]
    return sorted(found)


def digests() -> dict[str, str]:
    """A hash of each table."""
    return {table: hashlib.sha256(repr(rows(table)).encode()).hexdigest() for table in tables()}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The tables that differ."""
    return {table for table in before | after if before.get(table) != after.get(table)}


def model_fields() -> dict[str, models.Field[Any, Any]]:
    """Every column of every model of ours by the name that a form could use."""
    found: dict[str, models.Field[Any, Any]] = {}
    for model in apps.get_models():
        if model.__module__.startswith("waymark."):
            for field in model._meta.concrete_fields:
                found.setdefault(field.name, field)
                found.setdefault(field.attname, field)
    return found
