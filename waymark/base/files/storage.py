"""The evidence store's verbs: store bytes, keep a row for them, open, erase, sweep.

`store` may take half a minute over a hostile file, so it comes *before* the transaction; `keep`
belongs into the transaction of the change that needs the file. What was stored and never kept is
removed by `sweep`. Who may see a file is the caller's business.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction

from waymark.base.files import disk
from waymark.base.files.errors import FileRefused, Kind
from waymark.base.files.inspection import Inspection, from_facts, inspect, to_facts
from waymark.base.files.names import extension, safe_name
from waymark.base.files.types import HEAD_BYTES, detect
from waymark.base.models import Blob

CHUNK = 256 * 1024
_ABOUT = "about.json"


class Readable(Protocol):
    """What can be stored: an uploaded file, an open binary file, a `BytesIO`."""

    def read(self, size: int = ..., /) -> bytes:
        """At most `size` bytes; b"" at the end."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file whose bytes are safe. `name` is cleaned for display, `size` is in bytes."""

    sha256: str
    size: int
    media_type: str
    name: str
    inspection: Inspection


class BytesGone(Exception):
    """The content is no longer there; `erased` says whether on purpose."""

    def __init__(self, *, erased: bool) -> None:
        super().__init__("erased" if erased else "missing from the store")
        self.erased = erased


def store(source: Readable, *, name: str, limit: int | None = None, data: bool = False) -> Stored:
    """Take a file in: read, measured, told by content, inspected in the sandbox, durable.

    `limit` is in bytes, by default `WAYMARK_UPLOAD_LIMIT`. `data`: types that hold data and are no
    evidence are taken as well. Equal content is kept once. Raises `FileRefused` when the sender can
    mend it and `StoreUnavailable` when she can't; then nothing stays behind.
    """
    clean = safe_name(name)
    if not clean:
        raise FileRefused(Kind.BAD_NAME)
    most = settings.WAYMARK_UPLOAD_LIMIT if limit is None else limit
    with disk.failures_named(), disk.Temporary() as temporary:
        sha256, size, head = _take(source, temporary, most)
        kind = detect(head, extension(clean), data=data)
        inspection = inspect(temporary.path, kind.media_type)
        inspection.require()
        if not _already_there(sha256, size):
            temporary.place(disk.path_of(sha256))
    about = json.dumps({"media_type": kind.media_type, **to_facts(inspection)})
    disk.keep_derived(sha256, _ABOUT, about.encode())
    if not extension(clean):
        clean = f"{clean}.{kind.extensions[0]}"
    return Stored(sha256, size, kind.media_type, clean, inspection)


def _take(source: Readable, temporary: disk.Temporary, most: int) -> tuple[str, int, bytes]:
    """Write the source into the temporary file; stops before a byte above `most` is written."""
    digest = hashlib.sha256()
    size = 0
    head = b""
    for chunk in _chunks(source):
        size += len(chunk)
        if size > most:
            raise FileRefused(Kind.TOO_LARGE, limit=most)
        digest.update(chunk)
        temporary.write(chunk)
        if len(head) < HEAD_BYTES:
            head = (head + chunk)[:HEAD_BYTES]
    return digest.hexdigest(), size, head


def _chunks(source: Readable) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk


def _already_there(sha256: str, size: int) -> bool:
    """Whether this content is kept already; a file of another size was cut short and is replaced.

    Its time is renewed, so that a sweep under way takes it for new.
    """
    path = disk.path_of(sha256)
    try:
        if path.stat().st_size != size:
            return False
        os.utime(path)
    except FileNotFoundError:
        return False
    disk.sync_folder(path.parent)
    return True


def keep(stored: Stored, *, at: datetime) -> Blob:
    """The row for a stored file, made when it is the first with this content.

    Call it inside the transaction of the change that refers to it. Raises `FileRefused` with
    `ERASED` when this very content was erased once: what a court or a person had removed does not
    come back by a second upload.
    """
    with transaction.atomic():
        Blob.objects.bulk_create(
            [
                Blob(
                    sha256=stored.sha256,
                    size=stored.size,
                    media_type=stored.media_type,
                    created_at=at,
                )
            ],
            ignore_conflicts=True,
        )
        blob = Blob.objects.select_for_update().get(pk=stored.sha256)
        if blob.erased_at is not None:
            disk.remove(blob.sha256)
            raise FileRefused(Kind.ERASED)
    return blob


def open_blob(blob: Blob) -> Any:
    """The content as an open binary file; raises `BytesGone`."""
    if blob.erased_at is not None:
        raise BytesGone(erased=True)
    try:
        return disk.path_of(blob.sha256).open("rb")
    except FileNotFoundError:
        raise BytesGone(erased=False) from None


def about(blob: Blob) -> Inspection:
    """What inspecting the content showed: from beside it, or by inspecting it again."""
    open_blob(blob).close()
    try:
        facts = json.loads(disk.derived_path(blob.sha256, _ABOUT).read_bytes())
        if facts["media_type"] == blob.media_type:
            return from_facts(blob.media_type, facts)
    except (OSError, ValueError, KeyError, TypeError):
        pass  # a cache that can't be read is made anew
    inspection = inspect(disk.path_of(blob.sha256), blob.media_type)
    if inspection.ok:
        facts = {"media_type": blob.media_type, **to_facts(inspection)}
        disk.keep_derived(blob.sha256, _ABOUT, json.dumps(facts).encode())
    return inspection


def erase(blob: Blob, *, reason: str, at: datetime) -> Blob:
    """Remove the bytes for good and keep hash, size, date and reason; once erased, stays so.

    The bytes go when the transaction has committed; if the process dies in between, the next
    `sweep` removes them. Raises `ValueError` without a reason.
    """
    if not reason.strip():
        raise ValueError("an erasure needs its reason")
    with transaction.atomic():
        row = Blob.objects.select_for_update().get(pk=blob.pk)
        if row.erased_at is None:
            row.erased_at, row.erased_reason = at, reason
            row.save(update_fields=["erased_at", "erased_reason"])
        transaction.on_commit(partial(disk.remove, row.sha256))
    return row
