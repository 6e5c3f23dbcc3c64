"""Two people at once: real threads, each with its own connection, let go at the same moment.

SQLite lets one writer in at a time and so hides most races: these tests tell something only where
they run on PostgreSQL too, as the suite does.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any, TypeVar

from django.db import connections, models

ROUNDS = int(os.environ.get("WAYMARK_TEST_RACE_ROUNDS", "12"))
"""How often each race is run; 500 for a long night."""
PATIENCE = 60


def race(*acts: Callable[[], Any]) -> list[Any]:
    """Do all acts at once; return what each returned, or the exception that it raised."""
    results: list[Any] = [None] * len(acts)
    start = Barrier(len(acts), timeout=PATIENCE)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            start.wait()
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "a thread waits for ever"
    return results


def split(results: list[Any]) -> tuple[list[Any], list[Exception]]:
    """Part what came of a race into what succeeded and what was refused."""
    lost = [result for result in results if isinstance(result, Exception)]
    return [result for result in results if not isinstance(result, Exception)], lost


Row = TypeVar("Row", bound=models.Model)


def copy(row: Row, **changes: Any) -> Row:
    """Store a second row like this one, under a new key."""
    fields = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    made = type(row)(**fields | changes)
    made.save(force_insert=True)
    return made
