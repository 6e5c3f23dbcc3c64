"""Many rows into one table by one prepared statement: what a hundred thousand values ask for.

Django's `bulk_create` makes an object of each row and a statement of each few dozen; here each row
stays a tuple. Columns that are not named get the default that their fields have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

AT_ONCE = 2_000

Row = tuple[Any, ...]


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Insert rows of values for `columns`, names as of `attname`; return how many.

    Call it inside a transaction. Raises what the database does.
    """
    fields = {one.attname: one for one in model._meta.concrete_fields}
    others = [one for one in fields.values() if one.attname not in columns and not one.primary_key]
    named = [fields[name] for name in columns]
    quote = connection.ops.quote_name
    listed = ", ".join(quote(str(one.column)) for one in (*named, *others))
    table = quote(model._meta.db_table)
    defaults = [one.get_db_prep_save(one.get_default(), connection) for one in others]
    marks = ", ".join(["%s"] * len(named) + [_literal(value) for value in defaults])
    constants = tuple(value for value in defaults if _literal(value) == "%s")
    sql = f"INSERT INTO {table} ({listed}) VALUES ({marks})"  # noqa: S608 - names of our own
    done = 0
    with connection.cursor() as cursor:
        for chunk in _chunks(_prepared(rows, named, constants)):
            cursor.executemany(sql, chunk)
            done += len(chunk)
    return done


def _literal(value: object) -> str:
    """The SQL of a value that stands in every row; to bind it again each time costs as much."""
    if value is None:
        return "NULL"
    return "''" if value == "" else "%s"


def _is_plain(field: models.Field[Any, Any]) -> bool:
    """Whether the database takes a field's values as they are."""
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    return isinstance(
        field, models.CharField | models.TextField | models.FloatField | models.IntegerField
    )


def _prepared(
    rows: Iterable[Row], named: Sequence[models.Field[Any, Any]], constants: Row
) -> Iterator[Row]:
    """Rows as the database takes them; a value that repeats from row to row is prepared once."""
    others = [place for place, field in enumerate(named) if not _is_plain(field)]
    last: dict[int, tuple[Any, Any]] = {}
    for row in rows:
        ready = list(row)
        for place in others:
            value = ready[place]
            held = last.get(place)
            if held is None or held[0] is not value:
                prepared = named[place].get_db_prep_save(value, connection=connection)
                held = last[place] = value, prepared
            ready[place] = held[1]
        yield (*ready, *constants)


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, AT_ONCE)):
        yield chunk
