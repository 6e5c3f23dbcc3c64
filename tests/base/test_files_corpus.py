"""S1: every hostile file meets the store, and both come out of it well."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from tests.base.corpus import ANY, CORPUS, NAMES, Hostile
from tests.base.corpus.pdfs import pdf
from waymark.base import sandbox
from waymark.base.files.disk import path_of
from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.messages import explain
from waymark.base.files.names import MAX_BYTES
from waymark.base.files.storage import Stored, store
from waymark.base.files.types import BY_EXTENSION

SECONDS = 20
# What is left of these names ends in .exe, or is nothing at all.
REFUSED_NAMES = {
    "report.txt\x00.exe": Kind.TYPE_NOT_ALLOWED,
    "annual\u202etxt.exe": Kind.TYPE_NOT_ALLOWED,
    "...": Kind.BAD_NAME,
}


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.WAYMARK_FILES = tmp_path
    return tmp_path


def left_behind(root: Path) -> list[str]:
    """What a failed upload would leave: anything on its way, or a content without its whole."""
    return os.listdir(root / "tmp") if (root / "tmp").exists() else []


def contents(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file() and len(path.name) == 64]


def test_the_corpus_is_large_and_each_file_has_its_own_name() -> None:
    assert len(CORPUS) >= 47
    assert len({hostile.name for hostile in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("hostile", CORPUS, ids=str)
def test_a_hostile_file_is_refused_or_kept_and_leaves_nothing_half_done(
    hostile: Hostile, files: Path
) -> None:
    data = hostile.make()
    began = time.monotonic()
    outcome = _stored_or_not(data, hostile.name)
    assert time.monotonic() - began < SECONDS
    assert left_behind(files) == []
    if isinstance(outcome, FileRefused):
        found: Kind | None = outcome.kind
        assert contents(files) == []
        said = explain(outcome)
        assert said.what
        assert said.advice
        assert "%(" not in str(said)
    else:
        found = None
        assert path_of(outcome.sha256).read_bytes() == data
    if hostile.expected != ANY:
        assert found == hostile.expected


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of Linux")
@pytest.mark.parametrize("name", ["inflating.xlsx", "flate_bomb.pdf", "text_bomb.png"])
def test_no_child_uses_more_memory_than_it_may(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(next(one for one in CORPUS if one.name == name).make())
    media_type = BY_EXTENSION[name.rpartition(".")[2]].media_type
    # In a process of its own, since the system keeps one maximum for all children ever ended.
    code = (
        "import resource, sys; from pathlib import Path; from waymark.base import sandbox\n"
        "try:\n"
        "    sandbox.run('waymark.base.files.inspectors.entry:inspect', Path(sys.argv[1]),"
        " {'media_type': sys.argv[2]})\n"
        "except sandbox.SandboxError: pass\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    command = [sys.executable, "-c", code, str(path), media_type]
    root = Path(sandbox.__file__).parents[2]
    said = subprocess.run(command, capture_output=True, check=True, cwd=root)
    assert 0 < int(said.stdout) * 1024 <= sandbox.MEMORY_BYTES


def _stored_or_not(data: bytes, name: str) -> Stored | FileRefused:
    try:
        return store(io.BytesIO(data), name=name)
    except FileRefused as refused:
        return refused


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_cleaned_and_the_file_kept_under_its_hash(name: str, files: Path) -> None:
    outcome = _stored_or_not(b"words\n", name)
    if isinstance(outcome, FileRefused):
        assert outcome.kind == REFUSED_NAMES[name]
        assert contents(files) == []
        return
    assert name not in REFUSED_NAMES
    assert outcome.name.endswith(".txt")
    assert not set(outcome.name) & set('/\\:*?"<>|\x00\n\r\u202e\u2066\u2069')
    assert not outcome.name.startswith(".")
    assert len(outcome.name.encode()) <= MAX_BYTES + len(".txt")
    kept = [path.relative_to(files).as_posix() for path in contents(files)]
    assert kept == [f"{outcome.sha256[:2]}/{outcome.sha256[2:4]}/{outcome.sha256}"]


@pytest.mark.parametrize("said", ["text/html", "image/svg+xml", "application/x-msdownload"])
def test_what_the_browser_says_about_a_file_is_never_believed(said: str, files: Path) -> None:
    upload = SimpleUploadedFile("plan.pdf", pdf(), content_type=said)
    assert store(upload, name=upload.name or "").media_type == "application/pdf"
    disguised = SimpleUploadedFile("page.html", b"<html></html>", content_type="application/pdf")
    with pytest.raises(FileRefused) as refused:
        store(disguised, name=disguised.name or "")
    assert refused.value.kind == Kind.TYPE_NOT_ALLOWED
