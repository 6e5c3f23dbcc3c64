"""The randomness beacon drand, network "quicknet": when its rounds are, and checking one offline.

Some twenty universities, firms and foundations sign the number of each round together, every three
seconds, and enough of them have to agree; nobody can know or choose a signature beforehand. Key,
times and scheme (bls-unchained-g1-rfc9380) are those that drand has published for the network; that
the key here is the published one is tested.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta

from waymark.kernel import bls
from waymark.kernel.bls.fields import number

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
GENESIS = datetime.fromtimestamp(1692803367, UTC)
PERIOD = timedelta(seconds=3)
SIGNATURE = re.compile(r"[0-9a-f]{96}", re.ASCII)
LAST = 2**40  # far beyond the year 9999 nobody needs a round

KEY: bls.Twisted = (
    (
        number(
            "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809",
            "bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
        ),
        number(
            "03cf0f2896adee7eb8b5f01fcad3912212c437e0073e911f",
            "b90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451",
        ),
    ),
    (
        number(
            "0e5db2b6bfbb01c867749cadffca88b36c24f3012ba09fc4",
            "d3022c5c37dce0f977d3adb5d183c7477c442b1f04515273",
        ),
        number(
            "01a714f2edb74119a2f2b0d5a7c75ba902d163700a61bc22",
            "4ededd8e63aef7be1aaf8e93d7a9718b047ccddb3eb5d68b",
        ),
    ),
)


def time_of(round_: int) -> datetime:
    """When a round is signed, the first being 1. Raises OverflowError beyond the year 9999."""
    return GENESIS + (round_ - 1) * PERIOD


def first_after(moment: datetime) -> int:
    """The first round that is signed later than a moment."""
    return max(1, (moment - GENESIS) // PERIOD + 2)


def randomness(signature: str) -> str:
    """The 64 hex digits that a round gives: the SHA-256 of its signature."""
    return hashlib.sha256(bytes.fromhex(signature)).hexdigest()


def holds(round_: int, signature: str) -> bool:
    """Whether quicknet has signed this round. Takes most of a second; never raises."""
    if not SIGNATURE.fullmatch(signature) or not 1 <= round_ < LAST:
        return False
    message = hashlib.sha256(round_.to_bytes(8, "big")).digest()
    return bls.verify(KEY, message, bytes.fromhex(signature))
