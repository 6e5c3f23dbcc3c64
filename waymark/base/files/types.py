"""The types of file that are taken as evidence, and how they are told from their content.

Plain Python. What a browser says about a file is never asked; its name and its first bytes must
agree. A type found here is a candidate: `inspectors` then read the whole file.
"""

from __future__ import annotations

from dataclasses import dataclass

from waymark.base.files.errors import FileRefused, Kind

HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class FileType:
    """One type on the list. `label` is what people call it; `family` says which inspector reads."""

    media_type: str
    label: str
    extensions: tuple[str, ...]
    family: str


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

TYPES = (
    FileType("application/pdf", "PDF", ("pdf",), "pdf"),
    FileType("image/png", "PNG", ("png",), "image"),
    FileType("image/jpeg", "JPEG", ("jpg", "jpeg"), "image"),
    FileType("image/webp", "WebP", ("webp",), "image"),
    FileType("image/svg+xml", "SVG", ("svg",), "svg"),
    FileType("video/mp4", "MP4", ("mp4", "m4v"), "video"),
    FileType("text/csv", "CSV", ("csv",), "text"),
    FileType("text/plain", "TXT", ("txt",), "text"),
    FileType("text/markdown", "Markdown", ("md",), "text"),
    FileType("application/json", "JSON", ("json",), "text"),
    FileType("application/geo+json", "GeoJSON", ("geojson",), "text"),
    FileType(f"{_OOXML}.spreadsheetml.sheet", "XLSX", ("xlsx",), "office"),
    FileType(f"{_OOXML}.wordprocessingml.document", "DOCX", ("docx",), "office"),
    FileType(f"{_OOXML}.presentationml.presentation", "PPTX", ("pptx",), "office"),
    FileType(f"{_ODF}.text", "ODT", ("odt",), "office"),
    FileType(f"{_ODF}.spreadsheet", "ODS", ("ods",), "office"),
)
DATA_TYPES = (
    FileType("application/zip", "ZIP", ("zip",), "repository"),
    FileType("application/xml", "XML", ("xml",), "xml"),
    FileType("application/vnd.apache.parquet", "Parquet", ("parquet",), "parquet"),
)
"""Types that are no evidence, and are taken only where a caller says so: data of other software."""

BY_MEDIA_TYPE = {kind.media_type: kind for kind in (*TYPES, *DATA_TYPES)}
BY_EXTENSION = {extension: kind for kind in TYPES for extension in kind.extensions}

_MACRO_EXTENSIONS = ("xlsm", "docm", "pptm", "xltm", "dotm", "potm", "ppsm", "xlam", "xlsb")
_MP4_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ")
_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
)
_HTML_STARTS = ("<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<meta", "<base")
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8"))


def detect(head: bytes, extension: str, *, data: bool = False) -> FileType:
    """The type of a file from its first `HEAD_BYTES` and its name's extension (lower case).

    `data`: DATA_TYPES are taken as well. Raises `FileRefused` with `EMPTY`, `TYPE_NOT_ALLOWED`,
    `MISMATCH`, `ENCRYPTED`, `MACRO` or `TWO_IN_ONE`.
    """
    if not head:
        raise FileRefused(Kind.EMPTY)
    if extension in _MACRO_EXTENSIONS:
        raise FileRefused(Kind.MACRO)
    if data and (kind := _data(head, extension)):
        return kind
    named = BY_EXTENSION.get(extension)
    found = _by_signature(head)
    if found is None and head.startswith(b"PK"):
        return _zipped(named, extension)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        # The old binary container: a .doc or .xls, or what a password makes of a .docx or .xlsx.
        if named is not None and named.family == "office":
            raise FileRefused(Kind.ENCRYPTED, format=named.label)
        raise FileRefused(Kind.TYPE_NOT_ALLOWED, found="OLE", extension=extension)
    if found is None:
        return _texts(head, named, extension)
    return _agreed(found, named, extension)


def _data(head: bytes, extension: str) -> FileType | None:
    """A type of DATA_TYPES whose name and content agree."""
    archive, document, columns = DATA_TYPES
    if extension in archive.extensions and head.startswith(b"PK"):
        return archive
    if extension in columns.extensions and head.startswith(b"PAR1"):
        return columns
    start = _text_start(head) if extension in document.extensions else None
    if start is not None and start.startswith("<") and not start.startswith(_HTML_STARTS):
        return document
    return None


def _by_signature(head: bytes) -> FileType | None:
    for start, extension in _SIGNATURES:
        if head.startswith(start):
            return BY_EXTENSION[extension]
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return BY_EXTENSION["webp"]
    if head[4:8] == b"ftyp" and head[8:12] in _MP4_BRANDS:
        return BY_EXTENSION["mp4"]
    return None


def _agreed(found: FileType, named: FileType | None, extension: str) -> FileType:
    # A name with no extension promises nothing, so it can't disagree with the content.
    if named is not found and extension:
        raise FileRefused(Kind.MISMATCH, extension=extension, found=found.label)
    return found


def _zipped(named: FileType | None, extension: str) -> FileType:
    if named is None:
        raise FileRefused(Kind.TYPE_NOT_ALLOWED, found="ZIP", extension=extension)
    if named.family != "office":
        raise FileRefused(Kind.MISMATCH, extension=extension, found="ZIP")
    return named


def _texts(head: bytes, named: FileType | None, extension: str) -> FileType:
    start = _text_start(head)
    if start is None:
        if named is not None and named.label == "PDF" and b"%PDF-" in head[:1024]:
            raise FileRefused(Kind.TWO_IN_ONE, format="PDF")
        raise _unknown(head, named, extension)
    if start.startswith(_HTML_STARTS):
        raise FileRefused(Kind.TYPE_NOT_ALLOWED, found="HTML", extension=extension)
    if start.startswith(("<?xml", "<!doctype", "<svg")):
        if "<svg" not in start:
            raise FileRefused(Kind.TYPE_NOT_ALLOWED, found="XML", extension=extension)
        return _agreed(BY_EXTENSION["svg"], named, extension)
    if named is None:
        if extension:
            raise FileRefused(Kind.TYPE_NOT_ALLOWED, found="", extension=extension)
        return BY_EXTENSION["txt"]
    if named.family != "text":
        if named.label == "PDF" and "%pdf-" in start[:1024]:
            raise FileRefused(Kind.TWO_IN_ONE, format="PDF")
        raise FileRefused(Kind.MISMATCH, extension=extension, found="TXT")
    return named


def _text_start(head: bytes) -> str | None:
    """The first characters in lower case, or None when these bytes are no text."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return head.decode(encoding, "replace").lstrip("\ufeff \t\r\n").lower()
    if b"\x00" in head:
        return None
    return head.decode("utf-8", "replace").lstrip().lower()


def _unknown(head: bytes, named: FileType | None, extension: str) -> FileRefused:
    import puremagic  # only to tell the sender what she sent, so it is not loaded for every file

    try:
        guess = puremagic.from_string(head).lstrip(".").upper()
    except (puremagic.PureError, ValueError):
        guess = ""
    if named is None:
        return FileRefused(Kind.TYPE_NOT_ALLOWED, found=guess, extension=extension)
    if named.family == "text":
        return FileRefused(Kind.BROKEN, format=named.label)
    return FileRefused(Kind.MISMATCH, extension=extension, found=guess)
