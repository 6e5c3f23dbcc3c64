"""Opens a ZIP container the careful way: every member is counted and inflated within a budget.

A directory of a ZIP is only a claim. Sizes are therefore checked twice: as claimed, before
anything is inflated (ASVS 5.2.3), and as they turn out.
"""

from __future__ import annotations

import copy
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from waymark.base.files.errors import FileRefused, Kind

MAX_MEMBERS = 1_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
RATIO_MATTERS_FROM = 1024 * 1024  # a tiny part of blanks may shrink a thousandfold and harm nobody
CHUNK = 256 * 1024

_LOCAL_HEADER = 30
_ARCHIVES = (".zip", ".jar", ".7z", ".rar", ".gz", ".tar", ".bz2", ".xz", ".exe", ".dll", ".msi")


REPOSITORY_MEMBERS = 20_000
REPOSITORY_UNPACKED = 512 * 1024 * 1024
"""What a repository of data may hold: ten times the largest national one that we know of."""


@dataclass(slots=True)
class Budget:
    """What may still be unpacked, shared by a file and the files inside it."""

    members: int = MAX_MEMBERS
    unpacked: int = MAX_UNPACKED

    def spend_bytes(self, count: int) -> None:
        """Take `count` unpacked bytes off, or refuse."""
        self.unpacked -= count
        if self.unpacked < 0:
            raise FileRefused(Kind.BOMB)


def opened(
    stream: IO[bytes], label: str, budget: Budget, *, repository: bool = False
) -> zipfile.ZipFile:
    """The archive, after every check that needs no inflating. Raises `FileRefused`.

    A `repository` is a ZIP as code hosts make them: it may have a comment, and hold links and
    archives, which nobody opens.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise FileRefused(Kind.BROKEN, format=label) from error
    members = archive.infolist()
    budget.members -= len(members)
    if budget.members < 0 or sum(member.file_size for member in members) > budget.unpacked:
        raise FileRefused(Kind.BOMB)
    names: set[str] = set()
    for member in members:
        _check_member(member, label, repository=repository)
        if member.filename.lower() in names:
            raise FileRefused(Kind.BROKEN, format=label)
        names.add(member.filename.lower())
    _check_layout(stream, archive, label, repository=repository)
    return archive


def chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """The member's bytes as they really inflate, charged to the budget."""
    claimed = copy.copy(member)
    claimed.file_size += 2 * CHUNK  # the library stops at the claim; with room, a lie shows
    read = 0
    try:
        with archive.open(claimed) as part:
            while chunk := part.read(CHUNK):
                read += len(chunk)
                budget.spend_bytes(len(chunk))
                if read > member.file_size:
                    raise FileRefused(Kind.BOMB)
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise FileRefused(Kind.BROKEN, format="ZIP") from error


def _check_member(member: zipfile.ZipInfo, label: str, *, repository: bool) -> None:
    name = member.filename
    parts = name.replace("\\", "/").split("/")
    unsafe = name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name
    # What follows a NUL is cut off by the library and kept only in the other field.
    if unsafe or "\x00" in member.orig_filename or "\\" in member.orig_filename:
        raise FileRefused(Kind.BROKEN, format=label)
    if member.flag_bits & 0x1:
        raise FileRefused(Kind.ENCRYPTED, format=label)
    if stat.S_ISLNK(member.external_attr >> 16) and not repository:
        raise FileRefused(Kind.BROKEN, format=label)
    if not repository and name.lower().endswith(_ARCHIVES):
        raise FileRefused(Kind.ARCHIVE_INSIDE, format=label)
    packed = max(member.compress_size, 1)
    if member.file_size > RATIO_MATTERS_FROM and member.file_size > MAX_RATIO * packed:
        raise FileRefused(Kind.BOMB)


def _check_layout(
    stream: IO[bytes], archive: zipfile.ZipFile, label: str, *, repository: bool
) -> None:
    """Members must lie one behind the other from the first byte: no overlap, no second file."""
    end = 0
    for member in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if end == 0 and member.header_offset != 0:
            raise FileRefused(Kind.TWO_IN_ONE, format=label)
        if member.header_offset < end:
            raise FileRefused(Kind.BOMB)
        end = member.header_offset + _LOCAL_HEADER + member.compress_size
    if end == 0:
        raise FileRefused(Kind.BROKEN, format=label)
    comment = archive.comment if repository else b""
    stream.seek(-22 - len(comment), 2)
    # The record that ends an archive is 22 bytes and its comment: then nothing can follow.
    if archive.comment != comment or stream.read(4) != b"PK\x05\x06":
        raise FileRefused(Kind.TWO_IN_ONE, format=label)
