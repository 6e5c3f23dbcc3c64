"""The words of documents: read in a limited child, with their pages; nothing hostile gets far."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.base.corpus.office import document, presentation, workbook, zipped
from tests.base.corpus.opendocument import odf
from tests.base.corpus.pdfs import by_hand, drawing, flate_bomb, pdf
from tests.base.corpus.pictures import picture
from waymark.base.files import disk, words
from waymark.base.files.storage import store
from waymark.base.files.words import TRIES, Words, can_be_read, kept_words, read_words
from waymark.base.models import Blob

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.WAYMARK_FILES = tmp_path
    return tmp_path


def written(*pages: str) -> bytes:
    """A PDF with a line on each page."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, line in enumerate(pages):
        told = b"BT /F1 12 Tf 20 200 Td (%s) Tj ET" % line.encode("latin-1")
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 300]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (5 + 2 * number)
        )
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(told), told))
    return by_hand(objects)


def blob(data: bytes, name: str) -> Blob:
    """A row, not saved: what is tested here needs no database."""
    stored = store(io.BytesIO(data), name=name)
    return Blob(sha256=stored.sha256, size=stored.size, media_type=stored.media_type, created_at=AT)


def unchecked(data: bytes, media_type: str = "application/pdf") -> Blob:
    """A content placed past all checks, as if an inspector had missed something."""
    import hashlib

    sha256 = hashlib.sha256(data).hexdigest()
    with disk.Temporary() as temporary:
        temporary.write(data)
        temporary.place(disk.path_of(sha256))
    return Blob(sha256=sha256, size=len(data), media_type=media_type, created_at=AT)


def docx(body: str) -> bytes:
    return zipped({**document(), "word/main.xml": f"<w:document {_W}>{body}</w:document>"})


def test_each_type_gives_its_words_with_pages_where_it_has_them() -> None:
    lines = ("Rain gardens", "", "Public parks")
    struck = "<w:del><w:r><w:delText>struck</w:delText></w:r></w:del>"
    word = docx(f"<w:p><w:r><w:t>Water </w:t><w:t>plan</w:t></w:r>{struck}</w:p><w:p><w:r>"
                "<w:t>Budget</w:t></w:r></w:p>")  # fmt: skip
    slides = {
        f"ppt/slides/slide{n}.xml": f"<p {_A}><a:p><a:r><a:t>Slide {n}</a:t></a:r></a:p></p>"
        for n in (10, 2)
    }
    gone = "<text:tracked-changes><text:p>struck</text:p></text:tracked-changes>"
    letter = odf("text", f"<office:text>{gone}<text:p>Open <text:span>data</text:span></text:p>"
                         "</office:text>")  # fmt: skip
    for data, name, pages, numbered in (
        (written(*lines), "a.pdf", lines, True),
        (word, "a.docx", ("Water plan Budget",), False),
        (zipped({**presentation(), **slides}), "a.pptx", ("Slide 2", "Slide 10"), True),
        (letter, "a.odt", ("Open data",), False),
        ("# خطة المياه\n\nText".encode(), "a.md", ("# خطة المياه Text",), False),
        (b"Caf\xe9 of an old encoding", "a.txt", (), False),
    ):  # fmt: skip
        found = read_words(blob(data, name))
        assert (found.pages, found.numbered, found.more) == (pages, numbered, False), name
    assert not can_be_read(blob(zipped(workbook()), "a.xlsx"))
    assert not can_be_read(blob(picture(), "a.png"))


def test_what_was_read_is_kept_and_goes_with_the_content() -> None:
    row = blob(written("Rain"), "a.pdf")
    assert kept_words(row) is None
    assert read_words(row) == kept_words(row) == Words(("Rain",), numbered=True)
    row.erased_at = AT
    assert kept_words(row) is None
    disk.remove(row.sha256)
    row.erased_at = None
    assert kept_words(row) is None
    assert list(disk.path_of(row.sha256).parent.glob(f"{row.sha256}*")) == []


def test_long_texts_are_cut_and_parted_at_words(monkeypatch: pytest.MonkeyPatch) -> None:
    row = blob(("city water " * 2000).encode(), "a.txt")
    found = read_words(row)
    assert 7 <= len(found.pages) <= 9
    assert " ".join(found.pages).split() == ["city", "water"] * 2000
    monkeypatch.setattr(words, "MOST_CHARACTERS", 4000)
    found = read_words(row)
    assert (sum(map(len, found.pages)), found.more) == (4000, True)
    monkeypatch.setattr(words, "MOST_PAGES", 2)
    found = read_words(blob(written("a", "b", "c"), "a.pdf"))
    assert (found.pages, found.more) == (("a", "b"), True)


def test_nothing_hostile_gets_further_than_its_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "CPU_SECONDS", 2)
    laughing = docx("<w:p><w:r><w:t>x</w:t></w:r></w:p>").replace(b"x", b"x")
    doctype = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:t {_W}>&x;</w:t>'
    for data, media_type in (
        (b"%PDF-1.7 nothing follows", "application/pdf"),
        (pdf(password="secret"), "application/pdf"),
        (flate_bomb(), "application/pdf"),
        (drawing(b"q " * 1_000_000), "application/pdf"),
        (laughing[:-30], "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            zipped({**document(), "word/main.xml": doctype}),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ):
        found = read_words(unchecked(data, media_type))
        assert "".join(found.pages) == ""
    hostile = by_hand([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>"])
    assert "".join(read_words(unchecked(hostile)).pages) == ""


def test_a_reader_that_ends_is_tried_again_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    row = blob(written("Rain"), "a.pdf")
    monkeypatch.setattr(words, "_FUNCTION", "tests.base.parsers_gone_wrong:no_such_function")
    for tries in range(1, TRIES + 1):
        found = read_words(row)
        assert (found.tries, found.settled) == (tries, tries == TRIES)
    monkeypatch.undo()
    assert read_words(row) == Words(("Rain",), numbered=True)
    assert replace(found, tries=0).settled
