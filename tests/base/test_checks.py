"""S22: the live database is asked before anybody is served; each wrong answer is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from waymark.base import checks
from waymark.site.cli import worker
from waymark.site.serve import serve

ANSWERS = {  # what a sound PostgreSQL says; the test cluster itself is tuned for speed
    "server_version_num": "150004",
    "synchronous_commit": "on",
    "fsync": "on",
    "full_page_writes": "on",
    "server_encoding": "UTF8",
    "transaction_isolation": "read committed",
}


@pytest.fixture
def live(transactional_db: None) -> Iterator[BaseDatabaseWrapper]:
    """A connection set as in earnest; the tests' own does not wait for the disk."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
    yield connection
    connection.close()


def sqlite_only(vendor: str = connection.vendor) -> bool:
    return vendor == "sqlite"


@pytest.mark.parametrize(
    ("pragma", "words"),
    [
        ("journal_mode=DELETE", "journal_mode is delete"),
        ("journal_mode=MEMORY", "journal_mode is memory"),
        ("synchronous=NORMAL", "synchronous is NORMAL"),
        ("synchronous=OFF", "synchronous is OFF"),
        ("busy_timeout=0", "busy_timeout is 0 ms"),
        ("foreign_keys=OFF", "foreign_keys"),
    ],
)
def test_each_pragma_of_the_live_connection(
    live: BaseDatabaseWrapper, pragma: str, words: str
) -> None:
    if not sqlite_only():
        assert not [found for found in checks.problems(live) if "SQLite" in found]
        return
    assert checks.problems(live) == []
    with live.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
    (problem,) = checks.problems(live)
    assert words in problem
    with live.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")


@pytest.mark.parametrize("mode", [None, "DEFERRED", "deferred"])
def test_transaction_mode(
    live: BaseDatabaseWrapper, mode: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sqlite_only():
        monkeypatch.setattr(live, "transaction_mode", mode)
        (problem,) = checks.problems(live)
        assert "transaction_mode must be IMMEDIATE" in problem


class TestPostgres:
    """The sentences, with answers put in place of the server's; below, the live server is asked."""

    def problems(self, monkeypatch: pytest.MonkeyPatch, **answers: str) -> list[str]:
        said = ANSWERS | answers
        monkeypatch.setattr(checks, "_one", lambda _connection, sql: said[sql.split()[-1]])
        return list(checks._postgres(None))

    def test_sound(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.problems(monkeypatch) == []

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("server_version_num", "130012", "PostgreSQL 13 is too old"),
            ("synchronous_commit", "off", "synchronous_commit is off"),
            ("synchronous_commit", "local", "synchronous_commit is local"),
            ("fsync", "off", "fsync is off"),
            ("full_page_writes", "off", "full_page_writes is off"),
            ("server_encoding", "SQL_ASCII", "encoding is SQL_ASCII"),
            ("transaction_isolation", "serializable", "isolation"),
        ],
    )
    def test_each(self, monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
        (problem,) = self.problems(monkeypatch, **{name: value})
        assert words in problem

    def test_live_server_is_asked(self, live: BaseDatabaseWrapper) -> None:
        if sqlite_only():
            return
        before = checks.problems(live)
        assert [found for found in before if "fsync is off" in found], "as tools/postgres.py has it"
        assert [found for found in before if "synchronous_commit" in found]
        with live.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")
        assert not [found for found in checks.problems(live) if "synchronous_commit" in found]


def test_lost_trigger_is_a_reason_not_to_start(live: BaseDatabaseWrapper) -> None:
    with live.cursor() as cursor:
        on = "" if sqlite_only() else " ON base_record"
        cursor.execute(f"DROP TRIGGER base_record_no_delete{on}")
    try:
        assert "base_record_no_delete missing" in checks.problems(live)[-1]
    finally:
        with live.cursor() as cursor:
            cursor.execute(checks.immutability.expected(live)["base_record_no_delete"])
    assert "missing" not in "".join(checks.problems(live))


def test_database_that_is_behind_is_a_reason_not_to_start(
    live: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan: Any = [object(), object()]
    monkeypatch.setattr(checks.MigrationExecutor, "migration_plan", lambda *_: plan)
    assert "2 migrations behind: run `waymark migrate`" in checks.problems(live)[-1]


@pytest.mark.parametrize("command", [serve, worker])
def test_neither_server_nor_worker_starts(
    command: Any, live: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "problems", lambda *_: ["The disk is made of cheese."])
    result = CliRunner().invoke(command, [])
    assert result.exit_code == 1
    assert "Waymark does not start.\nThe disk is made of cheese." in result.output
