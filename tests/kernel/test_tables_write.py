import csv
import io
import unicodedata
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.kernel.tables import (
    BadTable,
    Block,
    Page,
    csv_blocks,
    csv_chunks,
    read_csv,
    read_xlsx,
    safe_cell,
    sheet_names,
    unsafe_cell,
    write_csv,
    write_xlsx,
)

STARTS = ["=", "+", "-", "@", "\t", "\r", "\x00", "＝", "＋", "－", "＠"]
FORMULAS = [start + "1+1" for start in STARTS]
FORMULAS += ["'=1", '"=1', " =1", "  @x", "\n=1", "''=1", "\ufeff=1", "\u200b+1", "' \"-1", "-"]
PLAIN = ["", "Nairobi", "'", "'s-Hertogenbosch", "a=b", "1-2", "«=1", "'hello'", "…", "中=", "'1'"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_could_be_a_formula_is_made_safe_and_comes_back(text: str) -> None:
    safe = safe_cell(text)
    assert safe == "'" + text
    assert unsafe_cell(safe) == text


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_is_left_alone(text: str) -> None:
    assert safe_cell(text) == text
    assert unsafe_cell(text) == text


@given(st.text("'\"=+-@ \t\r\n\x00aＡ＝\ufeff", max_size=8) | st.text(max_size=20))
@settings(max_examples=400)
def test_every_text_comes_back_exactly_and_none_begins_a_formula(text: str) -> None:
    safe = safe_cell(text)
    assert unsafe_cell(safe) == text
    assert safe[:1] not in STARTS
    if text.lstrip(" '\"")[:1] in STARTS:
        assert safe.startswith("'")


def test_csv_opens_in_a_spreadsheet() -> None:
    written = write_csv([["Name", "Value"], ["Côte, d'Ivoire", -1.5], ["=1+1", None]])
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig") == ("Name,Value\r\n\"Côte, d'Ivoire\",-1.5\r\n'=1+1,\r\n")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (0.1, "0.1"),
        (-3, "-3"),
        (True, "TRUE"),
        (None, ""),
        (date(2020, 2, 29), "2020-02-29"),
        (Decimal("-1.10"), "-1.10"),
        (datetime(2020, 2, 29, 1, 2), "2020-02-29T01:02:00"),
    ],
)
def test_values_in_csv(cell: object, text: str) -> None:
    (row,) = csv.reader(io.StringIO(write_csv([[cell, "x"]]).decode("utf-8-sig")))  # type: ignore[list-item]
    assert row == [text, "x"]


def test_csv_comes_in_pieces() -> None:
    pieces = list(csv_chunks([n, "x"] for n in range(2500)))
    assert len(pieces) == 3
    assert b"".join(pieces) == write_csv([n, "x"] for n in range(2500))
    assert pieces[1].startswith(b"1000,x")


CELLS = (
    st.text("'\"=+-,;\r\n\x00 aé１＝", max_size=4)
    | st.sampled_from([None, "", 0, 0.0, -0.0, False, True, 1, -1.5, Decimal("0.00"), Decimal(-1)])
    | st.sampled_from([date(2020, 2, 29), datetime(2020, 2, 29, 1, 2)])
)
BLOCKS = st.lists(
    st.builds(
        Block,
        st.lists(CELLS, max_size=2),
        st.lists(st.lists(CELLS, min_size=2, max_size=3), max_size=3),
        st.lists(CELLS, max_size=2),
    ),
    max_size=3,
)


@given(BLOCKS, st.booleans())
@settings(max_examples=200, deadline=None)
def test_blocks_are_written_as_their_whole_rows_are(blocks: list[Block], mark: bool) -> None:
    head = ["=a", "b"]
    rows = [row for block in blocks for row in block.whole()]
    assert b"".join(csv_blocks(head, blocks, mark=mark)) == b"".join(
        csv_chunks([head, *rows], mark=mark)
    )


def test_blocks_come_in_pieces() -> None:
    blocks = (Block(["x"], [[n, "="], [n, None]], ["y"]) for n in range(1500))
    pieces = list(csv_blocks(["a", "b", "c", "d"], blocks))
    assert len(pieces) > 3
    assert max(map(len, pieces)) < 20_000


