"""Where files lie and how they get there: a temporary file, then one atomic rename.

Below the store's root: `tmp/` for what is on its way, `aa/bb/<sha256>` for contents, and beside
each content what was made from it (`<sha256>.<what>`), which may be lost without harm.
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from waymark.base.files.errors import StoreUnavailable

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def root() -> Path:
    """The folder of the store."""
    return Path(settings.WAYMARK_FILES)


def temporary_folder() -> Path:
    """Where files wait until they are whole: in one file system with the rest, for the rename."""
    folder = root() / "tmp"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def path_of(sha256: str) -> Path:
    """Where the content with this hash lies, whether it is there or not."""
    if len(sha256) != 64 or not sha256.isascii() or not sha256.isalnum():
        raise ValueError("not a SHA-256 in hex")
    return root() / sha256[:2] / sha256[2:4] / sha256


def derived_path(sha256: str, what: str) -> Path:
    """Where something made from the content lies."""
    path = path_of(sha256)
    return path.with_name(f"{path.name}.{what}")


@contextmanager
def failures_named() -> Iterator[None]:
    """Turn a file system's error into `StoreUnavailable`, so that views can say which it is."""
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(full=error.errno in FULL) from error


class Temporary:
    """A file on its way into the store; leaving the `with` block removes it unless placed."""

    def __init__(self) -> None:
        self.path = temporary_folder() / f"{secrets.token_hex(16)}.part"
        self._handle = -1

    def __enter__(self) -> Temporary:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._handle = os.open(self.path, flags, 0o600)
        return self

    def __exit__(self, *_: object) -> None:
        self._close()
        with suppress(FileNotFoundError):
            os.unlink(self.path)

    def write(self, data: bytes) -> None:
        """Append all of `data`."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._handle, rest) :]

    def place(self, final: Path) -> None:
        """Make this the file at `final`: durable first, then visible, in one step."""
        os.fsync(self._handle)
        self._close()
        fresh = not final.parent.exists()
        final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.replace(self.path, final)
        sync_folder(final.parent)
        if fresh:
            sync_folder(final.parent.parent)
            sync_folder(root())

    def _close(self) -> None:
        if self._handle >= 0:
            handle, self._handle = self._handle, -1
            os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keep_derived(sha256: str, what: str, data: bytes) -> None:
    """Cache something made from a content; a full disk is no reason to fail over a cache."""
    with suppress(OSError), Temporary() as temporary:
        temporary.write(data)
        temporary.place(derived_path(sha256, what))


def remove(sha256: str) -> None:
    """Remove a content and all that was made from it; removing it twice is no error."""
    path = path_of(sha256)
    for derived in path.parent.glob(f"{sha256}.*"):
        derived.unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        sync_folder(path.parent)
