"""Points of BLS12-381's first group, y² = x³ + 4 modulo P; None is the point at infinity."""

from __future__ import annotations

from waymark.kernel.bls.fields import P, R, root

Point = tuple[int, int]


class BadPoint(ValueError):
    """Bytes that are no point of the group."""


def add(one: Point | None, other: Point | None) -> Point | None:
    """Add two points."""
    if one is None or other is None:
        return one or other
    (x, y), (v, w) = one, other
    if x == v:
        if (y + w) % P == 0:
            return None
        slope = 3 * x * x * pow(2 * y, -1, P)
    else:
        slope = (w - y) * pow(v - x, -1, P)
    third = (slope * slope - x - v) % P
    return third, (slope * (x - third) - y) % P


def multiply(point: Point | None, by: int) -> Point | None:
    """Add a point to itself so many times."""
    found: Point | None = None
    while by:
        if by & 1:
            found = add(found, point)
        point = add(point, point)
        by >>= 1
    return found


def read_point(data: bytes) -> Point:
    """Read a point of the group from its 48 bytes.

    Raises BadPoint for anything else, the point at infinity included.
    """
    if len(data) != 48 or not data[0] & 0x80:
        raise BadPoint("a point is 48 bytes, the first bit set")
    if data[0] & 0x40:
        raise BadPoint("the point at infinity signs nothing")
    x = int.from_bytes(bytes([data[0] & 0x1F]) + data[1:], "big")
    y = root(x**3 + 4) if x < P else None
    if y is None:
        raise BadPoint("not on the curve")
    if (2 * y > P) != bool(data[0] & 0x20):
        y = P - y
    if multiply((x, y), R) is not None:
        raise BadPoint("not in the group")
    return x, y


def write_point(point: Point) -> bytes:
    """The 48 bytes of a point."""
    x, y = point
    flags = 0x80 | (0x20 if 2 * y > P else 0)
    raw = x.to_bytes(48, "big")
    return bytes([raw[0] | flags]) + raw[1:]
