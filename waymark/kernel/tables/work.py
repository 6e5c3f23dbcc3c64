"""Reading a table in another process: plain JSON goes in and comes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any

from waymark.kernel.tables.delimited import read_csv
from waymark.kernel.tables.parquet_in import read_parquet
from waymark.kernel.tables.sheet import BadTable, Sheet
from waymark.kernel.tables.workbook import read_xlsx


def work(
    stream: IO[bytes],
    *,
    kind: str,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> dict[str, Any]:
    """Read the table in `stream`, of `kind` csv, xlsx or parquet; give what `result` understands.

    A stream of parquet is a file on the disk.
    """
    try:
        if kind == "parquet":
            return {"sheet": read_parquet(stream).as_json()}
        data = stream.read()
        if kind == "xlsx":
            return {"sheet": read_xlsx(data, sheet=sheet).as_json()}
        if kind == "csv":
            return {"sheet": read_csv(data, encoding=encoding, delimiter=delimiter).as_json()}
    except BadTable as error:
        place = {"key": error.key, "row": error.row, "column": error.column}
        return {"error": {**place, "params": error.params}}
    raise ValueError(f"no table of kind {kind}")


def result(answer: Mapping[str, Any]) -> Sheet:
    """The sheet that `work` has read; raise the `BadTable` that it met instead."""
    if error := answer.get("error"):
        raise BadTable(error["key"], error["row"], error["column"], **error["params"])
    return Sheet.from_json(answer["sheet"])
