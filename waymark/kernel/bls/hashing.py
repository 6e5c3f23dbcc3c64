"""From a message to a point of the first group: BLS12381G1_XMD:SHA-256_SSWU_RO_ of RFC 9380.

Tested against the vectors of its appendix J.9.1.
"""

from __future__ import annotations

import hashlib

from waymark.kernel.bls.fields import P, X, number, root
from waymark.kernel.bls.isogeny import X_DEN, X_NUM, Y_DEN, Y_NUM
from waymark.kernel.bls.points import Point, add, multiply

A = number(
    "00144698a3b8e9433d693a02c96d4982b0ea985383ee66a8",
    "d8e8981aefd881ac98936f8da0e0f97f5cf428082d584c1d",
)
B = number(
    "12e2908d11688030018b12e8753eee3b2016c1f0f24f4070",
    "a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0",
)
Z = 11
"""The helper curve y² = x³ + Ax + B, and its number that is no square (RFC 9380, 8.8.1)."""

_BLOCK, _DIGEST = 64, 32


def expand(message: bytes, dst: bytes, length: int) -> bytes:
    """Spread a message evenly over `length` bytes (expand_message_xmd, RFC 9380, 5.3.1)."""
    dst += bytes([len(dst)])
    head = bytes(_BLOCK) + message + length.to_bytes(2, "big") + b"\0" + dst
    seed = hashlib.sha256(head).digest()
    block, found = bytes(_DIGEST), b""
    for count in range(1, -(-length // _DIGEST) + 1):
        mixed = bytes(a ^ b for a, b in zip(seed, block, strict=True))
        block = hashlib.sha256(mixed + bytes([count]) + dst).digest()
        found += block
    return found[:length]


def _helper_point(u: int) -> Point:
    """Map a number to the helper curve (simplified SWU, RFC 9380, 6.6.2)."""
    step = Z * u * u % P
    divisor = (step * step + step) % P
    over = 1 + pow(divisor, -1, P) if divisor else -pow(Z, -1, P)
    x = -B * pow(A, -1, P) * over % P
    y = root(x**3 + A * x + B)
    if y is None:
        x = step * x % P
        y = root(x**3 + A * x + B)
        assert y is not None, "one of the two is a square, see RFC 9380, 6.6.2"
    return (x, y) if y % 2 == u % 2 else (x, P - y)


def _polynomial(coefficients: tuple[int, ...], x: int) -> int:
    found = 0
    for coefficient in reversed(coefficients):
        found = (found * x + coefficient) % P
    return found


def _to_curve(point: Point) -> Point:
    """Map a point of the helper curve to the curve itself (RFC 9380, E.2)."""
    x, y = point
    over = pow(_polynomial(X_DEN, x), -1, P)
    under = pow(_polynomial(Y_DEN, x), -1, P)
    return _polynomial(X_NUM, x) * over % P, y * _polynomial(Y_NUM, x) * under % P


def hash_to_point(message: bytes, dst: bytes) -> Point | None:
    """Return the point that stands for a message under a domain (at most 255 bytes)."""
    spread = expand(message, dst, 128)
    one, other = (int.from_bytes(spread[at : at + 64], "big") % P for at in (0, 64))
    both = add(_to_curve(_helper_point(one)), _to_curve(_helper_point(other)))
    return multiply(both, X + 1)  # into the group itself: 1 - x, and x is below zero
