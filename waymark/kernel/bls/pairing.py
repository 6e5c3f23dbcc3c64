"""The pairing of BLS12-381: which two products of a point and a point of the twist are equal.

The second group lies on the twist y² = x³ + 4(1 + u), its coordinates pairs. Optimal ate loop
(Vercauteren 2010; parameters of the curve: draft-irtf-cfrg-pairing-friendly-curves).
"""

from __future__ import annotations

from waymark.kernel.bls.fields import (
    ONE,
    Dozen,
    P,
    Pair,
    R,
    X,
    inverse,
    minus,
    number,
    power,
    product,
    scaled,
    times,
)
from waymark.kernel.bls.points import Point

Twisted = tuple[Pair, Pair]

G2: Twisted = (
    (
        number(
            "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02",
            "b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8",
        ),
        number(
            "13e02b6052719f607dacd3a088274f65596bd0d09920b61a",
            "b5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e",
        ),
    ),
    (
        number(
            "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a7",
            "6d429a695160d12c923ac9cc3baca289e193548608b82801",
        ),
        number(
            "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af",
            "267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be",
        ),
    ),
)
"""The second group's generator."""


def _line(slope: Pair, at: Twisted, point: Point) -> Dozen:
    """The line through `at` with a slope, evaluated at a point of the first group, times w³."""
    constant = minus(times(slope, at[0]), at[1])
    across = scaled(slope, -point[0])
    return constant, (0, 0), across, (point[1], 0), (0, 0), (0, 0)


def _step(one: Twisted, other: Twisted) -> tuple[Pair, Twisted]:
    """The slope of the line through two points of the twist (the tangent of one), and their sum."""
    if one == other:
        slope = times(scaled(times(one[0], one[0]), 3), inverse(scaled(one[1], 2)))
    else:
        slope = times(minus(other[1], one[1]), inverse(minus(other[0], one[0])))
    x = minus(minus(times(slope, slope), one[0]), other[0])
    return slope, (x, minus(times(slope, minus(one[0], x)), one[1]))


def product_is_one(pairs: list[tuple[Point, Twisted]]) -> bool:
    """Whether the product of the pairings of all these points is 1."""
    found, moving = ONE, [twisted for _point, twisted in pairs]
    for bit in bin(X)[3:]:
        found = product(found, found)
        for at, (point, twisted) in enumerate(pairs):
            slope, after = _step(moving[at], moving[at])
            found = product(found, _line(slope, moving[at], point))
            moving[at] = after
            if bit == "1":
                slope, after = _step(moving[at], twisted)
                found = product(found, _line(slope, moving[at], point))
                moving[at] = after
    return power(found, (P**12 - 1) // R) == ONE
