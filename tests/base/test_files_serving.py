"""S3: files go out as downloads that no browser runs, and are seen only as what we made of them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.http import FileResponse
from django.utils import translation
from PIL import Image, PngImagePlugin
from pytest_django import Settings

from tests.base.corpus import CORPUS
from tests.base.corpus.office import workbook, zipped
from tests.base.corpus.pdfs import pdf
from tests.base.corpus.pictures import picture, svg
from waymark.base.files import disk
from waymark.base.files.errors import FileRefused, Kind, NoPreview, StoreUnavailable
from waymark.base.files.messages import allowed_types, explain
from waymark.base.files.previews import (
    kind_of_preview,
    page_count,
    preview_png,
    preview_table,
    preview_text,
)
from waymark.base.files.serving import serve_download, serve_preview
from waymark.base.files.storage import BytesGone, erase, store
from waymark.base.models import Blob

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.WAYMARK_FILES = tmp_path
    return tmp_path


def blob(data: bytes, name: str) -> Blob:
    """A row, not saved: what is tested here needs no database."""
    stored = store(io.BytesIO(data), name=name)
    return Blob(sha256=stored.sha256, size=stored.size, media_type=stored.media_type, created_at=AT)


def unchecked(data: bytes, media_type: str) -> Blob:
    """A content placed past all checks, as if an inspector had missed something."""
    import hashlib

    sha256 = hashlib.sha256(data).hexdigest()
    with disk.Temporary() as temporary:
        temporary.write(data)
        temporary.place(disk.path_of(sha256))
    return Blob(sha256=sha256, size=len(data), media_type=media_type, created_at=AT)


GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


@pytest.mark.parametrize(
    ("data", "name", "sent_as"),
    [
        (svg("<g/>"), "drawing.svg", "application/octet-stream"),
        (pdf(), "plan.pdf", "application/pdf"),
        (picture(), "photo.png", "image/png"),
        (b"<b>not a page</b>", "notes.md", "text/markdown"),
    ],
)
def test_an_original_is_an_attachment_that_no_browser_runs(
    data: bytes, name: str, sent_as: str
) -> None:
    response = serve_download(blob(data, name), name)
    assert isinstance(response, FileResponse)
    assert response["Content-Type"] == sent_as
    assert response["Content-Disposition"] == (
        f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    )
    assert response["Content-Length"] == str(len(data))
    assert {header: response[header] for header in GUARDS} == GUARDS
    assert b"".join(response.streaming_content) == data  # type: ignore[arg-type]
    response.file_to_stream.close()  # type: ignore[attr-defined]


def test_a_hostile_name_does_not_break_out_of_its_header() -> None:
    response = serve_download(blob(b"a\n", "a.txt"), 'a"\r\nSet-Cookie: x=1; filename="b.html')
    header = response["Content-Disposition"]
    assert header.count("filename=") == 1
    assert not {"\r", "\n"} & set(header)
    assert header.startswith('attachment; filename="a')
    response.file_to_stream.close()  # type: ignore[attr-defined]


def test_an_erased_or_missing_file_is_not_served() -> None:
    gone = blob(b"a\n", "a.txt")
    disk.remove(gone.sha256)
    with pytest.raises(BytesGone):
        serve_download(gone, "a.txt")


def test_a_page_of_a_pdf_is_seen_as_pixels_and_kept(files: Path) -> None:
    plan = blob(pdf(3), "plan.pdf")
    assert (kind_of_preview(plan), page_count(plan)) == ("pages", 3)
    seen = preview_png(plan, page=2, width=700)
    image = Image.open(io.BytesIO(seen))
    assert (image.format, image.size) == ("PNG", (640, 960))
    assert disk.derived_path(plan.sha256, "p2w640.png").read_bytes() == seen
    assert preview_png(plan, page=2, width=641) == seen
    response = serve_preview(seen)
    assert response["Content-Type"] == "image/png"
    assert {header: response[header] for header in GUARDS} == GUARDS
    for page in (0, 4, -1):
        with pytest.raises(NoPreview):
            preview_png(plan, page=page)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew_and_carries_nothing_of_its_maker(kind: str) -> None:
    held = io.BytesIO()
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "where I live")
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    exif[0x0112] = 6  # lying on its side
    Image.new("RGB", (600, 400), "teal").save(held, kind, pnginfo=note, exif=exif)
    assert b"where I live" in held.getvalue()
    name = f"a.{kind.lower()}"
    seen = preview_png(blob(held.getvalue(), name), width=320)
    assert b"where I live" not in seen
    image = Image.open(io.BytesIO(seen))
    assert image.size == (320, 480)
    assert "exif" not in image.info


def test_transparency_and_palettes_survive_the_redrawing() -> None:
    held = io.BytesIO()
    image = Image.new("P", (20, 20), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.save(held, "PNG", transparency=0)
    seen = Image.open(io.BytesIO(preview_png(blob(held.getvalue(), "a.png"))))
    assert (seen.mode, seen.getpixel((3, 3))) == ("RGBA", (255, 0, 0, 0))


def test_a_table_is_seen_as_cells() -> None:
    csv = "city;value\nNakuru;5,5\n=1+1;<b>\n"
    seen = preview_table(blob(csv.encode(), "a.csv"), limit_rows=2)
    assert seen.rows == (("city", "value"), ("Nakuru", "5,5"))
    assert (seen.more, seen.sheets, seen.encoding) == (True, (), "utf-8-sig")
    rows = '<row r="2"><c r="B2"><v>7</v></c><c r="C2" t="b"><v>1</v></c></row>'
    book = preview_table(blob(zipped(workbook(rows)), "a.xlsx"))
    assert book.sheets == ("One",)
    assert book.rows == (("", "", ""), ("", "7", "TRUE"))
    assert not book.more
    with pytest.raises(NoPreview):
        preview_table(blob(zipped(workbook(rows)), "a.xlsx"), sheet=1)


def test_an_old_encoding_is_the_readers_to_choose() -> None:
    old = blob("город,значение\n".encode("cp1251"), "a.csv")
    assert preview_table(old).encoding == ""
    assert preview_table(old, encoding="cp1251").rows == (("город", "значение"),)
    with pytest.raises(NoPreview):
        preview_table(old, encoding="utf-8")
    with pytest.raises(NoPreview):
        preview_table(old, encoding="no-such-code")
    wide = blob("città,valore\n".encode("utf-16"), "b.csv")
    assert preview_table(wide).rows == (("città", "valore"),)


def test_a_text_is_seen_from_its_beginning() -> None:
    seen = preview_text(blob("# Ziele\n\nÖffentlich".encode(), "a.md"), limit=7)
    assert (seen.text, seen.more, seen.encoding) == ("# Ziele", True, "utf-8-sig")


def test_what_has_no_preview_says_so() -> None:
    drawing = blob(svg("<g/>"), "a.svg")
    assert (kind_of_preview(drawing), page_count(drawing)) == ("", 0)
    for preview in (preview_png, preview_table, preview_text):
        with pytest.raises(NoPreview):
            preview(drawing)


@pytest.mark.parametrize(
    "name", ["corner.xlsx", "inflating.xlsx", "bomb.png", "loop.pdf", "flate_bomb.pdf", "cut.jpg"]
)
def test_a_hostile_file_that_slipped_in_still_harms_no_preview(name: str) -> None:
    types = {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "png": "image/png",
        "jpg": "image/jpeg",
        "pdf": "application/pdf",
    }
    data = next(one for one in CORPUS if one.name == name).make()
    slipped = unchecked(data, types[name.rpartition(".")[2]])
    try:
        made = preview_table(slipped).rows if "xlsx" in name else preview_png(slipped)
    except NoPreview:
        made = b""
    assert len(made) < 1_000_000


@pytest.mark.django_db
def test_an_erased_file_loses_its_previews_too(
    files: Path, django_capture_on_commit_callbacks: object
) -> None:
    plan = blob(pdf(), "plan.pdf")
    plan.save()
    preview_png(plan)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erased = erase(plan, reason="court", at=AT)
    assert [path for path in files.rglob("*") if path.is_file()] == []
    assert kind_of_preview(erased) == ""
    with pytest.raises(BytesGone):
        preview_png(erased)


def test_every_refusal_has_its_sentences() -> None:
    params: dict[str, str | int] = {
        "limit": 50 * 1024 * 1024,
        "extension": "pdf",
        "found": "PNG",
        "format": "PDF",
        "rows": 1,
        "columns": 2,
        "max_rows": 3,
        "max_columns": 4,
        "width": 5,
        "height": 6,
        "max_pixels": 80_000_000,
    }
    said = [explain(FileRefused(kind, **params)) for kind in Kind]
    said += [explain(StoreUnavailable(full=full)) for full in (True, False)]
    assert len({one.what for one in said}) == len(Kind) + 2
    assert all(one.what.endswith(".") and one.advice.endswith(".") for one in said)
    assert "50.0\xa0MB" in explain(FileRefused(Kind.TOO_LARGE, **params)).what
    assert allowed_types().startswith("PDF, PNG, ")


def test_sentences_are_translated_when_shown_and_not_before() -> None:
    refused = FileRefused(Kind.TOO_LARGE, limit=50 * 1024 * 1024)
    with translation.override("fr"):
        assert "50,0\xa0Mio" in explain(refused).what
