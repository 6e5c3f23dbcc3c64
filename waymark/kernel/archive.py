"""Several files as one ZIP, written piece by piece."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from typing import IO

STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest date a ZIP can hold: equal content gives equal bytes."""


def write_zip(files: Iterable[tuple[str, Iterable[bytes]]], stream: IO[bytes]) -> None:
    """Write files, each a name and its content in pieces, into a ZIP in `stream`.

    No file need fit into memory. Names are those that the caller has made, never a stranger's.
    """
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in files:
            member = zipfile.ZipInfo(name, STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            with archive.open(member, "w") as target:
                for piece in pieces:
                    target.write(piece)
