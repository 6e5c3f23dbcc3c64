"""The files of a repository, from a folder or a ZIP, behind one small face with limits."""

from __future__ import annotations

import io
import zipfile
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO

MOST_FILES = 20_000
MOST_BYTES = 512 * 1024 * 1024
"""Of all files together, unpacked: ten times the largest national site that we know of."""

LARGEST_FILE = 64 * 1024 * 1024
_CHUNK = 1024 * 1024


class BadRepository(ValueError):
    """What was given is no repository that can be read. `key` is a message key."""

    def __init__(self, key: str, name: str = "", **params: int) -> None:
        super().__init__(f"{key} {name} {params or ''}".rstrip())
        self.key = key
        self.name = name
        self.params = params


class Files(Mapping[str, bytes]):
    """Contents by path inside the repository, with forward slashes; read when asked for.

    Reading raises `BadRepository` where a file is larger than it may be, or damaged.
    """

    def __init__(self, sizes: Mapping[str, int]) -> None:
        if len(sizes) > MOST_FILES:
            raise BadRepository("repository.too_many_files", most=MOST_FILES)
        if sum(sizes.values()) > MOST_BYTES:
            raise BadRepository("repository.too_large", most=MOST_BYTES)
        self._sizes = dict(sorted(sizes.items()))

    def __iter__(self) -> Iterator[str]:
        return iter(self._sizes)

    def __len__(self) -> int:
        return len(self._sizes)

    def __getitem__(self, name: str) -> bytes:
        if name not in self._sizes:
            raise KeyError(name)
        if self._sizes[name] > LARGEST_FILE:
            raise BadRepository("repository.file_too_large", name, most=LARGEST_FILE)
        with self._open(name) as stream:
            content = stream.read(LARGEST_FILE + 1)
        if len(content) > LARGEST_FILE:  # whatever the directory of the archive said
            raise BadRepository("repository.file_too_large", name, most=LARGEST_FILE)
        return content

    def open(self, name: str) -> IO[bytes]:
        """One file as a stream, for a reader with limits of its own. Raises as reading does."""
        return io.BytesIO(self[name])

    @abstractmethod
    def _open(self, name: str) -> IO[bytes]: ...


class _Folder(Files):
    def __init__(self, root: Path) -> None:
        found = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
        self._paths = {path.relative_to(root).as_posix(): path for path in found}
        super().__init__({name: path.stat().st_size for name, path in self._paths.items()})

    def _open(self, name: str) -> IO[bytes]:
        return self._paths[name].open("rb")


class _Zip(Files):
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        members = [member for member in archive.infolist() if not member.filename.endswith("/")]
        base = _common_folder([member.filename for member in members])
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            name = member.filename.removeprefix(base)
            if member.flag_bits & 1:
                raise BadRepository("repository.encrypted", name)
            if name in self._members:
                raise BadRepository("repository.file_twice", name)
            if not _is_plain(name):
                raise BadRepository("repository.odd_name", name[:100])
            self._members[name] = member
        super().__init__({name: member.file_size for name, member in self._members.items()})

    def __getitem__(self, name: str) -> bytes:
        try:
            return super().__getitem__(name)
        except (KeyError, BadRepository):
            raise
        except Exception as error:  # each decompressor raises its own; all mean the same here
            raise BadRepository("repository.damaged", name) from error

    def _open(self, name: str) -> IO[bytes]:
        return self._archive.open(self._members[name])


def files_in_folder(root: Path) -> Files:
    """The files under a folder. Links are not followed. Raises `BadRepository`."""
    if not root.is_dir():
        raise BadRepository("repository.no_folder", root.name)
    return _Folder(root)


def files_in_zip(stream: IO[bytes]) -> Files:
    """The files in a ZIP, such as a code host offers for download. Raises `BadRepository`.

    One folder around everything, as such downloads have, is left away. The stream must stay open
    as long as files are read.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise BadRepository("repository.no_zip") from error
    return _Zip(archive)


def _is_plain(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and not {"..", "."} & set(path.parts)


def _common_folder(names: list[str]) -> str:
    heads = {name.partition("/")[0] for name in names if "/" in name}
    if len(heads) == 1 and all("/" in name for name in names):
        return heads.pop() + "/"
    return ""
