"""How everything of a draw is hashed: as lines of text, so that a shell can do it too.

    printf '%s\n' waymark-draw/1 leaf ... | sha256sum

No line may hold a line break, hence no two lists of lines give the same text.
"""

from __future__ import annotations

import hashlib
import hmac
import re

FORMAT = "waymark-draw/1"
HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")


class BadDraw(ValueError):
    """Something that no draw can be made of. `key` names the reason, `params` its values."""

    def __init__(self, key: str, **params: str | int) -> None:
        super().__init__(f"{key} {params}" if params else key)
        self.key = key
        self.params = params


def one_line(text: str) -> bool:
    """Whether a text can stand in a line: not empty, and without breaks and controls."""
    return bool(text) and not _BREAKS.search(text)


def fingerprint(purpose: str, *lines: str) -> str:
    """SHA-256 (64 hex digits) of the format, the purpose and some lines, each with a line feed.

    Raises BadDraw for a line that is empty or holds a break.
    """
    if not all(one_line(line) for line in lines):
        raise BadDraw("draw.bad_line")
    return hashlib.sha256(
        "".join(f"{line}\n" for line in (FORMAT, purpose, *lines)).encode()
    ).hexdigest()


def ticket(seed: str, leaf: str) -> str:
    """HMAC-SHA256 of a leaf's 64 digits under the seed's 32 bytes, as hex digits."""
    return hmac.new(bytes.fromhex(seed), leaf.encode(), hashlib.sha256).hexdigest()
