"""The full-text index beside the table of documents: FTS5 on SQLite, `tsvector` on PostgreSQL.

Both keep terms that were analysed before; neither cuts words by itself. Public documents have an
index of their own, so that nothing that is counted there can tell of another (ADR 0055).
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

TABLE = "search_document"
_COLUMNS = "title, summary, body"
_CUT = "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\""

_OLD = ("search_put_in", "search_take_out", "search_renew")
SQLITE_FIRST = [
    f"CREATE VIRTUAL TABLE search_fts USING fts5({_COLUMNS}, content='{TABLE}', "
    f"content_rowid='id', {_CUT})",
]
POSTGRESQL_FIRST = [
    f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector NOT NULL DEFAULT ''",
    f"CREATE INDEX search_vector ON {TABLE} USING gin (vector)",
]
"""What was made at first; a later migration puts the indexes below in its place."""

_SQLITE_OUT = [
    *(f"DROP TRIGGER IF EXISTS {name}" for name in _OLD),
    "DROP TABLE search_fts",
]
_POSTGRESQL_OUT = ["DROP INDEX search_vector"]

INDEXES = {"search_fts": "public", "search_own": "NOT public"}
"""Each index by its name, and which documents are in it."""


def _table(index: str) -> str:
    return f"CREATE VIRTUAL TABLE {index} USING fts5({_COLUMNS}, content='', columnsize=0, {_CUT})"


def _take_out(index: str, when: str) -> str:
    return (
        f"INSERT INTO {index}({index}, rowid, {_COLUMNS}) "
        f"SELECT 'delete', old.id, old.title, old.summary, old.body WHERE {when};"
    )


def _put_in(index: str, when: str) -> str:
    return (
        f"INSERT INTO {index}(rowid, {_COLUMNS}) "
        f"SELECT new.id, new.title, new.summary, new.body WHERE {when};"
    )


_IN = " ".join(_put_in(index, f"{which.replace('public', 'new.public')}")
               for index, which in INDEXES.items())  # fmt: skip
_OUT = " ".join(_take_out(index, f"{which.replace('public', 'old.public')}")
                for index, which in INDEXES.items())  # fmt: skip

SQLITE = [
    *(_table(index) for index in INDEXES),
    f"CREATE TRIGGER search_put_in AFTER INSERT ON {TABLE} BEGIN {_IN} END",
    f"CREATE TRIGGER search_take_out AFTER DELETE ON {TABLE} BEGIN {_OUT} END",
    f"CREATE TRIGGER search_renew AFTER UPDATE OF {_COLUMNS}, public ON {TABLE} "
    f"BEGIN {_OUT} {_IN} END",
]
POSTGRESQL = [
    f"CREATE INDEX {index}_vector ON {TABLE} USING gin (vector) WHERE {which}"
    for index, which in INDEXES.items()
]


class _Statements(Operation):
    """Statements for either kind of database; Django's models know nothing of them."""

    reduces_to_sql = True
    reversible = False
    sqlite: list[str]
    postgresql: list[str]

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models' state alone."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Run the statements of this kind of database."""
        sqlite = schema_editor.connection.vendor == "sqlite"
        for sql in self.sqlite if sqlite else self.postgresql:
            schema_editor.execute(sql, params=None)


class FirstFullText(_Statements):
    """Make the index as it was at first: one for all documents."""

    sqlite, postgresql = SQLITE_FIRST, POSTGRESQL_FIRST

    def describe(self) -> str:
        """Say what it does."""
        return "Make a full-text index"


class NoFullText(_Statements):
    """Take the first index away."""

    sqlite, postgresql = _SQLITE_OUT, _POSTGRESQL_OUT

    def describe(self) -> str:
        """Say what it does."""
        return "Take the first full-text index away"


class FullText(_Statements):
    """Make the full-text indexes: one for public documents, one for all others."""

    sqlite, postgresql = SQLITE, POSTGRESQL

    def describe(self) -> str:
        """Say what it does."""
        return "Make the full-text indexes"
