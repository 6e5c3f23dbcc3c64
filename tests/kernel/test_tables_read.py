import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.kernel.tables import (
    MAX_CELL,
    MAX_ROWS,
    BadTable,
    Sheet,
    build,
    column_name,
    previews,
    read_csv,
    read_xlsx,
    result,
    sheet_names,
    unsafe_cell,
    work,
)

TABLE = Sheet(("Year", "Sex", "Value"), (("2015", "F", "1.5"), ("2016", "", "2")), (2, 3))


def same(sheet: Sheet) -> Sheet:
    return Sheet(sheet.header, sheet.rows, sheet.numbers)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Year,Sex,Value\n2015,F,1.5\n2016,,2\n", ","),
        ("Year,Sex,Value\r\n2015,F,1.5\r\n2016,,2", ","),
        ("Year,Sex,Value\r2015,F,1.5\r2016,,2\r", ","),
        ("Year;Sex;Value\n2015;F;1.5\n2016;;2\n", ";"),
        ("Year\tSex\tValue\n2015\tF\t1.5\n2016\t\t2\n", "\t"),
        ("Year|Sex|Value\n2015|F|1.5\n2016||2\n", "|"),
        ("\ufeffYear,Sex,Value\n2015,F,1.5\n2016,,2\n", ","),
        (" Year , Sex,Value \n2015 ,F, 1.5\n2016,  ,2\n", ","),
        ("Year,Sex,Value,,\n2015,F,1.5,,\n2016,,2,,\n", ","),
        ('"Year","Sex","Value"\n"2015","F","1.5"\n2016,,"2"\n', ","),
        ("Year,Sex,Value\n2015,F,1.5\n2016,,2\n\n\n,,\n", ","),
    ],
)
def test_the_many_ways_to_write_one_table(text: str, delimiter: str) -> None:
    sheet = read_csv(text.encode())
    assert same(sheet) == TABLE
    assert (sheet.encoding, sheet.delimiter, sheet.blank_rows) == ("utf-8", delimiter, 0)


def test_rows_keep_the_numbers_their_author_sees() -> None:
    sheet = read_csv(b'\n a , b \n\n1,"two\nlines"\n,\n\n3\n\n')
    assert (sheet.header, sheet.rows) == (("a", "b"), (("1", "two\nlines"), ("3", "")))
    assert (sheet.numbers, sheet.blank_rows) == ((4, 7), 4)
    assert read_csv(b"sep=;\r\na;b,c\r\n1;2\r\n").numbers == (3,)
    assert read_csv(b"sep=;\r\na;b,c\r\n1;2\r\n").header == ("a", "b,c")


def test_one_column_and_a_lonely_header_are_tables() -> None:
    assert read_csv(b"Name\nNairobi\n").rows == (("Nairobi",),)
    assert read_csv(b"a,b\n").rows == ()


def test_a_decimal_comma_does_not_mislead_the_sniffer() -> None:
    sheet = read_csv(b"Year;Value\n2015;1,5\n2016;2,25\n2017;3,0\n")
    assert sheet.rows[0] == ("2015", "1,5")


