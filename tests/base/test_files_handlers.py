"""S2: an upload is measured while it arrives, and too much of it is never written."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from pytest_django import Settings

from waymark.base.files.errors import FileRefused, Kind, StoreUnavailable
from waymark.base.files.handlers import refused_upload
from waymark.base.files.storage import store

LIMIT = 1024 * 1024
BOUNDARY = b"--frontier"


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.WAYMARK_FILES = tmp_path
    settings.WAYMARK_UPLOAD_LIMIT = LIMIT
    settings.FILE_UPLOAD_HANDLERS = ["waymark.base.files.handlers.LimitedUploadHandler"]
    return tmp_path


def field(name: str, value: bytes) -> bytes:
    head = f'\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
    return BOUNDARY + head.encode() + value + b"\r\n"


def file_head(name: str, filename: str) -> bytes:
    head = (
        f'\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        "Content-Type: text/plain\r\n\r\n"
    )
    return BOUNDARY + head.encode()


class Wire(io.RawIOBase):
    """A request body made while it is read: a beginning, so many letters, an end."""

    def __init__(self, before: bytes, letters: int, after: bytes) -> None:
        self.before, self.letters, self.after = io.BytesIO(before), letters, io.BytesIO(after)
        self.size = len(before) + letters + len(after)
        self.read_so_far = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self.before.read(size)
        if not data and self.letters:
            data = b"a" * min(size, self.letters, 65_536)
            self.letters -= len(data)
        data = data or self.after.read(size)
        self.read_so_far += len(data)
        return data


def posted(wire: Wire, length: int | None = None) -> WSGIRequest:
    return WSGIRequest(
        {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "multipart/form-data; boundary=frontier",
            "CONTENT_LENGTH": str(wire.size if length is None else length),
            "wsgi.input": wire,
            "SERVER_NAME": "test",
            "SERVER_PORT": "80",
        }
    )


def one_file(letters: int) -> Wire:
    before = field("token", b"secret") + file_head("evidence", "notes.txt")
    after = b"\r\n" + field("comment", b"typed with care") + BOUNDARY + b"--\r\n"
    return Wire(before, letters, after)


def written(root: Path) -> int:
    folder = root / "tmp"
    return sum(path.stat().st_size for path in folder.iterdir()) if folder.exists() else 0


def test_a_file_of_just_the_limit_arrives_whole_and_can_be_stored(files: Path) -> None:
    request = posted(one_file(LIMIT))
    upload: Any = request.FILES["evidence"]
    assert refused_upload(request) is None
    assert (upload.size, upload.name) == (LIMIT, "notes.txt")
    assert len(list((files / "tmp").iterdir())) == 1
    assert store(upload, name=upload.name).size == LIMIT
    request.close()
    assert list((files / "tmp").iterdir()) == []


def test_a_little_too_much_is_refused_and_no_typed_word_is_lost(files: Path) -> None:
    request = posted(one_file(LIMIT + 1))
    assert "evidence" not in request.FILES
    why = refused_upload(request)
    assert isinstance(why, FileRefused)
    assert (why.kind, why.params) == (Kind.TOO_LARGE, {"limit": LIMIT})
    assert request.POST["token"] == "secret"
    assert request.POST["comment"] == "typed with care"
    assert list((files / "tmp").iterdir()) == []


def test_five_gigabytes_are_refused_where_the_file_begins(files: Path) -> None:
    wire = one_file(5 * 1024**3)
    request = posted(wire)
    assert "evidence" not in request.FILES
    assert isinstance(refused_upload(request), FileRefused)
    assert request.POST["token"] == "secret"
    assert wire.read_so_far < 1.05 * LIMIT
    assert written(files) == 0


def test_a_request_that_lies_about_its_length_is_cut_there(files: Path) -> None:
    wire = one_file(5 * 1024**3)
    request = posted(wire, length=LIMIT // 2)
    request.FILES  # noqa: B018 - reading it is what parses the request
    assert wire.read_so_far <= LIMIT // 2
    request.close()
    assert written(files) == 0


def test_the_limit_is_for_all_files_of_a_request_together(files: Path) -> None:
    first = field("token", b"secret") + file_head("one", "a.txt") + b"a" * (LIMIT // 2) + b"\r\n"
    wire = Wire(first + file_head("two", "b.txt"), LIMIT, b"\r\n" + BOUNDARY + b"--\r\n")
    request = posted(wire)
    assert list(request.FILES) == ["one"]
    assert isinstance(refused_upload(request), FileRefused)
    request.close()
    assert written(files) == 0


def test_a_client_that_goes_away_leaves_nothing(files: Path) -> None:
    wire = one_file(LIMIT // 2)
    wire.after = io.BytesIO(b"")
    request = posted(wire)
    request.FILES  # noqa: B018
    request.close()
    assert written(files) == 0
    assert list((files / "tmp").iterdir()) == []


def test_a_full_disk_is_told_apart_and_the_other_fields_survive(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("waymark.base.files.handlers.tempfile.NamedTemporaryFile", full)
    request = posted(one_file(1000))
    assert "evidence" not in request.FILES
    why = refused_upload(request)
    assert isinstance(why, StoreUnavailable)
    assert why.full
    assert request.POST["comment"] == "typed with care"


def test_control_djangos_own_handler_takes_it_all(settings: Settings) -> None:
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    request = posted(one_file(3 * LIMIT))
    upload: Any = request.FILES["evidence"]
    assert upload.size == 3 * LIMIT
    request.close()
