"""What a reviewer sees in the page instead of an original: made in the sandbox, kept beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from waymark.base import sandbox
from waymark.base.files import disk
from waymark.base.files.errors import NoPreview
from waymark.base.files.storage import about, open_blob
from waymark.base.files.types import BY_MEDIA_TYPE
from waymark.base.models import Blob

WIDTHS = (320, 640, 960, 1280)  # a few sizes only, so that nobody can fill the disk with pictures
MAX_ROWS = 500
MAX_CHARACTERS = 100_000
_ENTRY = "waymark.base.files.inspectors.preview"


@dataclass(frozen=True, slots=True)
class TablePreview:
    """The first rows of a table as text. `more` says that rows follow.

    `sheets` are the names of the sheets, empty for a CSV; `encoding` is "" where the bytes do not
    tell it: then letters may be wrong, and the reader should be asked.
    """

    rows: tuple[tuple[str, ...], ...]
    more: bool
    sheets: tuple[str, ...] = ()
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class TextPreview:
    """The beginning of a text. `more` says that text follows; `encoding` as in `TablePreview`."""

    text: str
    more: bool
    encoding: str = ""


def kind_of_preview(blob: Blob) -> str:
    """`pages`, `table`, `text`, or "" when a file of this type can only be downloaded."""
    kind = BY_MEDIA_TYPE.get(blob.media_type)
    if kind is None or blob.erased_at is not None:
        return ""
    if kind.family in ("pdf", "image"):
        return "pages"
    if kind.label in ("CSV", "XLSX", "ODS"):
        return "table"
    return "text" if kind.family == "text" else ""


def page_count(blob: Blob) -> int:
    """How many pages `preview_png` can show: of a PDF its pages, of a picture one, else none."""
    if kind_of_preview(blob) != "pages":
        return 0
    return about(blob).pages or 1


def preview_png(blob: Blob, *, page: int = 1, width: int = 960) -> bytes:
    """One page (from 1) or picture as PNG of the nearest of `WIDTHS` (pixels), or smaller.

    Cached beside the content. Raises `NoPreview` and `BytesGone`.
    """
    if kind_of_preview(blob) != "pages" or not 1 <= page <= page_count(blob):
        open_blob(blob).close()
        raise NoPreview
    width = min(WIDTHS, key=lambda one: abs(one - width))
    what = f"p{page}w{width}.png"
    try:
        return disk.derived_path(blob.sha256, what).read_bytes()
    except FileNotFoundError:
        pass
    picture = _run("page_png", blob, page=page, width=width)
    if not isinstance(picture, bytes) or not picture.startswith(b"\x89PNG"):
        raise NoPreview
    disk.keep_derived(blob.sha256, what, picture)
    return picture


def preview_table(
    blob: Blob, *, limit_rows: int = 50, sheet: int = 0, encoding: str = ""
) -> TablePreview:
    """The first rows (at most `MAX_ROWS`) of a CSV, XLSX or ODS; `sheet` counts from 0.

    `encoding` overrules what the bytes suggest. Raises `NoPreview` and `BytesGone`.
    """
    if kind_of_preview(blob) != "table":
        raise NoPreview
    limit = max(1, min(limit_rows, MAX_ROWS))
    found = _run("table", blob, limit_rows=limit, sheet=sheet, encoding=encoding)
    if not isinstance(found, dict) or "rows" not in found:
        raise NoPreview
    rows = tuple(tuple(str(cell) for cell in row) for row in found["rows"])
    return TablePreview(rows, bool(found["more"]), tuple(found["sheets"]), found["encoding"])


def preview_text(blob: Blob, *, limit: int = 20_000, encoding: str = "") -> TextPreview:
    """The first `limit` characters of a text file. Raises `NoPreview` and `BytesGone`."""
    kind = BY_MEDIA_TYPE.get(blob.media_type)
    if kind is None or kind.family != "text":
        raise NoPreview
    limit = max(1, min(limit, MAX_CHARACTERS))
    found = _run("text", blob, limit=limit, encoding=encoding)
    if not isinstance(found, dict) or "text" not in found:
        raise NoPreview
    return TextPreview(str(found["text"]), bool(found["more"]), str(found["encoding"]))


def _run(function: str, blob: Blob, **arguments: Any) -> Any:
    open_blob(blob).close()
    try:
        return sandbox.run(
            f"{_ENTRY}:{function}",
            disk.path_of(blob.sha256),
            {"media_type": blob.media_type, **arguments},
        )
    except sandbox.SandboxError as error:
        raise NoPreview from error