@pytest.mark.parametrize(
    ("data", "key", "row", "column"),
    [
        (b"", "table.empty", None, None),
        (b"\n , \n", "table.empty", None, None),
        (b"a,b\n1,2\n1,2,3\n", "table.cell_outside_header", 3, 3),
        (b"a,,c\n", "table.header_missing", 1, 2),
        (b"a,b,a\n", "table.header_twice", 1, 3),
        (b'a,b\n1,"2\n3,4\n', "table.stray_quote", 2, None),
        (b'a,b\n1,"2"x\n', "table.stray_quote", 2, None),
        (b"a,b\n1,\x01\n", "text.control_character", 2, 2),
        (b"a,b\n1,x\x00y\n" + b"1,2\n" * 5, "table.unknown_encoding", None, None),
        (b"a,b\n1,2\n" * 1 + b"3," + b"x" * (MAX_CELL + 1), "table.cell_too_long", 3, 2),
        (b"a,b\n1," + b"x" * 200_000, "table.cell_too_long", 2, None),
        (b"a,b\n" + b"1," + b"," * 400 + b"9\n", "table.too_many_columns", 2, 402),
        (b"a\n" + b"1\n" * (MAX_ROWS + 1), "table.too_many_rows", MAX_ROWS + 2, None),
        ("a,b\n1,é\n".encode("latin-1"), "table.unknown_encoding", 2, None),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    data: bytes, key: str, row: int | None, column: int | None
) -> None:
    with pytest.raises(BadTable) as refusal:
        read_csv(data)
    assert (refusal.value.key, refusal.value.row, refusal.value.column) == (key, row, column)


def test_lone_surrogates_cannot_come_in() -> None:
    with pytest.raises(BadTable) as refusal:
        read_csv(b"a\n\xed\xa0\x80\n")
    assert refusal.value.key == "table.unknown_encoding"


CITIES = {
    "windows-1252": "ville;année\nSète;2015\nAlès;2016\nNîmes;2017\n",
    "windows-1251": "город;год\nМосква;2015\nКазань;2016\n",
    "windows-1256": "مدينة;سنة\nالقاهرة;2015\n",
    "gb18030": "城市;年份\n北京;2015\n上海;2016\n",
    "utf-16": "город;год\nМосква;2015\n",
}


@pytest.mark.parametrize(("encoding", "text"), CITIES.items())
def test_other_encodings_are_offered_and_read_once_chosen(encoding: str, text: str) -> None:
    data = text.encode(encoding)
    if encoding != "utf-16":
        with pytest.raises(BadTable, match="unknown_encoding"):
            read_csv(data)
    offered = {preview.encoding: preview.lines for preview in previews(data)}
    assert offered[encoding][0] == text.splitlines()[0]
    sheet = read_csv(data, encoding=encoding)
    assert list(sheet.header) == text.splitlines()[0].split(";")
    assert sheet.encoding == encoding


@pytest.mark.parametrize("encoding", ["windows-1251", "gb18030", "windows-1252"])
def test_the_right_encoding_is_among_the_first_offered(encoding: str) -> None:
    data = CITIES[encoding].encode(encoding)
    assert encoding in [preview.encoding for preview in previews(data)][:4]


def test_a_wrong_or_unknown_choice_is_refused() -> None:
    with pytest.raises(BadTable, match="wrong_encoding at row 2"):
        read_csv("a\né\n".encode("latin-1"), encoding="utf-8")
    with pytest.raises(BadTable, match="unsupported_encoding"):
        read_csv(b"a\n", encoding="utf-7")
    with pytest.raises(BadTable, match="unknown_delimiter"):
        read_csv(b"a\n", delimiter="x")


CELLS = st.text(
    st.characters(exclude_categories=("Cs", "Cc")), max_size=8
).map(str.strip).filter(lambda s: "\ufeff" not in s)  # fmt: skip


@given(
    st.lists(CELLS.filter(bool), min_size=2, max_size=4, unique=True).flatmap(
        lambda head: st.tuples(
            st.just(head),
            st.lists(st.lists(CELLS, min_size=len(head), max_size=len(head)), max_size=5),
        )
    ),
    st.sampled_from([",", ";", "\t", "|"]),
)
@settings(max_examples=120, deadline=None)
def test_any_table_written_by_the_standard_library_is_read_back(
    table: tuple[list[str], list[list[str]]], delimiter: str
) -> None:
    head, rows = table

    def plain(cells: list[str]) -> tuple[str, ...]:
        return tuple(unicodedata.normalize("NFC", unsafe_cell(cell)) for cell in cells)

    if len(set(plain(head))) < len(head):
        return
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([head, *rows])
    sheet = read_csv(buffer.getvalue().encode(), delimiter=delimiter)
    assert sheet.header == plain(head)
    assert sheet.rows == tuple(plain(row) for row in rows if any(row))


ODD = ("plain", "12.5", "", "", " at the edge", "at the edge ", "'=1+1", "~", "a~b", "ünd", "a\nb")


@given(
    st.lists(st.lists(st.sampled_from(ODD), max_size=4), max_size=150),
    st.integers(0, 5),
)
@settings(max_examples=150, deadline=None)
def test_what_is_looked_over_together_reads_as_what_is_looked_at_alone(
    rows: list[list[str]], blanks: int
) -> None:
    # An accent in each record keeps it from being taken as it is.
    alone = build(
        [["a", "b", "c", "d", "é"], *([*row, *[""] * (4 - len(row)), "é"] for row in rows)]
    )
    together = build([["a", "b", "c", "d"], *([""] * blanks for _ in range(3)), *rows])
    kept = [row[:4] for row in alone.rows if any(row[:4])]
    assert list(together.rows) == kept
    assert "".join(map("".join, together.rows)).find("'=") < 0, "a mark before a formula goes"
    filled = [number for number, row in enumerate(rows, 5) if any(cell.strip() for cell in row)]
    assert list(together.numbers) == filled


def test_an_error_comes_after_the_rows_before_it() -> None:
    wide = "a,b\n" + "1,2\n" * 30 + "1,2,3\n" + "1,2\n" * 5 + '1,"2"x\n'
    with pytest.raises(BadTable) as caught:
        read_csv(wide.encode(), delimiter=",")
    assert (caught.value.key, caught.value.row) == ("table.cell_outside_header", 32)
    with pytest.raises(BadTable) as caught:
        read_csv(wide.replace("1,2,3", "1,2").encode(), delimiter=",")
    assert (caught.value.key, caught.value.row) == ("table.stray_quote", 38)


def test_a_cell_too_long_is_found_among_plain_ones() -> None:
    long = "x" * (MAX_CELL + 1)
    with pytest.raises(BadTable) as caught:
        build([["a", "b"], ["1", "2"], ["1", long]])
    assert (caught.value.key, caught.value.row, caught.value.column) == (
        "table.cell_too_long",
        3,
        2,
    )
    assert build([["a", "b"], ["1", long[1:]]]).rows == (("1", long[1:]),)


@given(st.binary(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_table_or_the_one_named_error(data: bytes) -> None:
    for read in (read_csv, read_xlsx):
        try:
            sheet = read(data)
        except BadTable as error:
            assert error.key.startswith(("table.", "text."))  # noqa: PT017
        else:
            assert all(len(row) == len(sheet.header) for row in sheet.rows)


def book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        fill(workbook)
    return target.getvalue()


def table_book(workbook: xlsxwriter.Workbook) -> None:
    hidden = workbook.add_worksheet("secret")
    sheet = workbook.add_worksheet("Données & co")
    sheet.activate()
    sheet.set_first_sheet()
    hidden.hide()
    hidden.write(0, 0, "no")
    hidden.write_formula(1, 0, "=1/0", None, "#DIV/0!")
    dated = workbook.add_format({"num_format": "yyyy-mm-dd"})
    timed = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_row(1, 1, ["Year", " Value ", "When", "Ok"])
    sheet.write_row(2, 1, [2015, 0.1, None, True])
    sheet.write_datetime(2, 3, datetime(2020, 2, 29), dated)
    sheet.write_row(4, 1, ["2016/17", -1e20, None, False])
    sheet.write_datetime(4, 3, datetime(2020, 2, 29, 13, 30), timed)
    sheet.write_formula(5, 1, "=1+1", None, 2)


def test_a_workbook() -> None:
    data = book(table_book)
    assert sheet_names(data) == ("Données & co",)
    with pytest.raises(BadTable, match="header_missing at row 2, column A"):
        read_xlsx(data)


def shifted(workbook: xlsxwriter.Workbook) -> None:
    sheet = workbook.add_worksheet("A")
    sheet.write_row(1, 0, ["Year", " Value ", "When", "Ok"])
    sheet.write_row(2, 0, [2015, 0.1, None, True])
    dated = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_datetime(2, 2, datetime(2020, 2, 29), dated)
    sheet.write_row(4, 0, ["2016/17", -1e20, "", False])
    sheet.write_formula(5, 0, "=1+1", None, 2)
    other = workbook.add_worksheet("B")
    other.write_row(0, 0, ["x", "y"])
    other.write_formula(1, 1, "=1/0", None, "#DIV/0!")


def test_a_workbook_keeps_values_row_numbers_and_dates() -> None:
    sheet = read_xlsx(book(shifted))
    assert sheet.header == ("Year", "Value", "When", "Ok")
    assert sheet.rows == (
        ("2015", "0.1", "2020-02-29", "TRUE"),
        ("2016/17", "-1e+20", "", "FALSE"),
        ("2", "", "", ""),
    )
    assert (sheet.numbers, sheet.blank_rows) == ((3, 5, 6), 2)


def test_another_sheet_may_be_named_and_its_error_cells_are_not_taken_for_empty() -> None:
    data = book(shifted)
    assert sheet_names(data) == ("A", "B")
    with pytest.raises(BadTable, match="cell_shows_error at row 2, column B"):
        read_xlsx(data, sheet="B")
    with pytest.raises(BadTable, match="no_such_sheet"):
        read_xlsx(data, sheet="C")


def patched(part: str, change: Callable[[bytes], bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(shifted))) as source, zipfile.ZipFile(target, "w") as out:
        for member in source.infolist():
            data = source.read(member)
            out.writestr(member.filename, change(data) if member.filename == part else data)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ROWS = b"<sheetData>"


@pytest.mark.parametrize(
    ("part", "old", "new", "key"),
    [
        (SHEET, b'ref="A2:D6"', b'ref="A1:XFD1048576"', "table.too_many_rows"),
        (SHEET, b'ref="A2:D6"', b'ref="A1:XFD6"', "table.too_many_columns"),
        (SHEET, b'<c r="A6"', b'<c r="XFD1048576"', "table.too_many_rows"),
        (SHEET, b'<c r="A6"', b'<c r="XFD6"', "table.too_many_columns"),
        (SHEET, b'<c r="A6"', b'<c r="KN200001"', "table.too_many_cells"),
        (SHEET, b'<row r="6"', b'<row r="1048576"', "table.too_many_rows"),
        (SHEET, b'<c r="A6"', b'<c r="A0x6"', "table.not_xlsx"),
        (SHEET, ROWS, ROWS + b"<row><c/>" + b"<c/>" * 300 + b"</row>", "table.too_many_columns"),
        (SHEET, ROWS, ROWS + b"<row/>" * (MAX_ROWS + 2), "table.too_many_rows"),
        (SHEET, ROWS, ROWS + b"<x>" * 300 + b"</x>" * 300, "table.nested_too_deep"),
        (SHEET, b"?>", b'?><!DOCTYPE x [<!ENTITY e "e">]>', "table.document_type"),
        (SHEET, b"</worksheet>", b"", "table.not_xlsx"),
        ("xl/styles.xml", b"<fonts", b'<dimension ref="A1:XFD9"/><fonts', "table.too_many_columns"),
    ],
)
def test_a_hostile_workbook_is_refused_before_it_is_parsed(
    part: str, old: bytes, new: bytes, key: str
) -> None:
    assert read_xlsx(patched(part, bytes)).rows  # the control: unchanged it is read
    data = patched(part, lambda text: text.replace(old, new, 1))
    assert data != patched(part, bytes)
    with pytest.raises(BadTable) as refusal:
        read_xlsx(data)
    assert refusal.value.key == key


def test_what_is_no_workbook() -> None:
    for data in (b"", b"PK\x03\x04", book(shifted)[:-200], b"a,b\n1,2\n"):
        with pytest.raises(BadTable, match="not_xlsx"):
            read_xlsx(data)
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(BadTable, match="not_xlsx"):
        read_xlsx(empty.getvalue())
    with pytest.raises(BadTable, match="empty"):
        read_xlsx(book(lambda workbook: workbook.add_worksheet()))


def test_a_large_table_is_read_whole() -> None:
    text = "Year,Place,Value\n" + "2015,Nairobi,1.5\n" * 100_000
    assert len(read_csv(text.encode()).rows) == 100_000


def test_work_done_elsewhere_comes_back_as_plain_json() -> None:
    answer = json.loads(json.dumps(work(io.BytesIO(b"a;b\n1;2\n"), kind="csv", delimiter=";")))
    assert result(answer) == read_csv(b"a;b\n1;2\n")
    answer = json.loads(json.dumps(work(io.BytesIO(book(shifted)), kind="xlsx", sheet="A")))
    assert result(answer).header[0] == "Year"
    answer = json.loads(json.dumps(work(io.BytesIO(b"a,a\n"), kind="csv")))
    with pytest.raises(BadTable) as refusal:
        result(answer)
    error = refusal.value
    assert (error.key, error.row, error.column) == ("table.header_twice", 1, 2)
    assert error.params == {"name": "a", "first": "A"}
    with pytest.raises(ValueError, match="no table of kind"):
        work(io.BytesIO(b""), kind="pdf")


@pytest.mark.parametrize(
    ("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (300, "KN"), (16384, "XFD")]
)
def test_column_names(number: int, name: str) -> None:
    assert column_name(number) == name


def test_dates_are_written_as_dates() -> None:
    assert date(2020, 2, 29).isoformat() == read_xlsx(book(shifted)).rows[0][2]
