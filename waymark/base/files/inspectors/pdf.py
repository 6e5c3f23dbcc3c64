"""Reads PDF with pdfium: opens it, counts pages, notes what a reviewer should know."""

from __future__ import annotations

from typing import IO, Any

import pypdfium2
import pypdfium2.raw as pdfium

from waymark.base.files.errors import FileRefused, Kind

MAX_PAGES = 5_000
_END_WITHIN = 1024  # the end mark must lie in the last 1024 bytes (ISO 32000-1, annex H.3)


def inspect(stream: IO[bytes], media_type: str) -> dict[str, Any]:
    """Page count, size of the first page in points, and notes: `javascript`, `attachments`."""
    data = stream.read()
    _ends_well(data)
    document = opened(data)
    pages = len(document)
    if pages > MAX_PAGES:
        raise FileRefused(Kind.TOO_COMPLEX, format="PDF")
    try:
        width, height = document[0].get_size()
        document[pages - 1].get_size()
    except pypdfium2.PdfiumError as error:
        raise FileRefused(Kind.BROKEN, format="PDF") from error
    notes = []
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        notes.append("javascript")
    if pdfium.FPDFDoc_GetAttachmentCount(document.raw) > 0:
        notes.append("attachments")
    return {"pages": pages, "width": round(width), "height": round(height), "notes": notes}


def opened(data: bytes) -> pypdfium2.PdfDocument:
    """The document with at least one page; raises `FileRefused` (`ENCRYPTED`, `BROKEN`)."""
    try:
        document = pypdfium2.PdfDocument(data)
        empty = len(document) < 1
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise FileRefused(Kind.ENCRYPTED if locked else Kind.BROKEN, format="PDF") from error
    if empty:
        raise FileRefused(Kind.BROKEN, format="PDF")
    return document


def _ends_well(data: bytes) -> None:
    """A file cut short has no end mark; a second file in disguise lies behind it."""
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise FileRefused(Kind.BROKEN, format="PDF")
    rest = data[end + 5 :]
    if b"PK\x05\x06" in rest or b"<" in rest:
        raise FileRefused(Kind.TWO_IN_ONE, format="PDF")
    if len(rest.strip(b"\x00\r\n\t ")) > _END_WITHIN:
        raise FileRefused(Kind.BROKEN, format="PDF")
    if b"<script" in data[:1024].lower() or b"<html" in data[:1024].lower():
        raise FileRefused(Kind.TWO_IN_ONE, format="PDF")
