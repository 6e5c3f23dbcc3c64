"""Hostile and odd text files, and programs that call themselves something else."""

from __future__ import annotations

import json
from functools import partial

from tests.base.corpus.hostile import Hostile
from waymark.base.files.errors import Kind

_EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 200
_ELF = b"\x7fELF\x02\x01\x01\x00" + b"\0" * 200
_RUSSIAN = "город,значение\nАлматы,5\n"


def _bytes(data: bytes) -> bytes:
    return data


def _file(name: str, data: bytes | str, expected: Kind | None) -> Hostile:
    content = data.encode() if isinstance(data, str) else data
    return Hostile(name, partial(_bytes, content), expected)


FILES = (
    _file("deep.json", "[" * 100_000 + "]" * 100_000, Kind.BROKEN),
    _file("twice.json", '{"a": 1, "a": 2}', Kind.BROKEN),
    _file("digits.json", "9" * 100_000, Kind.BROKEN),
    _file("nan.json", "[NaN]", Kind.BROKEN),
    _file("surrogate.json", '["\\ud800"]', Kind.BROKEN),
    _file("latin.json", '["é"]'.encode("latin-1"), Kind.BROKEN),
    _file("sound.json", '\ufeff{"a": [1, 2]}', None),
    _file("list.geojson", "[1]", Kind.MISMATCH),
    _file("sound.geojson", json.dumps({"type": "Point", "coordinates": [1, 2]}), None),
    _file("nul.csv", b"a,b\n1,\x002\n", Kind.BROKEN),
    _file("escape.txt", b"red \x1b[31m alert\n", Kind.BROKEN),
    _file("utf16.csv", "city,value\nNairobi,5\n".encode("utf-16"), None),
    _file("odd_utf16.csv", "a,b\n1,2\n".encode("utf-16")[:-1], Kind.BROKEN),
    _file("cp1251.csv", _RUSSIAN.encode("cp1251"), None),
    _file("field.csv", 'a,"' + "x" * 200_000 + '"\n', Kind.BROKEN),
    _file("columns.csv", ",".join("a" * 50_000) + "\n", Kind.TOO_MANY_CELLS),
    _file("rows.csv", "1\n" * 200_001, Kind.TOO_MANY_CELLS),
    _file("formula.csv", "name\n=cmd|' /C calc'!A0\n+1\n@x\n", None),
    _file("bidi.csv", "a\n\u202eevil\u202c\n", None),
    _file("page.txt", "\n <HTML><script>alert(1)</script>", Kind.TYPE_NOT_ALLOWED),
    _file("page.html", "<p>Hello</p>", Kind.TYPE_NOT_ALLOWED),
    _file("feed.txt", "<?xml version='1.0'?><rss/>", Kind.TYPE_NOT_ALLOWED),
    _file("shell.sh", "#!/bin/sh\nrm -rf /\n", Kind.TYPE_NOT_ALLOWED),
    _file("program.pdf", _EXE, Kind.MISMATCH),
    _file("program.exe", _EXE, Kind.TYPE_NOT_ALLOWED),
    _file("report.pdf.exe", b"%PDF-1.7\n", Kind.MISMATCH),
    _file("program.csv", _ELF, Kind.BROKEN),
    _file("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, Kind.TYPE_NOT_ALLOWED),
    _file("packed.csv", b"\x1f\x8b\x08\x00" + b"\0" * 40, Kind.BROKEN),
    _file("empty.pdf", b"", Kind.EMPTY),
    _file("notes.md", "# Notes\n\n<div align='center'>ok</div>\n", None),
)
