"""Migration operations that make rows append-only on SQLite and PostgreSQL alike.

The ORM's good manners are not enough: a stray update, a console session or a later
programmer must meet a refusal from the database itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation

MESSAGE = "this row is a record and can not be changed"


def _sqlite(table: str, name: str, event: str, when: str) -> str:
    condition = f"WHEN {when} " if when else ""
    return (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW {condition}'
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def _postgres(table: str, name: str, event: str, when: str) -> str:
    condition = f"WHEN ({when}) " if when else ""
    return (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW {condition}'
        "EXECUTE FUNCTION waymark_refuse()"
    )


FUNCTION = (
    "CREATE OR REPLACE FUNCTION waymark_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
)


class AppendOnly(Operation):
    """Refuse DELETE and UPDATE on a table.

    columns: only an update of these is refused (all when empty).
    when: an SQL condition on OLD; rows outside it may still change.
    name: tells the triggers apart where a table has two kinds of them.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self, table: str, columns: Sequence[str] = (), when: str = "", name: str = ""
    ) -> None:
        self.table, self.columns, self.when = table, tuple(columns), when
        self.name = name or table

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how to write this operation down."""
        return (self.__class__.__name__, [self.table, self.columns, self.when, self.name], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models' state alone: triggers are no part of it."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Create both triggers."""
        make = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgres
        if schema_editor.connection.vendor != "sqlite":
            schema_editor.execute(FUNCTION)
        columns = ", ".join(f'"{column}"' for column in self.columns)
        update = f"UPDATE OF {columns}" if columns else "UPDATE"
        for name, event in (("no_update", update), ("no_delete", "DELETE")):
            schema_editor.execute(make(self.table, f"{self.name}_{name}", event, self.when))

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop both triggers."""
        on = "" if schema_editor.connection.vendor == "sqlite" else f' ON "{self.table}"'
        for name in ("no_update", "no_delete"):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{self.name}_{name}"{on}')

    def describe(self) -> str:
        """Say in words what this does."""
        return f"Make {self.table} append-only"
