"""Tables from Parquet files, as text like every other table, with the library that writes them.

It reads in a limited process: a file may be made to mislead whoever reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO, Any

from waymark.kernel.tables.sheet import MAX_CELL, MAX_COLUMNS, MAX_ROWS, BadTable, Sheet, build

_AT_ONCE = 2_000
_MEMORY = "256MB"  # of the library's own; the limits of the process are another matter
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": "1",
    "memory_limit": _MEMORY,
    "temp_directory": "",  # nothing is laid down on the disk
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_PLAIN = ("VARCHAR", "DOUBLE", "FLOAT", "DATE", "BOOLEAN", "DECIMAL", "ENUM", '"NULL"')
_TIMES = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")  # which day it is, is plain
_SIGNED = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_WHOLE = (*_SIGNED, *(f"U{name}" for name in _SIGNED))


def read_parquet(stream: IO[bytes]) -> Sheet:
    """Read the one table of a file that lies on the disk, its columns being the header.

    Only columns of texts, numbers, days and yes or no are taken, and no times with a zone, whose
    day would be another one elsewhere. Raises BadTable.
    """
    try:
        import duckdb  # large, and few ask for this
    except ImportError as error:
        raise BadTable("table.no_parquet_here") from error
    try:
        with duckdb.connect(":memory:", config=_CONFIG) as connection:
            path = f"/dev/fd/{stream.fileno()}"
            found = connection.execute(
                "SELECT * FROM read_parquet(?, hive_partitioning = false) LIMIT ?",
                [path, MAX_ROWS + 1],
            )
            header = _header(found.description or [])
            return build(_records(header, found))
    except duckdb.OutOfMemoryException as error:  # whole, and too much: whoever limits it says so
        raise MemoryError from error
    except duckdb.Error as error:
        raise BadTable("table.not_parquet") from error


def _header(columns: list[Any]) -> list[str]:
    if len(columns) > MAX_COLUMNS:
        raise BadTable("table.too_many_columns", most=MAX_COLUMNS)
    for place, column in enumerate(columns):
        kind = str(column[1]).partition("(")[0]
        if kind.endswith("]") or kind not in (*_PLAIN, *_TIMES, *_WHOLE):
            raise BadTable(
                "table.column_not_plain", None, place + 1, name=str(column[0])[:MAX_CELL]
            )
    return [str(column[0]) for column in columns]


def _records(header: list[str], found: Any) -> Iterator[list[str]]:
    yield header
    while rows := found.fetchmany(_AT_ONCE):
        for row in rows:
            yield [_text(cell) for cell in row]


def _text(cell: object) -> str:
    """A cell as somebody would type it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
