"""Runs the questions in `sql/` over a mirror."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Protocol

import duckdb

from waymark.indicators.lake.layout import bucket_of

SQL = Path(__file__).parent / "sql"

Parameters = dict[str, Any]


class NoLake(Exception):
    """There is no mirror in the folder yet."""


class Engine(Protocol):
    """What answers a question: DuckDB here, another engine over the same files elsewhere."""

    def rows(self, question: str, parameters: Parameters) -> list[tuple[Any, ...]]:
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
        self.pattern = f"framework=*/country={country or '*'}/{bucket}.parquet"
        if next(folder.glob(self.pattern), None) is None:
            raise NoLake(self.pattern)
        self.connection = connect(threads)
        files = quoted(str(folder / self.pattern))  # a view takes no parameters
        self.connection.execute(
            f"CREATE VIEW observations AS SELECT * FROM read_parquet({files}, "  # noqa: S608
            "hive_partitioning = true, hive_types_autocast = false)"
        )

    def rows(self, question: str, parameters: Parameters) -> list[tuple[Any, ...]]:
        """The rows of the answer. Raises `duckdb.Error` for a damaged file."""
        return self.connection.execute(text_of(question), parameters).fetchall()

    def write(self, question: str, parameters: Parameters, path: Path) -> int:
        """Write the answer to a Parquet file instead, for answers of millions of rows."""
        done = self.connection.execute(
            f"COPY ({text_of(question)}) TO {quoted(str(path))} (FORMAT parquet)", parameters
        ).fetchone()
        return int(done[0]) if done else 0


def connect(threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB that neither fetches nor loads extensions."""
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
