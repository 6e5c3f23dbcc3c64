"""Tables in text files: CSV and its cousins, in whatever encoding an office still uses."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from waymark.kernel.tables.sheet import MAX_CELL, BadTable, Sheet, build

DELIMITERS = (",", ";", "\t", "|")

ENCODINGS = (
    "utf-8",
    "utf-16",
    "windows-1252",  # Western European
    "windows-1250",  # Central European
    "windows-1251",  # Cyrillic
    "koi8-r",
    "windows-1254",  # Turkish
    "windows-1256",  # Arabic
    "gb18030",  # Chinese, simplified
    "big5",  # Chinese, traditional
)
"""The encodings a file may be said to have; UTF-8 and UTF-16 with a mark are recognised."""

_SAMPLE = 50  # records
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Preview:
    """How the first unusual lines of a file read in one encoding."""

    encoding: str
    lines: tuple[str, ...]


def read_csv(data: bytes, *, encoding: str | None = None, delimiter: str | None = None) -> Sheet:
    """The table in a delimited text file.

    Without `encoding` the file must be UTF-8, or begin with a byte order mark. If it is not,
    `BadTable` has the key `table.unknown_encoding`, and `previews` shows what to choose from.
    Without `delimiter` it is found among `DELIMITERS`.
    """
    text, encoding = _decode(data, encoding)
    text, said = _said_delimiter(text)
    chosen = delimiter or said or _sniff(text)
    if chosen not in DELIMITERS:
        raise BadTable("table.unknown_delimiter", delimiter=chosen)
    first = [()] if said else []  # the line that names the delimiter counts as a row
    return build(
        chain(first, _records(text, chosen)),
        encoding=encoding,
        delimiter=chosen,
    )


def previews(data: bytes, *, lines: int = 4) -> tuple[Preview, ...]:
    """The encodings in which `data` can be read at all, likeliest first, each with an example.

    Bytes alone do not tell one single-byte encoding from another: a person has to look.
    """
    found = []
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        unusual = [line.strip() for line in text.splitlines() if not line.isascii()]
        shown = tuple(line[:120] for line in unusual[:lines])
        found.append((_oddity("".join(unusual[:200])), Preview(encoding, shown)))
    return tuple(preview for _, preview in sorted(found, key=lambda pair: pair[0]))


def _oddity(text: str) -> float:
    """The share of what is rarely meant among the characters beyond ASCII: 0 for plain letters."""
    beyond = [char for char in text if ord(char) > 127]
    odd = sum(not unicodedata.category(char).startswith(("L", "M")) for char in beyond)
    # A capital straight after a small letter betrays the wrong Cyrillic or Western table.
    odd += sum(a.islower() and b.isupper() for a, b in pairwise(text))
    return odd / (len(beyond) or 1)


def _decode(data: bytes, encoding: str | None) -> tuple[str, str]:
    if encoding is not None and encoding not in ENCODINGS:
        raise BadTable("table.unsupported_encoding", encoding=encoding)
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None and marked is None and b"\x00" in data[:4096]:
        raise BadTable("table.unknown_encoding")
    chosen = encoding or marked or "utf-8"
    try:
        return data.decode(chosen).removeprefix("\ufeff"), chosen
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        key = "table.wrong_encoding" if encoding else "table.unknown_encoding"
        raise BadTable(key, row, encoding=chosen) from None


def _said_delimiter(text: str) -> tuple[str, str | None]:
    """The rest of the text and the delimiter, where a first line such as `sep=;` names it."""
    if match := re.match(r'"?sep=([,;|\t])"?[ \t]*(?:\r\n|\r|\n)', text, re.IGNORECASE):
        return text[match.end() :], match[1]
    return text, None


def _sniff(text: str) -> str:
    """The delimiter under which the first records have the most columns, and equally many."""

    def fit(delimiter: str) -> tuple[float, int]:
        widths: list[int] = []
        try:
            widths.extend(len(r) for r in islice(_records(text, delimiter), _SAMPLE) if any(r))
        except BadTable:  # it will be met and named again when the table is read
            pass
        if not widths:
            return 0.0, 0
        usual = max(sorted(set(widths)), key=widths.count)
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0), usual

    there = [delimiter for delimiter in DELIMITERS if delimiter in text]
    fits = {delimiter: fit(delimiter) for delimiter in there}
    if any(share for share, _usual in fits.values()):
        return max(fits, key=fits.__getitem__)
    return max(DELIMITERS, key=fit)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        number = _whole_records(text, delimiter) + 1
        if "field larger" in str(error):
            raise BadTable("table.cell_too_long", number, most=MAX_CELL) from None
        raise BadTable("table.stray_quote", number, line=reader.line_num) from None


def _whole_records(text: str, delimiter: str) -> int:
    """How many records can be read before the one that can't: counted only where one can't."""
    count = 0
    try:
        for _record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            count += 1
    except csv.Error:
        pass
    return count