def test_what_is_no_number_is_not_written() -> None:
    for cell in (float("nan"), float("inf")):
        with pytest.raises(BadTable, match="not_a_number"):
            write_csv([[cell]])
        with pytest.raises(BadTable, match="not_a_number"):
            list(csv_blocks(["a", "b"], [Block((), [[cell, "x"]])]))
        with pytest.raises(BadTable, match="not_a_number"):
            write_xlsx([Page("A", ["x"], [[cell]])])


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"),
    max_size=10,
).map(lambda s: s.strip())


@given(
    st.lists(st.lists(TEXTS | st.sampled_from(FORMULAS[:4]), min_size=2, max_size=2), max_size=6)
)
@settings(max_examples=60, deadline=None)
def test_what_was_exported_is_imported_unchanged(rows: list[list[str]]) -> None:
    expected = tuple(
        tuple(unicodedata.normalize("NFC", cell) for cell in row) for row in rows if any(row)
    )
    head = ["=Name", "Note"]
    for sheet in (
        read_csv(write_csv([head, *rows])),
        read_xlsx(write_xlsx([Page("Data", head, rows)])),
    ):
        assert sheet.header == ("=Name", "Note")
        assert sheet.rows == expected


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


PAGE = Page(
    "Données: [2015/16]",
    ["Indicator", "Year", "Value", "Link"],
    [
        ["=HYPERLINK(1)", 2015, -1.5, "https://example.org"],
        ["1e5", date(2020, 2, 29), None, "a" * 100],
        ["big", 2**60, Decimal("0.1"), True],
    ],
    choices={"Indicator": ["11.1.1", "=x", "11.2.1"] * 60},
)


def test_a_workbook_has_a_bold_frozen_header_and_no_formula_or_link() -> None:
    written = write_xlsx([PAGE], notes=[["Source", "The city"], ["=1"]], notes_name="Read me")
    found = parts(written)
    sheet = found["xl/worksheets/sheet1.xml"]
    assert '<pane ySplit="1"' in sheet
    assert "<f>" not in "".join(found.values())
    assert "<hyperlink" not in sheet
    assert '<c r="A1" s=' in sheet
    assert "<b/>" in found["xl/styles.xml"]
    assert sheet_names(written) == ("Données   2015 16", "Read me")
    assert "'=1" in found["xl/worksheets/sheet2.xml"].replace("&apos;", "'")


def test_long_lists_of_choices_stand_on_a_hidden_sheet() -> None:
    found = parts(write_xlsx([PAGE]))
    assert 'state="hidden"' in found["xl/workbook.xml"]
    sheet = found["xl/worksheets/sheet1.xml"]
    assert "<formula1>'lists'!$A$1:$A$180</formula1>" in sheet
    assert 'sqref="A2:A1048576"' in sheet


def test_values_come_back_from_a_workbook() -> None:
    sheet = read_xlsx(write_xlsx([PAGE]))
    assert sheet.rows == (
        ("=HYPERLINK(1)", "2015", "-1.5", "https://example.org"),
        ("1e5", "2020-02-29", "", "a" * 100),
        ("big", str(2**60), "0.1", "TRUE"),
    )


def test_columns_are_wide_enough_and_pages_may_run_right_to_left() -> None:
    found = parts(write_xlsx([Page("أ", ["اسم"], [["x" * 30]], rtl=True)]))
    sheet = found["xl/worksheets/sheet1.xml"]
    assert 'rightToLeft="1"' in sheet
    width = float(sheet.split('<col min="1" max="1" width="')[1].split('"')[0])
    assert 30 <= width <= 45


def test_names_of_pages_are_made_acceptable_and_different() -> None:
    long = "Indicators of the urban monitoring framework"
    pages = [Page(name, ["x"], []) for name in (long, long.upper(), "", "a/b", "History", "'q'")]
    names = sheet_names(write_xlsx(pages))
    assert len(set(map(str.lower, names))) == 6
    assert all(len(name) <= 31 for name in names)


def test_equal_content_gives_equal_bytes() -> None:
    assert write_xlsx([PAGE]) == write_xlsx([PAGE])


def test_what_a_workbook_cannot_hold_is_refused_and_not_cut_off() -> None:
    with pytest.raises(BadTable, match="cell_too_long at row 2, column A"):
        write_xlsx([Page("A", ["x"], [["a" * 40_000]])])
