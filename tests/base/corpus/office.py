"""Hostile XLSX, DOCX and PPTX, made by hand from the fewest parts that a reader accepts."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from functools import partial

from tests.base.corpus.hostile import Hostile
from waymark.base.files.errors import Kind

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="{part}" ContentType="application/vnd.{kind}"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships">{inner}</Relationships>'
)
_REL = (
    '<Relationship Id="r{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}"{mode}/>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = f'<worksheet xmlns="{_MAIN}"><sheetData>{{rows}}</sheetData></worksheet>'

Parts = dict[str, bytes | str]


def zipped(parts: Parts, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def relation(kind: str, target: str, *, external: bool = False, n: int = 1) -> str:
    """One relationship."""
    mode = ' TargetMode="External"' if external else ""
    return _REL.format(kind=kind, target=target, mode=mode, n=n)


def workbook(rows: str = '<row r="1"><c r="A1"><v>1</v></c></row>') -> Parts:
    """The parts of a workbook with one sheet."""
    kind = "openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return {
        "[Content_Types].xml": _TYPES.format(part="/xl/workbook.xml", kind=kind),
        "_rels/.rels": _RELS.format(inner=relation("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="http://schemas.openxmlformats.org/'
            'officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": _RELS.format(
            inner=relation("worksheet", "worksheets/sheet1.xml")
        ),
        "xl/worksheets/sheet1.xml": _SHEET.format(rows=rows),
    }


def document(kind: str = "wordprocessingml.document", folder: str = "word") -> Parts:
    """The parts of a text document or, with other arguments, of a presentation."""
    main = f"{folder}/main.xml"
    return {
        "[Content_Types].xml": _TYPES.format(
            part=f"/{main}", kind=f"openxmlformats-officedocument.{kind}.main+xml"
        ),
        "_rels/.rels": _RELS.format(inner=relation("officeDocument", main)),
        main: "<main/>",
    }


def presentation() -> Parts:
    """The parts of a presentation."""
    return document("presentationml.presentation", "ppt")


CORNER = (
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
)
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><w>&i;</w>"
)
_XXE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>'


def plus(name: str, content: bytes | str = b"x") -> bytes:
    """A workbook with one part more."""
    return zipped({**workbook(), name: content})


def sheet(content: str) -> bytes:
    """A workbook whose sheet part is this text."""
    return zipped({**workbook(), "xl/worksheets/sheet1.xml": content})


def inflating(megabytes: int = 300) -> bytes:
    """About 300 KB that unpack to 300 MB of blanks in the sheet."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in workbook().items():
            if not name.startswith("xl/worksheets"):
                archive.writestr(name, content)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'<worksheet xmlns="{_MAIN}"><sheetData><row><c t="str"><v>'.encode())
            for _ in range(megabytes):
                part.write(b" " * 1_048_576)
            part.write(b"</v></c></row></sheetData></worksheet>")
    return held.getvalue()


def lying() -> bytes:
    """A sheet that says it unpacks to 1,000 bytes and unpacks to 30 MB."""
    data = bytearray(inflating(30))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        true = struct.pack("<I", archive.getinfo("xl/worksheets/sheet1.xml").file_size)
    return bytes(data.replace(true, struct.pack("<I", 1000)))


def overlapping() -> bytes:
    """Two directory entries that share the same packed bytes."""
    data = zipped({**workbook(), "xl/a.bin": b"a" * 5000, "xl/b.bin": b"a" * 5000})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.getinfo("xl/a.bin").header_offset
        second = archive.getinfo("xl/b.bin").header_offset
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/b.bin")) + 42
    assert struct.unpack_from("<I", data, at)[0] == second
    return data[:at] + struct.pack("<I", first) + data[at + 4 :]


def symlink() -> bytes:
    """A member that is a symbolic link to a file of the system."""
    held = io.BytesIO(zipped(workbook()))
    with zipfile.ZipFile(held, "a") as archive:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return held.getvalue()


def twice() -> bytes:
    """Two members of the same name: readers differ in which one they take."""
    held = io.BytesIO(zipped(workbook()))
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("XL/workbook.xml", "<other/>")
    return held.getvalue()


def locked() -> bytes:
    """Members with the flag of encryption."""
    data = zipped(workbook())
    return data.replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )


def commented() -> bytes:
    """A workbook whose ZIP comment is a page."""
    held = io.BytesIO(zipped(workbook()))
    with zipfile.ZipFile(held, "a") as archive:
        archive.comment = b"<html><script>alert(1)</script></html>"
    return held.getvalue()


def macro_types() -> bytes:
    """No macro part, but a type that says the workbook may hold one."""
    parts = workbook()
    types = str(parts["[Content_Types].xml"])
    parts["[Content_Types].xml"] = types.replace(
        "openxmlformats-officedocument.spreadsheetml.sheet", "ms-excel.sheet.macroEnabled"
    )
    return zipped(parts)


def template() -> bytes:
    """A letter that fetches its template, with macros, from elsewhere when it is opened."""
    link = relation("attachedTemplate", "https://example.org/t.dotm", external=True)
    return zipped({**document(), "word/_rels/settings.xml.rels": _RELS.format(inner=link)})


