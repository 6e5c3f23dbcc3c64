"""Parquet brought in: what was taken away comes back whole, and hostile files are refused."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from tests.indicators.cities import City, browser, dims, make_city, upload
from tests.indicators.test_pages import address, text
from waymark.base import reasons
from waymark.indicators.commands.imports import import_file
from waymark.indicators.models import ImportBatch, Observation
from waymark.kernel.flow import Reason
from waymark.kernel.tables import parquet_chunks

pytestmark = pytest.mark.django_db
COLUMNS = [("indicator", "VARCHAR"), ("period", "VARCHAR"), ("value", "DOUBLE")]


def parquet(rows: list[list[Any]], columns: list[tuple[str, str]] = COLUMNS) -> bytes:
    return b"".join(parquet_chunks(columns, rows))


def made(tmp_path: Path, query: str) -> bytes:
    """A file as another tool would write it."""
    path = tmp_path / "made.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def sent(city: City, content: bytes, name: str = "ours.parquet") -> Any:
    client = browser(city.editor)
    return client.post(
        address(city, "imports"), {"framework": "umf", "file": upload(content, name)}, follow=True
    )


def taken(city: City) -> bytes:
    answer = browser(city.viewer).get(address(city, "take_file", "parquet"))
    content: Any = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(content)


def test_what_was_taken_away_comes_back_as_it_was() -> None:
    city, other = make_city(), make_city()
    city.enter(81.25, "2020", sample_size=400, margin=0.5, source="=SUM(A1)", note="a,\n“b”")
    city.enter(None, "2021", status="M")
    city.enter(62.0, "2020", dims=dims(sex="female"), next_update=date(2027, 6, 30))
    content = taken(city)
    assert content.startswith(b"PAR1")
    again = city.preview(content, "own.parquet")
    assert (again.plan["values"], again.plan["refused"]) == (0, 0), "nothing that is not there"
    other.bring(content, "own.parquet")
    assert other.everything() == city.everything()
    control = city.preview(content.replace(b"UMF-1.1.2", b"UMF-1.1.5"), "own.parquet")
    assert control.plan["values"] or control.plan.get("error"), "another file is noticed"


def test_the_page_shows_a_preview_and_asks_for_no_encoding() -> None:
    city = make_city()
    page = sent(city, parquet([["UMF-1.1.2", "2020", 81.0], ["UMF-1.1.2", "soon", 1.0]]))
    assert page.status_code == 200
    assert "soon" in text(page)
    assert "encoding" not in page.context["form"].fields
    city.commit(ImportBatch.objects.get(), leave_out=True)
    assert Observation.objects.get().value == 81


def broken() -> dict[str, bytes]:
    whole = parquet([["UMF-1.1.2", "2020", 81.0]])
    footer = int.from_bytes(whole[-8:-4], "little")
    return {
        "marks only": b"PAR1" + bytes(100) + b"PAR1",
        "cut": whole[: len(whole) // 2],
        "locked": whole[:-4] + b"PARE",
        "footer beyond": whole[:-8] + (2**31).to_bytes(4, "little") + b"PAR1",
        "footer of noise": whole[: -8 - footer] + b"\xff" * footer + whole[-8:],
        "pages of noise": b"PAR1" + b"\xff" * (len(whole) - footer - 12) + whole[-8 - footer :],
        "csv": b"indicator,period,value\n",
    }


@pytest.mark.parametrize("kind", list(broken()))
def test_a_broken_file_is_refused_in_words(kind: str) -> None:
    city = make_city()
    page = sent(city, broken()[kind])
    assert page.status_code in {200, 400}
    assert not Observation.objects.exists()
    batch = ImportBatch.objects.first()
    assert batch is None or "counts" not in batch.plan
    words = ("can't be read", "can’t be read", "password", "Parquet", "named")
    assert any(word in text(page).replace("&#x27;", "'") for word in words)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("SELECT [1, 2] AS indicator, '2020' AS period, 1.0 AS value", "table.column_not_plain"),
        ("SELECT {'a': 1} AS indicator, '2020' AS period, 1.0 AS value", "table.column_not_plain"),
        ("SELECT 'x'::BLOB AS indicator, '2020' AS period, 1.0 AS v", "table.column_not_plain"),
        (
            "SELECT 'UMF-1.1.2' AS indicator, TIMESTAMPTZ '2020-01-01 00:00:00+03' AS period, "
            "1.0 AS value",
            "table.column_not_plain",
        ),
        ("SELECT repeat('x', 200000) AS indicator, '2020' AS period, 1 AS value", "table.cell"),
        (
            "SELECT 'UMF-1.1.2' AS indicator, '2020' AS period, 1 AS value FROM range(1000001)",
            "table.too_many_rows",
        ),
    ],
)
def test_what_is_no_plain_table_or_too_much_says_so(tmp_path: Path, query: str, key: str) -> None:
    batch = make_city().preview(made(tmp_path, query), "made.parquet")
    assert batch.plan["error"]["key"].startswith(key)


def test_a_whole_file_that_unpacks_to_too_much_is_called_too_large_and_not_broken(
    tmp_path: Path,
) -> None:
    query = "SELECT repeat('x', 9000) AS indicator, '2020' AS period, 1 AS value FROM range(200000)"
    content = made(tmp_path, query)
    assert len(content) < 10_000
    page = sent(make_city(), content)
    assert page.status_code == 400
    reason = str(reasons.sentence(Reason("import.too_heavy")))
    assert reason in text(page).replace("&#x27;", "'")
    assert not ImportBatch.objects.exists()


def test_types_of_other_tools_are_read_as_they_would_be_typed(tmp_path: Path) -> None:
    content = made(
        tmp_path,
        "SELECT 'UMF-1.1.2' AS indicator, 2020 AS period, 81.5::DECIMAL(8, 2) AS value, "
        "400::UINTEGER AS sample_size, DATE '2027-06-30' AS next_update, '' AS note",
    )
    city = make_city()
    city.bring(content, "made.parquet")
    row = Observation.objects.get()
    assert (row.period, row.value, row.sample_size) == ("2020", 81.5, 400)
    assert row.next_update == date(2027, 6, 30)
    assert io.BytesIO(content).read(4) == b"PAR1"


@pytest.mark.parametrize("kind", ["TIMESTAMP", "TIMESTAMP_MS", "TIMESTAMP_NS"])
def test_a_day_that_another_tool_keeps_as_a_time_is_that_day(kind: str, tmp_path: Path) -> None:
    content = made(
        tmp_path,
        f"SELECT 'UMF-1.1.2' AS indicator, {kind} '2020-06-30 00:00:00' AS period, 81.5 AS value, "
        "NULL AS note",
    )
    make_city().bring(content, "made.parquet")
    assert Observation.objects.values_list("period", "value", "note").get() == (
        "2020-06-30",
        81.5,
        "",
    )


def test_the_command_brings_it_in(tmp_path: Path) -> None:
    city, path = make_city(), tmp_path / "ours.parquet"
    path.write_bytes(parquet([["UMF-1.1.2", "2020", 81.0], ["UMF-1.1.2", "soon", 1.0]]))
    told = [str(path), "--place", city.place.slug, "--framework", "umf", "--report", "-"]
    refused = CliRunner().invoke(import_file, told)
    assert refused.exit_code == 1, refused.output
    assert "soon" in refused.output
    assert not Observation.objects.exists()
    done = CliRunner().invoke(import_file, [*told, "--leave-out"])
    assert done.exit_code == 0, done.output
    assert Observation.objects.get().value == 81
    path.write_bytes(broken()["cut"])
    assert CliRunner().invoke(import_file, told).exit_code == 2


@pytest.mark.parametrize("broken", ["a\nb", "a\r\nb", "a\rb", "\n", '"\n"', 'x,"y\n'])
def test_lines_in_a_note_neither_break_the_file_nor_change(broken: str, tmp_path: Path) -> None:
    content = parquet([["x", broken, 1.5], [broken, "y", None]])
    path = tmp_path / "read.parquet"
    path.write_bytes(content)
    with duckdb.connect() as connection:
        found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    assert found == [("x", broken, 1.5), (broken, "y", None)]
