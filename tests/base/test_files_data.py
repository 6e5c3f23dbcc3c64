"""Files with data of other software: taken where a caller says so, and never as evidence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pytest_django import Settings

from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.storage import store

XML = b'<?xml version="1.0"?>\n<a xmlns="urn:x"><b/></a>'
LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'


def zipped(content: dict[str, bytes], comment: bytes = b"") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
        archive.comment = comment
    return held.getvalue()


ZIP = zipped({"site-main/data/1-1-1.csv": b"Year,Value\n"}, comment=b"0cfc95ab" * 5)


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> None:
    settings.WAYMARK_FILES = tmp_path


def kind_of(content: bytes, name: str, *, data: bool = False) -> str:
    try:
        return store(io.BytesIO(content), name=name, data=data).media_type
    except FileRefused as refused:
        return str(refused.kind)


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (ZIP, "site.zip", "application/zip"),
        (XML, "data.xml", "application/xml"),
        (b"\xef\xbb\xbf" + XML, "data.xml", "application/xml"),
        (XML.decode().encode("utf-16"), "data.xml", "application/xml"),
        (ZIP, "site.xml", Kind.TYPE_NOT_ALLOWED),
        (XML, "site.zip", Kind.TYPE_NOT_ALLOWED),
        (b"Year,Value\n", "data.csv", "text/csv"),
        (b"<html>", "data.xml", Kind.TYPE_NOT_ALLOWED),
        (XML[:-4], "data.xml", Kind.BROKEN),
        (LAUGHS, "data.xml", Kind.ACTIVE_CONTENT),
        (b"<a>" * 300 + b"</a>" * 300, "data.xml", Kind.TOO_COMPLEX),
        (ZIP[:-70], "site.zip", Kind.BROKEN),
        (b"PK" + b"x" * 100, "site.zip", Kind.BROKEN),
        (ZIP + b"more", "site.zip", Kind.TWO_IN_ONE),
        (b"%PDF-1.7\n" + ZIP, "site.zip", Kind.MISMATCH),
        (zipped({"../up.csv": b""}), "site.zip", Kind.BROKEN),
        (zipped({f"d/{n}.csv": b"" for n in range(20_001)}), "site.zip", Kind.BOMB),
        (zipped({"data/1-1-1.csv": b"0" * 80_000_000}), "site.zip", Kind.BOMB),
        (zipped({"old.zip": b"PK", "data/1-1-1.csv": b"Year"}), "site.zip", "application/zip"),
    ],
    ids=lambda value: str(value)[:20] if isinstance(value, str) else "",
)
def test_data_is_told_from_content_and_looked_over(content: bytes, name: str, found: str) -> None:
    assert kind_of(content, name, data=True) == str(found)


@pytest.mark.parametrize(("content", "name"), [(ZIP, "site.zip"), (XML, "data.xml")])
def test_as_evidence_they_are_refused_as_before(content: bytes, name: str) -> None:
    assert kind_of(content, name) == Kind.TYPE_NOT_ALLOWED
