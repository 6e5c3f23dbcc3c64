"""Files that are hostile, broken, or only written the way another office writes them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.base.corpus import office, pdfs
from tests.indicators.cities import browser, make_city, upload
from tests.indicators.test_pages import address, text
from waymark.base.files import disk
from waymark.indicators.models import ImportBatch, Observation
from waymark.indicators.rules.columns import HEADERS
from waymark.kernel import tables
from waymark.kernel.tables import read_csv, read_xlsx

HEADER = tuple(HEADERS.values())
pytestmark = pytest.mark.django_db
HEADINGS = "indicator,period,value\n"
ROW = "UMF-1.1.2,2020,81\n"

REFUSED: list[tuple[str, Any, str]] = [
    ("report.csv", pdfs.pdf, "the file is of the type PDF"),
    ("program.csv", b"\x7fELF\x02\x01\x01\x00" + b"\0" * 200, "can't be read as CSV"),
    ("nul.csv", b"indicator,period,value\nUMF-1.1.2,2020,\x001\n", "can't be read as CSV"),
    ("page.csv", "<html><script>alert(1)</script>", "Files of the type HTML are not taken"),
    ("empty.csv", b"", "empty"),
    ("report.pdf", pdfs.pdf, "hold no data"),
    ("macro.xlsm", lambda: office.zipped(office.workbook()), "macros"),
    ("bomb.xlsx", office.inflating, "unpacks to far more"),
    ("far.xlsx", lambda: office.rows(300_000), "that is too large"),
]


@pytest.mark.parametrize(("name", "content", "says"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_is_no_table_is_refused_in_words_and_not_kept(
    name: str, content: Any, says: str
) -> None:
    city = make_city()
    data = content() if callable(content) else content
    sent = {"framework": "umf", "file": upload(data, name)}
    page = browser(city.editor).post(address(city, "imports"), sent)
    assert page.status_code == 400
    assert says in text(page).replace("&#x27;", "'").replace("’", "'")
    assert not ImportBatch.objects.exists()


def test_a_hundred_megabytes_of_rubbish_are_refused_before_they_are_kept() -> None:
    city = make_city()
    rubbish = upload(b"rubbish\n" * (13 * 1024 * 1024), "rubbish.csv")
    assert rubbish.size is not None
    assert rubbish.size > settings.WAYMARK_UPLOAD_LIMIT
    page = browser(city.editor).post(
        address(city, "imports"), {"framework": "umf", "file": rubbish}
    )
    assert page.status_code == 413
    assert "larger than" in text(page)
    assert not ImportBatch.objects.exists()
    assert not any(path.is_file() for path in Path(disk.temporary_folder()).rglob("*.upload"))


def rows_with(*texts: str) -> str:
    return HEADINGS + "".join(f'UMF-1.1.2,{2000 + n},"{t}"\n' for n, t in enumerate(texts))


READ: list[tuple[str, bytes, dict[str, str], dict[str, int]]] = [
    ("utf-16", (HEADINGS + ROW).encode("utf-16"), {}, {"added": 1}),
    ("mark", b"\xef\xbb\xbf" + (HEADINGS + ROW).encode(), {}, {"added": 1}),
    ("crlf", (HEADINGS + ROW).replace("\n", "\r\n").encode(), {}, {"added": 1}),
    ("sep", ("sep=;\n" + HEADINGS + ROW).replace(",", ";").encode(), {}, {"added": 1}),
    ("bidi", (HEADINGS + "UMF-1.1.2,\u202e2020,81\n").encode(), {}, {"refused": 1}),
    (
        "cp1256",
        ("indicator,area,period,value\nUMF-1.1.2,الشمال,2020,81\n").encode("cp1256"),
        {"encoding": "windows-1256"},
        {"added": 1},
    ),
    (
        "formulas",
        rows_with("=1+1", "+5", "-5", "@SUM(A1)").encode(),
        {},
        {"added": 2, "refused": 2},
    ),
]


@pytest.mark.parametrize(
    ("content", "options", "counts"), [row[1:] for row in READ], ids=[row[0] for row in READ]
)
def test_files_as_other_offices_write_them(
    content: bytes, options: dict[str, str], counts: dict[str, int]
) -> None:
    city = make_city()
    north = city.areas["north"]
    north.name = {"en": "North", "ar": "الشمال"}
    north.save(update_fields=["name"])
    batch = city.preview(content, **options)
    assert "error" not in batch.plan, batch.plan.get("error")
    assert {name: count for name, count in batch.plan["counts"].items() if count} == counts


def test_letters_that_can_be_read_in_several_ways_are_shown_in_each() -> None:
    city = make_city()
    client = browser(city.editor)
    content = "indicator,source,period,value\nUMF-1.1.2,مكتب الإحصاء,2020,81\n".encode("cp1256")
    sent = {"framework": "umf", "file": upload(content)}
    page = client.post(address(city, "imports"), sent, follow=True)
    assert "can be read in several ways" in text(page)
    assert "مكتب الإحصاء" in page.content.decode()
    batch = ImportBatch.objects.get()
    choices = {
        "framework": "umf",
        "indicator": "",
        "decimals": "point",
        "encoding": "windows-1256",
    }
    client.post(address(city, "read_again", batch.pk), choices)
    client.post(address(city, "commit", batch.pk))
    assert Observation.objects.get().source == "مكتب الإحصاء"


def test_a_workbook_with_several_sheets_lets_one_be_chosen() -> None:
    city = make_city()
    book = tables.write_xlsx(
        [
            tables.Page("About", ["title"], [["Our data"]]),
            tables.Page("Data", ["indicator", "period", "value"], [["UMF-1.1.2", "2020", 81.5]]),
        ]
    )
    batch = city.preview(book, "book.xlsx")
    assert batch.plan["sheets"] == ["About", "Data"]
    assert not batch.plan["counts"]["added"]
    page = browser(city.editor).get(address(city, "import", batch.pk))
    assert '<option value="Data">' in page.content.decode()
    again = city.preview(book, "book.xlsx", sheet="Data")
    assert again.plan["counts"]["added"] == 1


STARTS = ("=1+1", "+1", "-1", "@x", "\t=x", "＝1", '"=x', " =x", "'=x", "=cmd|' /C calc'!A0")


def test_no_cell_taken_away_begins_a_formula_and_the_text_comes_back() -> None:
    city = make_city()
    for number, start in enumerate(STARTS):
        city.enter(number, str(2000 + number), source=start, note=f"{start} note")
    before = city.everything()
    for content, read, name in (
        (city.as_csv(), read_csv, "all.csv"),
        (city.as_xlsx(), read_xlsx, "all.xlsx"),
    ):
        if name.endswith("csv"):
            table = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
            cells = [cell.lstrip(' "') for line in table for cell in line]
            assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r＝＠"))]
        sheet = read(content)
        column = sheet.header.index("source")
        assert sorted(row[column] for row in sheet.rows) == sorted(s.strip() for s in STARTS)
        batch = city.preview(content, name)
        assert batch.plan["counts"]["unchanged"] == len(STARTS)
    assert city.everything() == before


def test_the_template_is_filled_in_and_comes_back() -> None:
    city = make_city()
    client = browser(city.editor)
    client.post(address(city, "choose"), {"indicator": ["UMF-1.1.2", "UMFX-2.3.a"]})
    sheet = read_csv(client.get(address(city, "template_csv")).content)
    assert sheet.header == HEADER
    assert [row[0] for row in sheet.rows] == ["umf:UMF-1.1.2", "umf:UMFX-2.3.a"]
    empty = city.preview(client.get(address(city, "template_xlsx")).content, "template.xlsx")
    assert empty.plan["counts"]["blank"] == 2
    filled = [list(row) for row in sheet.rows]
    filled[0][HEADER.index("period")], filled[0][HEADER.index("value")] = "2024", "81.5"
    filled[1][HEADER.index("target value")] = "9"
    batch = city.bring(tables.write_csv([HEADER, *filled]))
    assert (batch.plan["values"], batch.plan["goals"]) == (1, 1)


DATA = Path(__file__).parents[3] / "shared" / "data"
FILES = (
    *("barcelona2030/data/indicator_1-1-1.csv", "barcelona2030/data/indicator_1-3-1.csv"),
    *("barcelona2030/data/indicator_10-1-1.csv", "bristol/data/indicator_3-7-1.csv"),
    *("bristol/data/indicator_8-5-2.csv", "canada-gif/data/indicator_3-4-2.csv"),
)


@pytest.mark.parametrize("name", FILES)
def test_of_real_files_no_row_is_lost(name: str) -> None:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"no published file {name} beside this copy to try")
    city = make_city()
    content = path.read_bytes()
    first = city.preview(content, path.name, indicator="sdg:6.1.1")
    unknown = tuple(p["params"]["name"] for p in first.plan["problems"] if p["row"] is None)
    batch = city.preview(content, path.name, indicator="sdg:6.1.1", ignored=unknown)
    counts = batch.plan["counts"]
    assert sum(counts.values()) == batch.plan["rows"] == len(read_csv(content).rows)
    refused = {problem["row"] for problem in batch.plan["problems"]}
    if batch.plan["problem_count"] <= len(batch.plan["problems"]):
        assert len(refused) == counts["refused"]
    if counts["added"]:
        city.commit(batch, leave_out=True)
        assert Observation.objects.count() == counts["added"]
