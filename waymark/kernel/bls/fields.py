"""The numbers that BLS12-381 is made of: modulo P, pairs of them, and six pairs.

A pair (a, b) is a + bu with u² = -1. A dozen is a tuple of six pairs, the coefficients of
1, w, w², ... with w⁶ = 1 + u. Only what checking a signature needs; nothing here is secret, so that
nothing has to take the same time.
"""

from __future__ import annotations


def number(*digits: str) -> int:
    """Read a long number from its hex digits, written on several lines."""
    return int("".join(digits), 16)


P = number(
    "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf",
    "6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
)
"""The prime that all coordinates are taken modulo."""

R = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
"""The number of points in each of the two groups."""

X = 0xD201000000010000
"""The curve's parameter, without its sign."""

Pair = tuple[int, int]
Dozen = tuple[Pair, Pair, Pair, Pair, Pair, Pair]

ONE: Dozen = ((1, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0))


def root(number: int) -> int | None:
    """Return a square root modulo P, or None where there is none (P is 3 modulo 4)."""
    found = pow(number, (P + 1) // 4, P)
    return found if found * found % P == number % P else None


def times(one: Pair, other: Pair) -> Pair:
    """Multiply two pairs."""
    (a, b), (c, d) = one, other
    return (a * c - b * d) % P, (a * d + b * c) % P


def minus(one: Pair, other: Pair) -> Pair:
    """Subtract a pair from another."""
    return (one[0] - other[0]) % P, (one[1] - other[1]) % P


def scaled(one: Pair, by: int) -> Pair:
    """Multiply a pair by a number."""
    return one[0] * by % P, one[1] * by % P


def inverse(one: Pair) -> Pair:
    """Return the pair by which it has to be multiplied to give 1. Raises ValueError for zero."""
    a, b = one
    norm = pow(a * a + b * b, -1, P)
    return a * norm % P, -b * norm % P


def product(one: Dozen, other: Dozen) -> Dozen:
    """Multiply two dozens; coefficients that are zero cost nothing."""
    low = [[0, 0] for _ in range(11)]
    for i, (a, b) in enumerate(one):
        if a or b:
            for j, (c, d) in enumerate(other):
                if c or d:
                    low[i + j][0] += a * c - b * d
                    low[i + j][1] += a * d + b * c
    for k in range(6, 11):  # w⁶ = 1 + u
        a, b = low[k]
        low[k - 6][0] += a - b
        low[k - 6][1] += a + b
    first, second, third, fourth, fifth, sixth = ((a % P, b % P) for a, b in low[:6])
    return first, second, third, fourth, fifth, sixth


def power(base: Dozen, exponent: int) -> Dozen:
    """Raise a dozen to a power."""
    found = ONE
    for bit in bin(exponent)[2:]:
        found = product(found, found)
        if bit == "1":
            found = product(found, base)
    return found
