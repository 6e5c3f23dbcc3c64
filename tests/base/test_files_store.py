"""The store: whole or not at all, once per content, gone when erased, swept when nobody's."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.base.corpus.pdfs import pdf
from waymark.base.files import disk
from waymark.base.files.errors import FileRefused, Kind, StoreUnavailable
from waymark.base.files.storage import BytesGone, Stored, about, erase, keep, open_blob, store
from waymark.base.files.sweeping import sweep
from waymark.base.models import Blob

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
TEXT = b"Waste collection, by district\n"


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    settings.WAYMARK_FILES = tmp_path / "files"
    return tmp_path / "files"


def put(data: bytes = TEXT, name: str = "notes.txt", **options: Any) -> Stored:
    return store(io.BytesIO(data), name=name, **options)


def on_disk(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def test_a_file_is_kept_under_its_hash_with_what_was_found_in_it(files: Path) -> None:
    stored = put(pdf(3), "Plan.PDF")
    assert stored.sha256 == hashlib.sha256(disk.path_of(stored.sha256).read_bytes()).hexdigest()
    assert stored.media_type == "application/pdf"
    assert stored.name == "Plan.PDF"
    assert stored.inspection.pages == 3
    assert on_disk(files) == [stored.sha256, f"{stored.sha256}.about.json"]
    assert disk.path_of(stored.sha256).stat().st_mode & 0o077 == 0


def test_equal_content_is_kept_once_whatever_it_is_called(files: Path) -> None:
    first, second = put(name="a.txt"), put(name="b.txt")
    assert first.sha256 == second.sha256
    assert len(on_disk(files)) == 2


def test_a_content_cut_short_on_disk_is_healed_by_the_next_upload() -> None:
    stored = put()
    disk.path_of(stored.sha256).write_bytes(TEXT[:5])
    put()
    assert disk.path_of(stored.sha256).read_bytes() == TEXT


def test_a_name_without_extension_gets_the_one_of_its_content() -> None:
    assert put(pdf(), "plan").name == "plan.pdf"
    assert put(TEXT, "notes").name == "notes.txt"


class Counting(io.RawIOBase):
    """A source of many bytes that counts what was taken."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.taken = 0

    def read(self, size: int = -1, /) -> bytes:
        given = min(self.left, size)
        self.left -= given
        self.taken += given
        return b"a" * given


