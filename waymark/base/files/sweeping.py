"""Removes what no row speaks of: uploads cut off, contents never kept, bytes of erased files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from waymark.base.files import disk
from waymark.base.models import Blob

GRACE = timedelta(hours=24)  # longer than any upload, and than any transaction after a store
_BATCH = 500


@dataclass(slots=True)
class Swept:
    """How many were removed: temporary files, contents without a row, contents of erased rows."""

    temporary: int = 0
    orphans: int = 0
    erased: int = 0


def sweep(*, at: datetime, grace: timedelta = GRACE) -> Swept:
    """Clean the store; safe beside uploads, and safe to stop at any point.

    `at` is the present; only what is older than `grace` is taken for left behind.
    """
    swept = Swept()
    before = (at - grace).timestamp()
    for path in disk.temporary_folder().iterdir():
        if _older(path, before):
            path.unlink(missing_ok=True)
            swept.temporary += 1
    contents = _contents()
    while batch := list(islice(contents, _BATCH)):
        _sweep_batch(batch, before, swept)
    return swept


def _sweep_batch(batch: list[str], before: float, swept: Swept) -> None:
    rows = Blob.objects.filter(pk__in=batch).values_list("pk", "erased_at")
    erased_at = dict(rows)
    for sha256 in batch:
        if sha256 not in erased_at:
            swept.orphans += _remove_orphan(sha256, before)
        elif erased_at[sha256] is not None:
            disk.remove(sha256)
            swept.erased += 1


def _contents() -> Iterator[str]:
    """The hashes of all contents, and of things made from a content that is gone."""
    for folder in sorted(disk.root().glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]")):
        yield from sorted({path.name.partition(".")[0] for path in folder.iterdir()})


def _remove_orphan(sha256: str, before: float) -> int:
    """Remove an old content without a row, unless somebody stores the same at this moment.

    It is put aside first and looked at again: an upload of equal content renews the file's time
    before it relies on it.
    """
    path = disk.path_of(sha256)
    if path.exists():
        if not _older(path, before):
            return 0
        aside = disk.temporary_folder() / f"{sha256}.aside"
        os.replace(path, aside)
        if not _older(aside, before):
            os.replace(aside, path)
            return 0
        aside.unlink(missing_ok=True)
        if path.exists():  # stored anew meanwhile
            return 1
    elif not all(_older(derived, before) for derived in path.parent.glob(f"{sha256}.*")):
        return 0
    disk.remove(sha256)
    return 1


def _older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False
