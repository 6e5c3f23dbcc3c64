"""Queries that are put together once in a process, for pages that must be quick.

To put a query of a few joins together takes Django ten times as long as SQLite takes to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Value(str):
    """Stands for a text that is known only when the query is asked."""

    __slots__ = ()


class Prepared:
    """A query that gives tuples (`values_list`) for values that are texts.

    `build` makes it from one `Value` for each name, and must put them nowhere but into conditions
    on texts. Everything else in it, such as a limit, is the same whenever it is asked.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *names: str) -> None:
        self.build, self.names = build, names
        self._made: dict[str, tuple[str, list[Any], Any, Any]] = {}

    def __call__(self, **values: str) -> Iterator[tuple[Any, ...]]:
        """Ask it."""
        if set(values) != set(self.names):
            raise TypeError(f"asked with {sorted(values)} in place of {sorted(self.names)}")
        vendor = connection.vendor
        if vendor not in self._made:
            self._made[vendor] = self._make()
        sql, params, compiler, converters = self._made[vendor]
        told = [values[one[1:]] if isinstance(one, Value) else one for one in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, told)
            rows = cursor.fetchall()
        return map(tuple, compiler.apply_converters(rows, converters))

    def _make(self) -> tuple[str, list[Any], Any, Any]:
        query = self.build(**{name: Value(f"\x00{name}") for name in self.names}).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        held = {one[1:] for one in params if isinstance(one, Value)}
        if held != set(self.names):  # else it would look for the name in place of the value
            raise TypeError(f"the query holds {sorted(held)} in place of {sorted(self.names)}")
        converters = compiler.get_converters([column[0] for column in compiler.select])
        return sql, list(params), compiler, converters
