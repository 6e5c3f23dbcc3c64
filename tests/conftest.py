"""Fixtures for every room's tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django.test
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.base import DatabaseOperations as PostgresOperations
from django.db.backends.sqlite3.base import DatabaseOperations
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import migrated

# Equal runs find equal things: chance belongs to `thorough`, which a person starts on purpose.
hypothesis_settings.register_profile(
    "repeatable",
    max_examples=60,
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.register_profile("thorough", max_examples=2000, deadline=None)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "client", "admin_client"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add an option for the second database, on which pure functions need no second look."""
    parser.addoption("--database-only", action="store_true", help="only what touches the database")


def touches_database(item: pytest.Item) -> bool:
    """Whether a test asks for a database, by marker, fixture or class."""
    if item.get_closest_marker("django_db"):
        return True
    case = getattr(item, "cls", None)
    if isinstance(case, type) and issubclass(case, django.test.TransactionTestCase):
        return True
    return bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what --database-only does not ask for."""
    if not config.getoption("--database-only"):
        return
    config.hook.pytest_deselected(items=[item for item in items if not touches_database(item)])
    items[:] = [item for item in items if touches_database(item)]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Keep SQLite in a file, which threads and other processes see and lock as in earnest.

    Only the wait for the disk is left out: no test pulls the plug.
    """
    default = settings.DATABASES["default"]
    if "sqlite" in default["ENGINE"]:
        folder = Path(os.environ["WAYMARK_TEST_DATA"])
        worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
        default["TEST"]["NAME"] = str(folder / f"test-{worker}.sqlite3")
        pragmas = default["OPTIONS"]["init_command"]
        default["OPTIONS"]["init_command"] = pragmas.replace("synchronous=FULL", "synchronous=OFF")


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """Begin with a migrated SQLite file where one is kept; the folder goes with the run."""
    if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
        return bool(request.config.getoption("reuse_db"))
    fresh = request.config.getoption("create_db")
    return not fresh and migrated.fetch(_sqlite_file())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool, django_db_blocker: Any) -> None:
    """Keep what the migrations have made for the next run."""
    if "sqlite" in settings.DATABASES["default"]["ENGINE"] and not django_db_keepdb:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        migrated.keep(_sqlite_file())


def _sqlite_file() -> Path:
    return Path(settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(autouse=True)
def nobodys_language() -> Iterator[None]:
    """Let no test read in the language of the last page that the one before asked for."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def records_may_be_flushed() -> Iterator[None]:
    """Let the clean-up after a test empty tables whose rows the database itself protects."""
    flush = DatabaseOperations.execute_sql_flush

    def flush_without_triggers(self: DatabaseOperations, sql_list: Any) -> None:
        connection = self.connection
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            flush(self, sql_list)
            for _name, sql in triggers:
                cursor.execute(sql)

    def flush_as_replica(self: PostgresOperations, sql_list: Any) -> None:
        connection = self.connection
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            flush(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_without_triggers)
        patch.setattr(PostgresOperations, "execute_sql_flush", flush_as_replica)
        yield
