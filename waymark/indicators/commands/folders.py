"""The folder of an Open SDG site, packed as the ZIP that an upload would be."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_STAMP = (1980, 1, 1, 0, 0, 0)
_LEVEL = 1  # it is read once and kept: speed counts more than size


@contextmanager
def zipped(folder: Path) -> Iterator[IO[bytes]]:
    """A ZIP of the files in a folder; hidden ones and links are left out, equal folders equal."""
    with tempfile.TemporaryFile() as held:
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            for path in sorted(folder.rglob("*")):
                inside = path.relative_to(folder)
                if path.is_symlink() or not path.is_file() or _is_hidden(inside):
                    continue
                member = zipfile.ZipInfo(inside.as_posix(), _STAMP)
                member.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(member, path.read_bytes(), compresslevel=_LEVEL)
        held.seek(0)
        yield held


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
