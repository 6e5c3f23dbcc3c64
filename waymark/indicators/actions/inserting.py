"""Many rows into one table by one prepared statement: what a hundred thousand values ask for.

Django's `bulk_create` makes an object of each row and a statement of each few dozen; here each row
stays a tuple. Columns that are not named get the default that their fields have; those that are the
same in every row are said once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import Any

from django.db import connection, models
from django.db.models import JSONField

AT_ONCE = 2_000

NOTHING: Mapping[str, Any] = MappingProxyType({})

Row = tuple[Any, ...]


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Row],
    same: Mapping[str, Any] = NOTHING,
) -> int:
    """Insert rows of values for `columns`, names as of `attname`; return how many.

    `same` are the columns that have one value in all rows. Call it inside a transaction. Raises
    what the database does.
    """
    fields = {one.attname: one for one in model._meta.concrete_fields}
    others = [one for one in fields.values() if one.attname not in columns]
    others = [one for one in others if not one.primary_key]
    named = [fields[name] for name in columns]
    quote = connection.ops.quote_name
    listed = ", ".join(quote(str(one.column)) for one in (*named, *others))
    table = quote(model._meta.db_table)
    values = [same[one.attname] if one.attname in same else one.get_default() for one in others]
    pairs = zip(others, values, strict=True)
    defaults = [one.get_db_prep_save(value, connection) for one, value in pairs]
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
    others = [(place, _prepare(one)) for place, one in enumerate(named) if not _is_plain(one)]
    if not others:
        yield from (row + constants for row in rows)
        return
    last: dict[int, tuple[Any, Any]] = {}
    for row in rows:
        ready = list(row)
        for place, prepare in others:
            value = ready[place]
            held = last.get(place)
            if held is None or held[0] is not value:
                held = last[place] = value, prepare(value)
            ready[place] = held[1]
        yield (*ready, *constants)


def _prepare(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """What makes a value of a field into what the database takes."""
    if isinstance(field, JSONField) and not field.null:  # without looking for expressions in it
        return partial(connection.ops.adapt_json_value, encoder=field.encoder)
    return partial(field.get_db_prep_save, connection=connection)


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, AT_ONCE)):
        yield chunk
