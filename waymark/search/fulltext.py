"""The full-text index beside the table of documents: FTS5 on SQLite, `tsvector` on PostgreSQL.

Both keep terms that were analysed before; neither cuts words by itself.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

TABLE = "search_document"
_TAKE_OUT = (
    "INSERT INTO search_fts(search_fts, rowid, title, summary, body) "
    "VALUES ('delete', old.id, old.title, old.summary, old.body);"
)
_PUT_IN = (
    "INSERT INTO search_fts(rowid, title, summary, body) "
    "VALUES (new.id, new.title, new.summary, new.body);"
)

SQLITE = [
    f"CREATE VIRTUAL TABLE search_fts USING fts5(title, summary, body, content='{TABLE}', "
    "content_rowid='id', tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\")",
    f"CREATE TRIGGER search_put_in AFTER INSERT ON {TABLE} BEGIN {_PUT_IN} END",
    f"CREATE TRIGGER search_take_out AFTER DELETE ON {TABLE} BEGIN {_TAKE_OUT} END",
    f"CREATE TRIGGER search_renew AFTER UPDATE OF title, summary, body ON {TABLE} "
    f"BEGIN {_TAKE_OUT} {_PUT_IN} END",
]
POSTGRESQL = [
    f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector NOT NULL DEFAULT ''",
    f"CREATE INDEX search_vector ON {TABLE} USING gin (vector)",
]


class FullText(Operation):
    """Make the full-text index of either kind of database."""

    reduces_to_sql = True
    reversible = False

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models' state alone: Django knows nothing of this index."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Run the statements of this kind of database."""
        sqlite = schema_editor.connection.vendor == "sqlite"
        for sql in SQLITE if sqlite else POSTGRESQL:
            schema_editor.execute(sql, params=None)

    def describe(self) -> str:
        """Say what it does."""
        return "Make the full-text index"
