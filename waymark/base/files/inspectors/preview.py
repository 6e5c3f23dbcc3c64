"""Makes what a reviewer sees instead of the original: pixels, cells, or plain characters."""

from __future__ import annotations

import csv
import datetime
import io
from itertools import islice
from typing import IO, Any

from waymark.base.files.errors import FileRefused
from waymark.base.files.inspectors import texts
from waymark.base.files.types import BY_MEDIA_TYPE

MAX_PIXELS = 16_000_000
_CELL = 500  # characters of one cell shown


def page_png(stream: IO[bytes], media_type: str, page: int, width: int) -> bytes:
    """One page (from 1) or picture as PNG, at most `width` pixels wide; b"" when there is none."""
    try:
        if BY_MEDIA_TYPE[media_type].family == "pdf":
            return _pdf_page(stream, page, width)
        return _picture(stream, media_type, width) if page == 1 else b""
    except FileRefused:
        return b""


def _pdf_page(stream: IO[bytes], page: int, width: int) -> bytes:
    from waymark.base.files.inspectors import pdf

    document = pdf.opened(stream.read())
    if not 1 <= page <= len(document):
        return b""
    sheet = document[page - 1]
    across, down = sheet.get_size()
    if across <= 0 or down <= 0:
        return b""
    scale = min(width / across, (MAX_PIXELS / (across * down)) ** 0.5)
    return _png(sheet.render(scale=scale, may_draw_forms=False).to_pil())


def _picture(stream: IO[bytes], media_type: str, width: int) -> bytes:
    from PIL import ImageOps

    from waymark.base.files.inspectors import images

    image = images.opened(stream, media_type)
    image.draft("RGB", (width, width * 4))  # JPEG decodes straight to a smaller size
    image = ImageOps.exif_transpose(image)
    if image.mode not in ("RGB", "RGBA", "L"):
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    image.thumbnail((width, width * 4))
    return _png(image)


def _png(image: Any) -> bytes:
    """Pixels only: a fresh picture carries none of the metadata of the old one."""
    from PIL import Image

    fresh = Image.new(image.mode, image.size)
    fresh.paste(image)
    held = io.BytesIO()
    fresh.save(held, "PNG")
    return held.getvalue()


def table(
    stream: IO[bytes], media_type: str, limit_rows: int, sheet: int, encoding: str
) -> dict[str, Any]:
    """The first rows of a CSV or of one sheet (from 0) as text; {} when it can't be read."""
    try:
        if BY_MEDIA_TYPE[media_type].family == "text":
            return _csv_rows(stream.read(), limit_rows, encoding)
        return _sheet_rows(stream, limit_rows, sheet)
    except FileRefused:
        return {}


def _csv_rows(data: bytes, limit_rows: int, encoding: str) -> dict[str, Any]:
    used = encoding or texts.guessed(data)
    text = texts.decoded(data, used, "CSV")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=texts.delimiter(text))
    try:
        rows = [[cell[:_CELL] for cell in row] for row in islice(reader, limit_rows + 1)]
    except csv.Error:
        return {}
    return {"sheets": [], "encoding": used, **_cut(rows, limit_rows)}


def _sheet_rows(stream: IO[bytes], limit_rows: int, sheet: int) -> dict[str, Any]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_object(stream)
        if not 0 <= sheet < len(book.sheet_names):
            return {}
        read = book.get_sheet_by_index(sheet).to_python(skip_empty_area=False, nrows=limit_rows + 1)
    except python_calamine.CalamineError:
        return {}
    rows = [[_text(cell) for cell in row] for row in read]
    return {"sheets": book.sheet_names, "encoding": "", **_cut(rows, limit_rows)}


def _cut(rows: list[list[str]], limit_rows: int) -> dict[str, Any]:
    return {"rows": rows[:limit_rows], "more": len(rows) > limit_rows}


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
        return cell.isoformat(" ") if isinstance(cell, datetime.datetime) else cell.isoformat()
    return str(cell)[:_CELL]


def text(stream: IO[bytes], media_type: str, limit: int, encoding: str) -> dict[str, Any]:
    """The first `limit` characters of a text file; {} when they can't be read."""
    data = stream.read()
    used = encoding or texts.guessed(data)
    try:
        characters = texts.decoded(data, used, BY_MEDIA_TYPE[media_type].label)
    except FileRefused:
        return {}
    return {"text": characters[:limit], "encoding": used, "more": len(characters) > limit}
