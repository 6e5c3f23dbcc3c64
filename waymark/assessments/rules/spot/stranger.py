"""Checking a record that a stranger hands in, as one call that a sandboxed child can make."""

from __future__ import annotations

from typing import Any, BinaryIO

from waymark.kernel.draw import MAX_BYTES, Known, check


def check_stranger(stream: BinaryIO, *, key: str, figures: str) -> dict[str, Any]:
    """Check the record in a stream; returns its outcome, its checks, and the draw's name."""
    found = check(stream.read(MAX_BYTES + 1), Known(key, figures))
    return {
        "outcome": found.outcome.value,
        "draw": found.record.announcement.draw if found.record else "",
        "checks": [
            {"result": one.result.value, "key": one.key, "params": dict(one.params)}
            for one in found.checks
        ],
    }
