"""Checking BLS signatures on BLS12-381, the short kind: 48 bytes, the key in the second group.

Plain Python from RFC 9380 and draft-irtf-cfrg-bls-signature, for checking alone: it signs nothing
and holds no secret. It takes about half a second, and needs no library that must be compiled.
"""

from waymark.kernel.bls.fields import P
from waymark.kernel.bls.hashing import hash_to_point
from waymark.kernel.bls.pairing import G2, Twisted, product_is_one
from waymark.kernel.bls.points import BadPoint, read_point, write_point

__all__ = ["G2", "BadPoint", "Twisted", "hash_to_point", "read_point", "verify", "write_point"]

DST = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"


def verify(key: Twisted, message: bytes, signature: bytes, dst: bytes = DST) -> bool:
    """Whether a signature (48 bytes) on a message holds under a key. Never raises."""
    try:
        signed = read_point(signature)
    except BadPoint:
        return False
    point = hash_to_point(message, dst)
    if point is None:
        return False
    opposite = (signed[0], P - signed[1])
    return product_is_one([(opposite, G2), (point, key)])
