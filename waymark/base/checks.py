"""What must hold on the live database before anybody is served (TRUST.md S22).

Settings can name the right options in a place where nobody reads them; so the connection itself is
asked. A start with a wrong answer is refused in sentences that say what to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection as default_connection
from django.db.migrations.executor import MigrationExecutor

from waymark.base import immutability

SHORTEST_WAIT = 5000  # ms
OLDEST_POSTGRES = 140000
SYNCHRONOUS = {"0": "OFF", "1": "NORMAL", "2": "FULL", "3": "EXTRA"}


class UnsafeDatabase(Exception):
    """The database is not set as it must be; the message is one sentence per fault."""


def require_sound_database(connection: Any = default_connection) -> None:
    """Refuse to go on with a database that could lose what people were told is saved.

    Raises UnsafeDatabase.
    """
    found = problems(connection)
    if found:
        raise UnsafeDatabase("\n".join(found))


def problems(connection: Any = default_connection) -> list[str]:
    """Return what is wrong with the live database, one sentence each; none if all is well."""
    ask = _sqlite if connection.vendor == "sqlite" else _postgres
    return [*ask(connection), *_schema(connection)]


def _one(connection: Any, sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])


def _sqlite(connection: Any) -> Iterator[str]:
    journal = _one(connection, "PRAGMA journal_mode").lower()
    if journal != "wal":
        yield (
            f"SQLite's journal_mode is {journal} and must be wal, else readers and writers block "
            "each other: put the database on a disk of this machine that can be written."
        )
    synchronous = _one(connection, "PRAGMA synchronous")
    if synchronous not in {"2", "3"}:
        yield (
            f"SQLite's synchronous is {SYNCHRONOUS.get(synchronous, synchronous)} and must be "
            "FULL, else a power cut takes back what people were told is saved."
        )
    wait = int(_one(connection, "PRAGMA busy_timeout"))
    if wait < SHORTEST_WAIT:
        yield (
            f"SQLite's busy_timeout is {wait} ms and must be at least {SHORTEST_WAIT}, else two "
            "people who save at once get an error."
        )
    if (connection.transaction_mode or "DEFERRED").upper() not in {"IMMEDIATE", "EXCLUSIVE"}:
        yield (
            "SQLite's transaction_mode must be IMMEDIATE, else a transaction that reads before it "
            "writes fails at once while another one writes, whatever the busy_timeout is."
        )
    if _one(connection, "PRAGMA foreign_keys") != "1":
        yield "SQLite's foreign_keys must be on, else rows may point to nothing."


def _postgres(connection: Any) -> Iterator[str]:
    version = int(_one(connection, "SHOW server_version_num"))
    if version < OLDEST_POSTGRES:
        oldest = OLDEST_POSTGRES // 10000
        yield f"PostgreSQL {version // 10000} is too old: version {oldest} or later is needed."
    for name, why in (
        ("synchronous_commit", "a power cut takes back what people were told is saved"),
        ("fsync", "a power cut can destroy the database"),
        ("full_page_writes", "a power cut can destroy the database"),
    ):
        value = _one(connection, f"SHOW {name}")
        if value in {"off", "local"}:
            yield f"PostgreSQL's {name} is {value} and must be on, else {why}."
    encoding = _one(connection, "SHOW server_encoding")
    if encoding.upper() != "UTF8":
        yield f"The database's encoding is {encoding} and must be UTF8: create it anew with that."
    isolation = _one(connection, "SHOW transaction_isolation")
    if isolation != "read committed":
        yield f"PostgreSQL's isolation is “{isolation}” and must be “read committed”."


def _schema(connection: Any) -> Iterator[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield f"The database is {len(plan)} migrations behind: run `waymark migrate` first."
        return
    lost = immutability.missing(connection)
    if lost:
        yield (
            f"The database no longer protects its records: {', '.join(lost)} missing. Run "
            "`waymark ledger verify`, find out who dropped them, and restore them from a backup."
        )
