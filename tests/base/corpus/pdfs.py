"""Hostile PDF."""

from __future__ import annotations

import io
import zlib

import pikepdf

from tests.base.corpus.hostile import ANY, Hostile
from tests.base.corpus.office import workbook, zipped
from waymark.base.files.errors import Kind


def pdf(pages: int = 1, password: str = "", script: str = "") -> bytes:
    """A sound PDF of blank pages."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(200, 300))
    if script:
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)
        names = pikepdf.Array([pikepdf.String("a"), document.make_indirect(action)])
        document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=names))
    held = io.BytesIO()
    locks = pikepdf.Encryption(user=password, owner="owner") if password else False
    document.save(held, encryption=locks)
    return held.getvalue()


def by_hand(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1, the first being the catalogue."""
    body = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<</Root 1 0 R /Size %d>>\nstartxref\n%d\n%%%%EOF\n"
    return body + table + trailer % (len(objects) + 1, len(body))


def drawing(content: bytes, box: bytes = b"0 0 200 300", filters: bytes = b"") -> bytes:
    """A PDF of one page with this content stream."""
    stream = b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(content), filters, content)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R>>" % box
    return by_hand(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream]
    )


def flate_bomb() -> bytes:
    """A content stream that unpacks three times, to 300 MB of blanks."""
    packed = zlib.compressobj(9)
    data = b"".join(packed.compress(b" " * 1_048_576) for _ in range(300)) + packed.flush()
    data = zlib.compress(zlib.compress(data, 9), 9)
    filters = b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"
    return drawing(data, filters=filters)


_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"

FILES = (
    Hostile("words.pdf", lambda: b"This is no PDF at all.\n" * 20, Kind.MISMATCH),
    Hostile("head_only.pdf", lambda: b"%PDF-1.7\n%%EOF\n", Kind.BROKEN),
    Hostile("cut.pdf", lambda: pdf(50)[:-400], Kind.BROKEN),
    Hostile("locked.pdf", lambda: pdf(password="secret"), Kind.ENCRYPTED),
    Hostile("zip_behind.pdf", lambda: pdf() + zipped(workbook()), Kind.TWO_IN_ONE),
    Hostile("page_behind.pdf", lambda: pdf() + b"<html><script>1</script>", Kind.TWO_IN_ONE),
    Hostile("page_before.pdf", lambda: b"GIF89a<script>1</script>\n" + pdf(), Kind.TWO_IN_ONE),
    Hostile(
        "loop.pdf", lambda: by_hand([_CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"]), ANY
    ),
    Hostile(
        "false_count.pdf",
        lambda: by_hand([_CATALOG, b"<</Type/Pages/Kids[]/Count 2000000000>>"]),
        ANY,
    ),
    Hostile("flate_bomb.pdf", flate_bomb, ANY),
    Hostile("huge_page.pdf", lambda: drawing(b"", b"0 0 14400000 14400000"), ANY),
    Hostile("javascript.pdf", lambda: pdf(script="app.alert(1)"), None),
)
