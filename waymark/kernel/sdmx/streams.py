"""Streams of bytes of which the beginning was looked at."""

from __future__ import annotations

import io
from typing import IO, Any

from waymark.kernel.sdmx.errors import BadSdmx


class Joined(io.RawIOBase):
    """Bytes that were read already, and the stream behind them; at most `max_bytes` in all."""

    def __init__(self, head: bytes, stream: IO[bytes], max_bytes: int | None = None) -> None:
        self._head = head
        self._stream = stream
        self._most = self._left = max_bytes

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, target: Any) -> int:
        """The next bytes; raise `BadSdmx` where there are too many."""
        view = memoryview(target)
        data = self._head or self._stream.read(len(view))
        data, self._head = data[: len(view)], data[len(view) :]
        if self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                raise BadSdmx("sdmx.too_large", most=self._most)
        view[: len(data)] = data
        return len(data)