def hyperlinked() -> bytes:
    """An innocent letter with a link for a reader to follow."""
    link = relation("hyperlink", "https://example.org/", external=True)
    return zipped({**document(), "word/_rels/main.xml.rels": _RELS.format(inner=link)})


def dolls() -> bytes:
    """A document in a document in a document."""
    inner = zipped(document())
    for _ in range(2):
        inner = zipped({**document(), "word/embeddings/inner.docx": inner})
    return inner


def chart(*, macro: bool) -> bytes:
    """A presentation with the workbook behind a chart."""
    book = plus("xl/vbaProject.bin") if macro else zipped(workbook())
    return zipped({**presentation(), "ppt/embeddings/sheet1.xlsx": book})


def rows(count: int) -> bytes:
    """A workbook of so many rows."""
    return zipped(
        workbook("".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(1, count + 1)))
    )


FILES = (
    Hostile("corner.xlsx", lambda: zipped(workbook(CORNER)), Kind.TOO_MANY_CELLS),
    Hostile("inflating.xlsx", inflating, Kind.BOMB),
    Hostile("lying.xlsx", lying, Kind.BOMB),
    Hostile("overlapping.xlsx", overlapping, Kind.BOMB),
    Hostile(
        "members.xlsx",
        lambda: zipped({**workbook(), **{f"x/{n}": "" for n in range(1000)}}),
        Kind.BOMB,
    ),
    Hostile("xxe.xlsx", partial(sheet, _XXE), Kind.ACTIVE_CONTENT),
    Hostile("laughs.xlsx", partial(sheet, _LAUGHS), Kind.ACTIVE_CONTENT),
    Hostile(
        "quadratic.xlsx",
        partial(sheet, f'<!DOCTYPE w [<!ENTITY a "{"a" * 50_000}">]><w>{"&a;" * 50_000}</w>'),
        Kind.ACTIVE_CONTENT,
    ),
    Hostile("deep.xlsx", partial(sheet, "<a>" * 60_000 + "</a>" * 60_000), Kind.TOO_COMPLEX),
    Hostile("macro.xlsx", partial(plus, "xl/vbaProject.bin"), Kind.MACRO),
    Hostile("macro_types.xlsx", macro_types, Kind.MACRO),
    Hostile("honest_macro.xlsm", partial(plus, "xl/vbaProject.bin"), Kind.MACRO),
    Hostile("macro_sheet.xlsx", partial(plus, "xl/macrosheets/sheet1.xml", "<m/>"), Kind.MACRO),
    Hostile(
        "external.xlsx",
        partial(plus, "xl/externalLinks/externalLink1.xml", "<l/>"),
        Kind.EXTERNAL_LINKS,
    ),
    Hostile("slip.xlsx", partial(plus, "../../etc/cron.d/x"), Kind.BROKEN),
    Hostile("absolute.xlsx", partial(plus, "/etc/cron.d/x"), Kind.BROKEN),
    Hostile("backslash.xlsx", partial(plus, "..\\..\\x.xml"), Kind.BROKEN),
    Hostile("symlink.xlsx", symlink, Kind.BROKEN),
    Hostile("twice.xlsx", twice, Kind.BROKEN),
    Hostile("locked.xlsx", locked, Kind.ENCRYPTED),
    Hostile("ole.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, Kind.ENCRYPTED),
    Hostile(
        "archive_inside.xlsx",
        lambda: plus("xl/media/more.zip", zipped(workbook())),
        Kind.ARCHIVE_INSIDE,
    ),
    Hostile("commented.xlsx", commented, Kind.TWO_IN_ONE),
    Hostile(
        "trailing.xlsx", lambda: zipped(workbook()) + b"<script>alert(1)</script>", Kind.TWO_IN_ONE
    ),
    Hostile("rows.xlsx", partial(rows, 200_001), Kind.TOO_MANY_CELLS),
    Hostile(
        "columns.xlsx",
        lambda: zipped(workbook("<row>" + "<c><v>1</v></c>" * 301 + "</row>")),
        Kind.TOO_MANY_CELLS,
    ),
    Hostile("cut.xlsx", lambda: zipped(workbook())[:-60], Kind.BROKEN),
    Hostile("not_a_book.xlsx", lambda: zipped({"a.txt": "a"}), Kind.MISMATCH),
    Hostile("letter.xlsx", lambda: zipped(document()), Kind.MISMATCH),
    Hostile("files.zip", lambda: zipped({"a.txt": "a"}), Kind.TYPE_NOT_ALLOWED),
    Hostile("template.docx", template, Kind.EXTERNAL_LINKS),
    Hostile("hyperlinked.docx", hyperlinked, None),
    Hostile("dolls.docx", dolls, Kind.ARCHIVE_INSIDE),
    Hostile("chart_macro.pptx", partial(chart, macro=True), Kind.MACRO),
    Hostile("chart.pptx", partial(chart, macro=False), None),
)
