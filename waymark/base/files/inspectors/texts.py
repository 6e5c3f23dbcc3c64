"""Reads text files: encoding, characters, and for CSV and JSON also their form."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import IO, Any

from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.inspectors import sheets
from waymark.base.files.types import BY_MEDIA_TYPE
from waymark.kernel import canonical

_LARGEST_JSON = 50 * 1024 * 1024
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_GEOJSON = (
    "FeatureCollection",
    "Feature",
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
)


def inspect(stream: IO[bytes], media_type: str) -> dict[str, Any]:
    """Encoding ("" when it can't be told from the bytes), rows and columns of a CSV."""
    label = BY_MEDIA_TYPE[media_type].label
    data = stream.read()
    if label in ("JSON", "GeoJSON"):
        return _json(data, label)
    encoding = guessed(data)
    text = decoded(data, encoding, label)
    if label != "CSV":
        return {"encoding": encoding}
    rows, columns = _csv(text)
    return {"encoding": encoding, "rows": rows, "columns": columns}


def guessed(data: bytes) -> str:
    """`utf-8-sig`, `utf-16` or ""; of older encodings the bytes alone do not tell which."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "utf-8-sig"


def decoded(data: bytes, encoding: str, label: str) -> str:
    """The text; in an unknown encoding every byte stands for a character, for counting only.

    Raises `FileRefused` for bytes that are not of that encoding and for control characters.
    """
    try:
        text = data.decode(encoding or "latin-1")
    except (UnicodeDecodeError, LookupError) as error:
        raise FileRefused(Kind.BROKEN, format=label) from error
    if _CONTROLS.search(text):
        raise FileRefused(Kind.BROKEN, format=label)
    return text


def delimiter(text: str) -> str:
    """The likeliest of the usual four, by the first line."""
    first = text[:20_000].split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def _csv(text: str) -> tuple[int, int]:
    rows = columns = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text)):
            rows += 1
            columns = max(columns, len(row))
            sheets.check_range(rows, columns)
    except csv.Error as error:
        raise FileRefused(Kind.BROKEN, format="CSV") from error
    return rows, columns


def _json(data: bytes, label: str) -> dict[str, Any]:
    try:
        document = canonical.loads(data.removeprefix(codecs.BOM_UTF8), max_bytes=_LARGEST_JSON)
    except canonical.BadDocument as error:
        raise FileRefused(Kind.BROKEN, format=label) from error
    if label == "GeoJSON" and not (isinstance(document, dict) and document.get("type") in _GEOJSON):
        raise FileRefused(Kind.MISMATCH, extension="geojson", found="JSON")
    return {"encoding": "utf-8"}
