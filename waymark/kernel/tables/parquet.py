"""Tables as Parquet: typed columns that DuckDB, pandas, R and Spark open as they are."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from waymark.kernel.tables.csv_out import Cell

TEXT, NUMBER, WHOLE, DAY = "VARCHAR", "DOUBLE", "BIGINT", "DATE"
"""The types of columns, by their names in DuckDB."""

_NOTHING = "\x1f"
"""Stands for an empty cell on the way; no text that is stored can hold it."""

_PIECE = 65_536
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": "1",  # rows keep their order, equal content gives equal bytes
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def parquet_chunks(
    columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Cell]]
) -> Iterator[bytes]:
    """Yield a Parquet file with these columns, each a name and a type, in pieces.

    An empty cell is null, an empty text too. Texts are held as they are: nothing that reads
    Parquet takes one for a formula. Rows wait on the disk, so that memory holds few of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        spooled, made = Path(folder) / "rows.csv", Path(folder) / "made.parquet"
        with spooled.open("w", encoding="utf-8", newline="") as file:
            write = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow
            for row in rows:
                write([_NOTHING if cell is None or cell == "" else cell for cell in row])
        _convert(columns, spooled, made)
        with made.open("rb") as file:
            yield from iter(lambda: file.read(_PIECE), b"")


def _convert(columns: Sequence[tuple[str, str]], spooled: Path, made: Path) -> None:
    """Make the spooled rows a Parquet file. Names are texts of others: they are quoted."""
    import duckdb  # large, and few ask for this

    types = ", ".join(f"'c{place}': '{kind}'" for place, (_name, kind) in enumerate(columns))
    names = ", ".join(
        f"c{place} AS {_name_of(name)}" for place, (name, _kind) in enumerate(columns)
    )
    with duckdb.connect(":memory:", config=_CONFIG) as connection:
        connection.execute(
            f"COPY (SELECT {names} FROM read_csv(?, header = false, auto_detect = false, "  # noqa: S608
            f"columns = {{{types}}}, nullstr = '{_NOTHING}', delim = ',', quote = '\"', "
            "escape = '\"', new_line = '\\n', parallel = false)) "
            "TO ? (FORMAT parquet, COMPRESSION zstd)",
            [str(spooled), str(made)],
        )


def _name_of(text: str) -> str:
    """A name of a column in SQL."""
    return '"' + text.replace('"', '""') + '"'
