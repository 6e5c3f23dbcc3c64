"""Two orders of the same things made one: by words, and by how near they are in meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from waymark.kernel.search.order import Scored

SMOOTH = 60
"""The constant of the fusion by places of Cormack, Clarke and Büttcher (SIGIR 2009)."""

DIGITS = 6
"""Of a nearness: beyond them machines may differ."""


def fused(ordered: Sequence[Scored], near: Sequence[float], *, weight: float) -> list[Scored]:
    """Order things anew by both; each knows its two places, from 1. Equals stay as they were.

    ordered: by words, the best first. near: of each its nearness to what is asked, the same length.
    weight: what the order by meaning counts beside that by words.
    """
    by_meaning = sorted(range(len(ordered)), key=lambda at: (-round(near[at], DIGITS), at))
    place = {at: number for number, at in enumerate(by_meaning, 1)}
    total = {
        at: 1 / (SMOOTH + at + 1) + weight / (SMOOTH + place[at]) for at in range(len(ordered))
    }
    best = sorted(total, key=lambda at: (-round(total[at], 12), at))
    return [replace(ordered[at], places=(at + 1, place[at])) for at in best]
