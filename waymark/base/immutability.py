"""Migration operations that make rows append-only on SQLite and PostgreSQL alike.

The ORM's good manners are not enough: a stray update, a console session or a later
programmer must meet a refusal from the database itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.loader import MigrationLoader
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
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    return (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH {each} {condition}'
        "EXECUTE FUNCTION waymark_refuse()"
    )


FUNCTION = (
    "CREATE OR REPLACE FUNCTION waymark_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
)


class AppendOnly(Operation):
    """Refuse DELETE, UPDATE and, where there is such a thing, TRUNCATE on a table.

    Django rebuilds a table on SQLite for many changes and so loses its triggers: a migration that
    alters such a table has to end with its AppendOnly again. It may run twice.

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

    def triggers(self, vendor: str) -> list[tuple[str, str]]:
        """Return name and SQL of each trigger that this makes on a kind of database."""
        columns = ", ".join(f'"{column}"' for column in self.columns)
        update = f"UPDATE OF {columns}" if columns else "UPDATE"
        events = [("no_update", update, self.when), ("no_delete", "DELETE", self.when)]
        if vendor != "sqlite":
            events.append(("no_truncate", "TRUNCATE", ""))
        make = _sqlite if vendor == "sqlite" else _postgres
        named = [(f"{self.name}_{suffix}", event, when) for suffix, event, when in events]
        return [(name, make(self.table, name, event, when)) for name, event, when in named]

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Create the triggers, in place of those that are there."""
        vendor = schema_editor.connection.vendor
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        if vendor != "sqlite":
            schema_editor.execute(FUNCTION)
        for _name, sql in self.triggers(vendor):
            schema_editor.execute(sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop the triggers."""
        vendor = schema_editor.connection.vendor
        on = "" if vendor == "sqlite" else f' ON "{self.table}"'
        for name, _sql in self.triggers(vendor):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')

    def describe(self) -> str:
        """Say in words what this does."""
        return f"Make {self.table} append-only"


def expected(connection: Any) -> dict[str, str]:
    """Return the triggers that the migrations applied so far have made, each with its SQL."""
    loader = MigrationLoader(connection)
    found: dict[str, str] = {}
    for key, migration in sorted(loader.disk_migrations.items()):
        if key in loader.applied_migrations:
            for operation in migration.operations:
                if isinstance(operation, AppendOnly):
                    found.update(operation.triggers(connection.vendor))
    return found


def present(connection: Any) -> set[str]:
    """Return the names of the triggers that are there and turned on."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
            )
        return {name for (name,) in cursor.fetchall()}


def missing(connection: Any) -> list[str]:
    """Return the names of triggers that should be there and are not, sorted."""
    return sorted(set(expected(connection)) - present(connection))
