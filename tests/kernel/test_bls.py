"""BLS signatures on BLS12-381 against the vectors of RFC 9380 and a round that drand signed."""

from __future__ import annotations

import hashlib

import pytest

from tests.kernel.draws import RANDOMNESS, ROUND, SIGNATURE
from waymark.kernel import bls
from waymark.kernel.bls.fields import P, R, X
from waymark.kernel.bls.points import add, multiply
from waymark.kernel.draw import drand

DST = b"QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_"
VECTORS = {  # RFC 9380, appendix J.9.1
    b"": (
        "052926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4e8cf62d9c09db0fac349612b759e79a1",
        "08ba738453bfed09cb546dbb0783dbb3a5f1f566ed67bb6be0e8c67e2e81a4cc68ee29813bb7994998f3eae0c9c6a265",
    ),
    b"abc": (
        "03567bc5ef9c690c2ab2ecdf6a96ef1c139cc0b2f284dca0a9a7943388a49a3aee664ba5379a7655d3c68900be2f6903",
        "0b9c15f3fe6e5cf4211f346271d7b01c8f3b28be689c8429c85b67af215533311f0b8dfaaa154fa6b88176c229f2885d",
    ),
}
PUBLISHED_KEY = (  # by drand, for quicknet
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
MESSAGE = hashlib.sha256(ROUND.to_bytes(8, "big")).digest()


@pytest.mark.parametrize("message", VECTORS)
def test_messages_become_the_points_of_the_standard(message: bytes) -> None:
    x, y = VECTORS[message]
    assert bls.hash_to_point(message, DST) == (int(x, 16), int(y, 16))


def test_the_parameters_of_the_curve_belong_together() -> None:
    assert P == (X + 1) ** 2 // 3 * (X**4 - X**2 + 1) - X
    assert R == X**4 - X**2 + 1


def test_the_key_is_the_one_that_drand_has_published() -> None:
    (x, y), published = drand.KEY, bytes.fromhex(PUBLISHED_KEY)
    larger = (y[1], y[0]) > ((P - y[1]) % P, (P - y[0]) % P)
    flags = 0x80 | (0x20 if larger else 0)
    written = x[1].to_bytes(48, "big") + x[0].to_bytes(48, "big")
    assert bytes([written[0] | flags]) + written[1:] == published


def test_a_round_that_drand_signed_holds_and_another_does_not() -> None:
    assert drand.holds(ROUND, SIGNATURE)
    assert drand.randomness(SIGNATURE) == RANDOMNESS
    assert not drand.holds(ROUND + 1, SIGNATURE)


def test_a_signature_by_somebody_else_does_not_hold() -> None:
    point = bls.hash_to_point(MESSAGE, b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_")
    forged = multiply(point, 12345)
    assert forged
    assert bls.read_point(bls.write_point(forged)) == forged
    assert not drand.holds(ROUND, bls.write_point(forged).hex())


def test_the_opposite_signature_does_not_hold() -> None:
    raw = bytearray.fromhex(SIGNATURE)
    raw[0] ^= 0x20
    assert not bls.verify(drand.KEY, MESSAGE, bytes(raw))


def _outside_the_group() -> bytes:
    """A point of the curve that is not in the group: almost every x that has one is such."""
    for x in range(1, 50):
        data = bytes([0x80]) + bytes(46) + bytes([x])
        try:
            bls.read_point(data)
        except bls.BadPoint as bad:
            if "group" in str(bad):
                return data
    raise AssertionError


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "48 bytes"),
        (bytes.fromhex(SIGNATURE)[1:], "48 bytes"),
        (bytes(48), "48 bytes"),
        (bytes([0xC0]) + bytes(47), "infinity"),
        (bytes([0x80]) + bytes(46) + bytes([1]), "curve"),
        (bytes([0x9F]) + b"\xff" * 47, "curve"),
        (_outside_the_group(), "group"),
    ],
)
def test_bytes_that_are_no_point_are_refused(data: bytes, why: str) -> None:
    with pytest.raises(bls.BadPoint, match=why):
        bls.read_point(data)
    assert not bls.verify(drand.KEY, MESSAGE, data)


@pytest.mark.parametrize(
    "text", ["", "zz" * 48, SIGNATURE[:-1], SIGNATURE.upper(), SIGNATURE + "00"]
)
def test_text_that_is_no_signature_never_raises(text: str) -> None:
    assert not drand.holds(ROUND, text)
    assert not drand.holds(0, SIGNATURE)
    assert not drand.holds(2**64, SIGNATURE)


def test_adding_points() -> None:
    point = bls.hash_to_point(b"abc", DST)
    assert point
    opposite = (point[0], P - point[1])
    assert add(point, opposite) is None
    assert add(point, None) == add(None, point) == point
    assert multiply(point, R) is None
    assert add(multiply(point, 2), point) == multiply(point, 3)


def test_times_of_rounds() -> None:
    assert drand.time_of(1) == drand.GENESIS
    moment = drand.time_of(ROUND)
    assert drand.first_after(moment) == ROUND + 1
    assert drand.first_after(moment - drand.PERIOD / 2) == ROUND
    assert drand.first_after(drand.GENESIS.replace(year=2000)) == 1
