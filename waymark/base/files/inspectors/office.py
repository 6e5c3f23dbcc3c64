"""Reads office documents (OOXML and OpenDocument): no macro, nothing fetched, a sane used range."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import IO, Any

from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.inspectors import archives, sheets, xml
from waymark.base.files.types import BY_MEDIA_TYPE

_LARGEST_INNER = 20 * 1024 * 1024
_MAIN_PARTS = {
    "XLSX": "spreadsheetml.sheet.main+xml",
    "DOCX": "wordprocessingml.document.main+xml",
    "PPTX": "presentationml.presentation.main+xml",
}
_MACRO_PLACES = ("xl/macrosheets/", "basic/", "scripts/")
_INNER = {".xlsx": "XLSX", ".docx": "DOCX", ".pptx": "PPTX"}
_FETCHED_BY_ODF = ("image", "table-source", "dde-source", "section-source", "object", "plugin")


def inspect(stream: IO[bytes], media_type: str) -> dict[str, Any]:
    """Check the document and everything in it; gives rows and columns, or slides as pages."""
    return _document(stream, BY_MEDIA_TYPE[media_type].label, archives.Budget(), inner=False)


def _document(
    stream: IO[bytes], label: str, budget: archives.Budget, *, inner: bool
) -> dict[str, Any]:
    archive = archives.opened(stream, label, budget)
    names = [member.filename.lower() for member in archive.infolist()]
    _no_macros(names)
    if any(name.startswith("xl/externallinks/") for name in names):
        raise FileRefused(Kind.EXTERNAL_LINKS)
    _same_type(archive, label, budget)
    used = sheets.Used()
    for member in archive.infolist():
        _part(archive, member, label, budget, used, inner=inner)
    if label in ("XLSX", "ODS"):
        return {"rows": used.rows, "columns": used.columns, "sheets": used.sheets}
    if label == "PPTX":
        return {"pages": sum(_is_slide(name) for name in names)}
    return {}


def _no_macros(names: Iterable[str]) -> None:
    for name in names:
        last = name.rsplit("/", 1)[-1]
        if last.startswith("vbaproject") or name.startswith(_MACRO_PLACES) or "/activex/" in name:
            raise FileRefused(Kind.MACRO)


def _same_type(archive: zipfile.ZipFile, label: str, budget: archives.Budget) -> None:
    """The container must say that it is what its name says, and that it holds no macro."""
    if label in ("ODT", "ODS"):
        said = _whole(archive, "mimetype", label, budget)
        if BY_MEDIA_TYPE.get(said.decode("ascii", "replace").strip(), None) is None:
            raise FileRefused(Kind.MISMATCH, extension=label.lower(), found="ZIP")
        found = BY_MEDIA_TYPE[said.decode("ascii").strip()].label
    else:
        types = _whole(archive, "[Content_Types].xml", label, budget)
        if b"macroenabled" in types.lower() or b"vbaproject" in types.lower():
            raise FileRefused(Kind.MACRO)
        found = next((kind for kind, part in _MAIN_PARTS.items() if part.encode() in types), "ZIP")
    if found != label:
        raise FileRefused(Kind.MISMATCH, extension=label.lower(), found=found)


def _whole(archive: zipfile.ZipFile, name: str, label: str, budget: archives.Budget) -> bytes:
    try:
        member = archive.getinfo(name)
    except KeyError:
        raise FileRefused(Kind.MISMATCH, extension=label.lower(), found="ZIP") from None
    return b"".join(archives.chunks(archive, member, budget))


def _part(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    label: str,
    budget: archives.Budget,
    used: sheets.Used,
    *,
    inner: bool,
) -> None:
    """Inflate one part whole, through the reader that fits its name."""
    name = member.filename.lower()
    content = archives.chunks(archive, member, budget)
    if name.endswith(".rels"):
        xml.feed(content, label, start=_relationship)
    elif label == "XLSX" and name.startswith(("xl/worksheets/", "xl/chartsheets/")):
        sheets.read_xlsx(content, used)
    elif label == "ODS" and name == "content.xml":
        sheets.read_ods(content, used, also=_odf_element)
    elif label == "ODT" and name in ("content.xml", "styles.xml"):
        xml.feed(content, label, start=_odf_element)
    elif name.endswith((".xml", ".vml")):
        xml.feed(content, label)
    elif (kind := _INNER.get(name[-5:])) is not None:
        _inner(content, member, kind, budget, inner=inner)
    else:
        for _ in content:
            pass


def _inner(
    content: Iterable[bytes],
    member: zipfile.ZipInfo,
    kind: str,
    budget: archives.Budget,
    *,
    inner: bool,
) -> None:
    """A workbook behind a chart is common and fine; it is checked alike, one level deep."""
    if inner or member.file_size > _LARGEST_INNER:
        raise FileRefused(Kind.ARCHIVE_INSIDE, format=kind)
    _document(io.BytesIO(b"".join(content)), kind, budget, inner=True)


def _relationship(name: str, attributes: dict[str, str]) -> None:
    """A link that a reader clicks is fine; a part that the program would fetch is not."""
    if xml.local(name) != "Relationship" or attributes.get("TargetMode") != "External":
        return
    if not attributes.get("Type", "").endswith("/hyperlink"):
        raise FileRefused(Kind.EXTERNAL_LINKS)


def _odf_element(name: str, attributes: dict[str, str]) -> None:
    element = xml.local(name)
    if element in ("script", "event-listener"):
        raise FileRefused(Kind.MACRO)
    if element == "dde-source":
        raise FileRefused(Kind.EXTERNAL_LINKS)
    if element not in _FETCHED_BY_ODF:
        return
    for key, target in attributes.items():
        if xml.local(key) == "href" and (":" in target or target.startswith(("/", "../"))):
            raise FileRefused(Kind.EXTERNAL_LINKS)


def _is_slide(name: str) -> bool:
    return name.startswith("ppt/slides/slide") and name.endswith(".xml")
