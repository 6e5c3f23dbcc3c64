"""Runs the questions in `sql/` over a mirror."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import duckdb

from waymark.indicators.lake.layout import bucket_of

SQL = Path(__file__).parent / "sql"

PER_PLACE = frozenset({"progress", "gaps"})
"""Questions that look at one place at a time, so that they may be asked part by part."""

PART_BYTES = 8 * 1024 * 1024
"""Size of the files of one part: some 1.5 million observations, in 100 to 200 MB of memory."""

_BATCH = 10_000

Parameters = dict[str, Any]


class NoLake(Exception):
    """There is no mirror in the folder yet."""


class Engine(Protocol):
    """What answers a question: DuckDB here, another engine over the same files elsewhere."""

    def rows(self, question: str, parameters: Parameters) -> Iterator[tuple[Any, ...]]:
        """The rows of the answer to `sql/QUESTION.sql`, in the order it asks for."""
        ...


@cache
def text_of(question: str) -> str:
    """The text of a question, in the SQL that DuckDB and (by transpiling) Spark understand."""
    return (SQL / f"{question}.sql").read_text(encoding="utf-8")


class DuckEngine:
    """Answers from the Parquet files of a folder, in memory, with nothing fetched.

    With `place` and `country` only the files are opened in which this place lies.
    """

    def __init__(
        self, folder: Path, *, country: str = "", place: str = "", threads: int | None = None
    ) -> None:
        bucket = f"b{bucket_of(place):02}" if place else "*"
        self.files = sorted(folder.glob(f"framework=*/country={country or '*'}/{bucket}.parquet"))
        if not self.files:
            raise NoLake(str(folder))
        self.threads = threads

    def rows(self, question: str, parameters: Parameters) -> Iterator[tuple[Any, ...]]:
        """The rows of the answer, as they come. Raises `duckdb.Error` for a damaged file."""
        for files in self._parts(question):
            with self.over(files) as connection:
                answer = connection.execute(text_of(question), parameters)
                while batch := answer.fetchmany(_BATCH):
                    yield from batch

    def write(self, question: str, parameters: Parameters, folder: Path) -> int:
        """Write the answer as Parquet files instead, in the order of their names.

        Returns the number of rows: this is for answers of millions of them.
        """
        folder.mkdir(parents=True, exist_ok=True)
        rows = 0
        for number, files in enumerate(self._parts(question)):
            path = quoted(str(folder / f"{question}-{number:05}.parquet"))
            with self.over(files) as connection:
                copy = f"COPY ({text_of(question)}) TO {path} (FORMAT parquet)"
                done = connection.execute(copy, parameters).fetchone()
            rows += int(done[0]) if done else 0
        return rows

    def over(self, files: list[Path] | None = None) -> duckdb.DuckDBPyConnection:
        """A connection that sees these files, or all of them, as `observations`."""
        connection = connect(self.threads)
        names = ", ".join(quoted(str(path)) for path in files or self.files)
        connection.execute(  # a view takes no parameters
            f"CREATE TEMP VIEW observations AS SELECT * FROM read_parquet([{names}], "  # noqa: S608
            "hive_partitioning = true, hive_types_autocast = false)"
        )
        return connection

    def _parts(self, question: str) -> Iterator[list[Path]]:
        """The files that are looked at together.

        A country's files stay together, and parts follow each other by framework and country as
        the rows of an answer do.
        """
        if question not in PER_PLACE:
            yield self.files
            return
        part: list[Path] = []
        size = 0
        for path in self.files:
            if size >= PART_BYTES and path.parent != part[-1].parent:
                yield part
                part, size = [], 0
            part.append(path)
            size += path.stat().st_size
        yield part


def connect(threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection of its own to an in-memory DuckDB that neither fetches nor loads extensions.

    Temporary views and tables belong to the connection; close it when it is done with.
    """
    return _database(os.getpid(), threads).cursor()


@cache
def _database(_process: int, threads: int | None) -> duckdb.DuckDBPyConnection:
    """Opened once, for that takes 20 ms; anew in each process: threads do not survive a fork."""
    config: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads:
        config["threads"] = threads
    return duckdb.connect(":memory:", config=config)


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
