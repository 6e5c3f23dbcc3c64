"""How much one reader may ask for: a bucket of tokens that fills again with time.

Source: the token bucket of RFC 2697, as everybody uses it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

MOST_READERS = 10_000
"""Whom we remember; who has not asked for longest is forgotten first, with a full bucket."""


@dataclass(slots=True)
class Bucket:
    """What a reader has left, as of a moment in seconds."""

    left: float
    at: float


class Pace:
    """So many tokens a minute for each reader, and as many at once. Nought is without limit."""

    def __init__(self, per_minute: float) -> None:
        self.per_minute = per_minute
        self.buckets: OrderedDict[str, Bucket] = OrderedDict()

    def wait(self, reader: str, at: float) -> float:
        """Seconds until the reader may ask again; 0 where she may now, and it is counted."""
        if not self.per_minute:
            return 0.0
        bucket = self._filled(reader, at)
        if bucket.left < 1:
            return (1 - bucket.left) * 60 / self.per_minute
        bucket.left -= 1
        return 0.0

    def charge(self, reader: str, tokens: float, at: float) -> None:
        """Count what an answer has cost beyond the question; it may leave a debt."""
        if self.per_minute:
            self._filled(reader, at).left -= tokens

    def _filled(self, reader: str, at: float) -> Bucket:
        bucket = self.buckets.setdefault(reader, Bucket(self.per_minute, at))
        self.buckets.move_to_end(reader)
        grown = bucket.left + max(0.0, at - bucket.at) * self.per_minute / 60
        bucket.left, bucket.at = min(self.per_minute, grown), at
        while len(self.buckets) > MOST_READERS:
            self.buckets.popitem(last=False)
        return bucket


def reader_of(address: str) -> str:
    """Whom an address stands for: an IPv4 address, or the first half of an IPv6 one.

    Whoever has one IPv6 address has the whole half.
    """
    if ":" not in address:
        return address
    head, _, tail = address.partition("::")
    parts = head.split(":") if head else []
    if _:
        parts += ["0"] * (8 - len(parts) - (len(tail.split(":")) if tail else 0))
        parts += tail.split(":") if tail else []
    return ":".join(parts[:4])
