"""The seal: that an announcement stood in a public ledger, in a tree of a certain root."""

from __future__ import annotations

from dataclasses import dataclass

from waymark.kernel import canonical, merkle
from waymark.kernel.draw.record import Seal

MOST_BODY = 20_000


class BrokenSeal(ValueError):
    """A seal that does not hold. `key` names the reason."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
        self.params: dict[str, str | int] = {}


@dataclass(frozen=True, slots=True)
class Opened:
    """What a seal proves."""

    announcement: str  # the hash that stands in the ledger
    root: str
    size: int
    origin: str


def opened(seal: Seal, key: str) -> Opened:
    """Check a seal with the ledger's key, or, with none, with the one it brings along.

    Raises BrokenSeal.
    """
    try:
        log = merkle.Key.parse(key or seal.key)
        proof = merkle.LogProof.parse(seal.proof)
        body = proof.extra or b""
        head = proof.verify(merkle.leaf_hash(body), log).checkpoint
        told = canonical.loads(body, max_bytes=MOST_BODY)
        announcement = told["facts"]["announcement"]
    except (merkle.BadNote, merkle.BadProof, canonical.BadDocument):
        raise BrokenSeal("seal.wrong") from None
    except (KeyError, TypeError):
        raise BrokenSeal("seal.other") from None
    return Opened(str(announcement), head.root.hex(), head.size, head.origin)