def test_too_large_is_refused_before_more_than_the_limit_is_written(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = 0
    real = os.write

    def count(handle: int, data: bytes) -> int:
        nonlocal written
        done = real(handle, data)
        written += done
        return done

    monkeypatch.setattr(os, "write", count)
    limit = 10 * 1024 * 1024
    source = Counting(5 * 1024**3)
    with pytest.raises(FileRefused) as refused:
        store(source, name="a.txt", limit=limit)
    assert refused.value.kind == Kind.TOO_LARGE
    assert written <= limit
    assert source.taken <= 1.05 * limit
    assert on_disk(files) == []
    assert put(b"a" * 1000, limit=1000).size == 1000


STEPS = ("open", "write", "fsync", "replace", "mkdir", "utime")


class FailNth:
    """Lets the n-th of these calls of the system fail, and counts them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, nth: int, code: int) -> None:
        self.calls, self.nth, self.code, self.failed = 0, nth, code, ""
        for step in STEPS:
            monkeypatch.setattr(os, step, self.wrapped(step, getattr(os, step)))

    def wrapped(self, step: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            if self.calls == self.nth:
                self.failed = step
                raise OSError(self.code, os.strerror(self.code))
            return real(*args, **kwargs)

        return call


def error_of_put() -> StoreUnavailable | None:
    try:
        put()
    except StoreUnavailable as error:
        return error
    return None


@pytest.mark.slow
@pytest.mark.parametrize("before", ["", "the same file"])
def test_whichever_call_fails_the_store_is_as_before_or_as_after(
    before: str, settings: Settings, tmp_path: Path
) -> None:
    """R4: the n-th system call fails, n = 1, 2, … until a run has no failure left."""
    failed: list[str] = []
    kept_anyway = 0
    for nth in range(1, 100):
        root = settings.WAYMARK_FILES = tmp_path / str(nth)
        if before:
            put()
        with pytest.MonkeyPatch.context() as patches:
            fault = FailNth(patches, nth, errno.ENOSPC if nth % 2 else errno.EIO)
            error = error_of_put()
        if error is None:
            kept_anyway += bool(fault.failed)
        else:
            assert error.full == bool(nth % 2)
        assert not [name for name in on_disk(root) if name.endswith(".part")]
        contents = [name for name in on_disk(root) if len(name) == 64]
        assert all(disk.path_of(name).read_bytes() == TEXT for name in contents)
        assert put().size == len(TEXT), "and the next try works"
        if not fault.failed:
            break
        failed.append(fault.failed)
    assert len(failed) >= 8
    assert set(failed) >= ({"open", "write", "utime"} if before else {"open", "write", "fsync"})
    assert kept_anyway < len(failed), "control: most failures must be seen"


def test_a_reader_that_fails_half_way_leaves_nothing(files: Path) -> None:
    class Torn(Counting):
        def read(self, size: int = -1, /) -> bytes:
            if self.taken > 300_000:
                raise ConnectionResetError("the client went away")
            return super().read(size)

    with pytest.raises(StoreUnavailable):
        store(Torn(1_000_000), name="a.txt")
    assert on_disk(files) == []


@pytest.mark.django_db
class TestRows:
    def test_a_row_is_made_once_and_found_again(self) -> None:
        first = keep(put(), at=AT)
        again = keep(put(), at=AT + timedelta(days=1))
        assert first == again
        assert again.created_at == AT
        assert Blob.objects.count() == 1
        with open_blob(again) as content:
            assert content.read() == TEXT

    def test_what_was_found_is_remembered_and_worked_out_again_when_lost(self) -> None:
        blob = keep(put(pdf(2), "a.pdf"), at=AT)
        assert about(blob).pages == 2
        disk.derived_path(blob.sha256, "about.json").write_text("{")
        assert about(blob).pages == 2
        assert disk.derived_path(blob.sha256, "about.json").read_text().startswith('{"media_type"')

    def test_an_erased_file_is_gone_its_hash_stays_and_it_does_not_come_back(
        self, files: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        blob = keep(put(), at=AT)
        with django_capture_on_commit_callbacks(execute=True):
            erased = erase(blob, reason="A person's address", at=AT)
        assert erased.sha256 == hashlib.sha256(TEXT).hexdigest()
        assert (erased.erased_at, erased.erased_reason) == (AT, "A person's address")
        assert on_disk(files) == []
        with pytest.raises(BytesGone) as gone:
            open_blob(erased)
        assert gone.value.erased
        with pytest.raises(FileRefused) as refused:
            keep(put(), at=AT)
        assert refused.value.kind == Kind.ERASED
        assert on_disk(files) == []
        put()  # stored and never kept: the process died in between
        assert sweep(at=datetime.now(UTC)).erased == 1
        assert on_disk(files) == []

    def test_an_erasure_needs_a_reason_and_the_first_one_stays(self) -> None:
        blob = keep(put(), at=AT)
        with pytest.raises(ValueError):
            erase(blob, reason=" ", at=AT)
        erase(blob, reason="court", at=AT)
        again = erase(blob, reason="other", at=AT + timedelta(days=1))
        assert (again.erased_at, again.erased_reason) == (AT, "court")

    def test_an_erasure_rolled_back_leaves_the_bytes(self) -> None:
        blob = keep(put(), at=AT)
        with transaction.atomic():
            erase(blob, reason="court", at=AT)
            transaction.set_rollback(True)
        assert disk.path_of(blob.sha256).exists()

    def test_the_sweep_takes_what_is_nobodys_and_old_and_nothing_else(self, files: Path) -> None:
        kept = keep(put(), at=AT)
        put(b"never kept\n")
        (disk.temporary_folder() / "half.part").write_bytes(b"half")
        now = datetime.now(UTC)
        young = sweep(at=now)
        assert (young.temporary, young.orphans, young.erased) == (0, 0, 0)
        old = sweep(at=now + timedelta(days=2))
        assert (old.temporary, old.orphans, old.erased) == (1, 1, 0)
        assert on_disk(files) == [kept.sha256, f"{kept.sha256}.about.json"]

    def test_an_upload_of_the_same_content_saves_an_old_orphan(self) -> None:
        stored = put()
        long_ago = (datetime.now(UTC) - timedelta(days=9)).timestamp()
        os.utime(disk.path_of(stored.sha256), (long_ago, long_ago))
        put()
        assert sweep(at=datetime.now(UTC)).orphans == 0
        assert disk.path_of(stored.sha256).exists()

    def test_a_content_missing_on_disk_is_told_from_an_erased_one(self) -> None:
        blob = keep(put(), at=AT)
        disk.remove(blob.sha256)
        with pytest.raises(BytesGone) as gone:
            open_blob(blob)
        assert not gone.value.erased


def test_a_path_is_made_of_a_hash_only() -> None:
    for wrong in ("", "../" * 21 + "a", "é" * 64, "a" * 63):
        with pytest.raises(ValueError):
            disk.path_of(wrong)
