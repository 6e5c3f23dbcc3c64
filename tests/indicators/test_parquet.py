"""The table with types: what DuckDB finds in a Parquet file is what the CSV says."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings

from tests.indicators.exporting import data_of, lines
from waymark.indicators.rules.columns import HEADERS
from waymark.indicators.rules.exports import formats, parquet, table
from waymark.indicators.rules.exports.model import Data, Line
from waymark.indicators.rules.facts import Goal, Series, Value
from waymark.kernel.tables import parquet_chunks

calm = settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=25)
WATER = Series("umf:UMF-1.1.2", unit="%")


def written(told: Data) -> bytes:
    stream = io.BytesIO()
    formats.KINDS["parquet"].write(told, stream)
    return stream.getvalue()


def read(content: bytes, folder: Path) -> tuple[list[tuple[str, str]], list[tuple[Any, ...]]]:
    """Columns with types, and rows, as DuckDB finds them."""
    path = folder / "read.parquet"
    path.write_bytes(content)
    with duckdb.connect() as connection:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        columns = [(one[0], str(one[1])) for one in found.description or []]
        return columns, found.fetchall()


@calm
@given(lines())
def test_every_cell_is_that_of_the_table(tmp_path: Path, found: list[Line]) -> None:
    told = data_of(found)
    breakdowns = table.breakdowns_of(told.series)
    labels = {one.name: one.label for one in told.indicators}
    rows = [row for block in table.blocks(found, labels, breakdowns) for row in block.whole()]
    columns, held = read(written(told), tmp_path)
    assert [name for name, _kind in columns] == table.header(breakdowns)
    assert held == [tuple(None if cell == "" else cell for cell in row) for row in rows]


def test_numbers_days_and_texts_have_their_types(tmp_path: Path) -> None:
    value = Value("2020", 0.1, sample_size=400, next_update=date(2027, 6, 30), note="=1+1")
    goal = Goal("2015", 3.0, 2030, 9.0, ((2027, 5.0),), "Plan")
    columns, rows = read(written(data_of([Line(WATER, (value,), goal)])), tmp_path)
    kinds = dict(columns)
    numbers = [kinds[HEADERS[name]] for name in ("value", "margin", "baseline_value")]
    assert (numbers, kinds["sample size"]) == (["DOUBLE"] * 3, "BIGINT")
    assert (kinds["next update"], kinds["period"], kinds["milestones"]) == (
        *("DATE", "VARCHAR"),
        "VARCHAR",
    )
    (row,) = [dict(zip(kinds, cells, strict=True)) for cells in rows]
    assert (row["value"], row["sample size"], row["target year"]) == (0.1, 400, 2030)
    assert (row["next update"], row["milestones"]) == (date(2027, 6, 30), "2027=5.0")
    assert row["note"] == "=1+1"  # a text, which nothing takes for a formula
    assert (row["area"], row["text"]) == (None, None)


def test_a_city_without_anything_gives_a_table_without_rows(tmp_path: Path) -> None:
    columns, rows = read(written(data_of([])), tmp_path)
    assert (columns, rows) == (parquet.columns(), [])
    assert written(data_of([])) == written(data_of([]))


def test_texts_of_others_are_no_sql_and_a_wrong_type_is_an_error(tmp_path: Path) -> None:
    name = 'a", (SELECT 1) AS "b\' --'
    content = b"".join(parquet_chunks([(name, "VARCHAR"), ("n", "DOUBLE")], [['x"\r\n,', 1.5]]))
    assert read(content, tmp_path) == (
        [(name, "VARCHAR"), ("n", "DOUBLE")],
        [('x"\r\n,', 1.5)],
    )
    with pytest.raises(duckdb.Error):
        list(parquet_chunks([("n", "DOUBLE")], [["many"]]))
