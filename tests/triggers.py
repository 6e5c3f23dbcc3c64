"""For tests that play a database's owner: turn off what protects the rows."""

from __future__ import annotations

from django.db import connection

from waymark.base import immutability


def drop_all() -> None:
    """Drop every append-only trigger, as the owner of the database can.

    Only inside a test whose transaction is rolled back, which on both databases restores them.
    """
    with connection.cursor() as cursor:
        for operation in operations():
            for name, _sql in operation.triggers(connection.vendor):
                on = "" if connection.vendor == "sqlite" else f' ON "{operation.table}"'
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def operations() -> list[immutability.AppendOnly]:
    """Return every AppendOnly of every migration."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    return [
        operation
        for migration in loader.disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, immutability.AppendOnly)
    ]
