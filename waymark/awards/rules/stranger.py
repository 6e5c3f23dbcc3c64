"""Verifying what a stranger hands in, as one call that a sandboxed child can make."""

import json
from typing import Any, BinaryIO

from waymark.awards.rules.files import verify_files
from waymark.awards.rules.moments import read_moment
from waymark.awards.rules.reading import MAX_BYTES


def check(stream: BinaryIO, *, trust: dict[str, Any], now: str) -> dict[str, Any]:
    """Verify the certificate in a stream with a trust file (as an object) at a moment.

    Returns the JSON of `FileAnswer`. Raises ValueError for a moment that is none.
    """
    moment = read_moment(now)
    if moment is None:
        raise ValueError("not a moment")
    answer = verify_files(stream.read(MAX_BYTES + 1), json.dumps(trust).encode(), moment)
    return answer.json
