"""Receives uploads: counts while Django parses, and refuses too much before it is written."""

from __future__ import annotations

import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from waymark.base.files import disk
from waymark.base.files.errors import FileRefused, Kind, StoreUnavailable

_FORM_BYTES = 1024 * 1024  # what the other fields of a form may add to a request
_DRAINED = 4  # requests up to this many times the limit are read to their end, see below


def refused_upload(request: HttpRequest) -> FileRefused | StoreUnavailable | None:
    """Why a file of this request was not taken while it was parsed; None when all were.

    Call it after `request.FILES` was read. The other fields are there as typed, unless the
    request was so large that it was not read to its end.
    """
    return getattr(request, "_waymark_refused_upload", None)


class LimitedUploadHandler(FileUploadHandler):
    """Writes uploads to the store's own temporary folder, at most `WAYMARK_UPLOAD_LIMIT` bytes.

    The limit is for all files of a request together. What is a little too large is read and
    thrown away, so that the browser gets an answer and the other fields survive; a request that
    says it is far too large is cut off where its first file begins.
    """

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.total = 0
        self.said = 0
        # Not called `file`: Django closes what has that name, and a finished file must stay open.
        self._held: UploadedFile | None = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Remember how much the request says it brings."""
        self.said = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open a temporary file for the next part, if there can be room for it."""
        super().new_file(*args, **kwargs)
        if self.said > _DRAINED * (self._limit() + _FORM_BYTES):
            self._refuse(FileRefused(Kind.TOO_LARGE, limit=self._limit()))
            raise StopUpload(connection_reset=True)
        try:
            # Not in a `with`: it is closed, and so removed, when the request is.
            held = tempfile.NamedTemporaryFile(suffix=".upload", dir=disk.temporary_folder())  # noqa: SIM115
        except OSError as error:
            self._unavailable(error)
        self._held = UploadedFile(
            held, self.file_name, self.content_type, 0, self.charset, self.content_type_extra
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write one chunk, or stop before the chunk that would pass the limit."""
        self.total += len(raw_data)
        if self.total > self._limit():
            self._discard()
            self._refuse(FileRefused(Kind.TOO_LARGE, limit=self._limit()))
            raise SkipFile
        try:
            self._open_file().write(raw_data)
        except OSError as error:
            self._discard()
            self._unavailable(error)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Hand the file over, at its beginning."""
        if self._held is None:
            return None
        whole, self._held = self._open_file(), None
        try:
            whole.seek(0)  # flushes, so a full disk may show here
        except OSError as error:
            whole.close()
            self._unavailable(error)
        whole.size = file_size
        return whole

    def upload_interrupted(self) -> None:
        """The client went away: leave nothing behind."""
        self._discard()

    def _open_file(self) -> UploadedFile:
        if self._held is None:
            raise SkipFile
        return self._held

    def _limit(self) -> int:
        return int(settings.WAYMARK_UPLOAD_LIMIT)

    def _discard(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None

    def _refuse(self, why: FileRefused | StoreUnavailable) -> None:
        if self.request is not None:
            self.request._waymark_refused_upload = why  # type: ignore[attr-defined]

    def _unavailable(self, error: OSError) -> None:
        self._refuse(StoreUnavailable(full=error.errno in disk.FULL))
        raise SkipFile from error
