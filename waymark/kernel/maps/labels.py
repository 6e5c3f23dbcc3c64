"""Where in an area there is room for words."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from waymark.kernel.maps.geometry import Ring

_LEVELS = 9
_HALF = 9.0  # half the height that a line of text needs


class Spot(NamedTuple):
    """The middle of a level strip inside a ring; how wide it is, and how high the ring there."""

    x: float
    y: float
    width: float
    height: float


def spot(ring: Ring) -> Spot:
    """The widest of some level strips, high enough for a line of text, inside a ring."""
    ys = [y for _, y in ring]
    low, high = min(ys), max(ys)
    best = Spot(ring[0][0], ring[0][1], 0, 0)
    for step in range(1, _LEVELS + 1):
        y = low + (high - low) * step / (_LEVELS + 1)
        for start, end in _strip(ring, y):
            # a strip nearer to the middle of the area reads better than one a little wider
            middle = 1 - abs(2 * step / (_LEVELS + 1) - 1) / 2
            if (end - start) * middle > best.width * _weight(best, low, high):
                x = (start + end) / 2
                best = Spot(x, y, end - start, _height(ring, x, y))
    return best


def _weight(found: Spot, low: float, high: float) -> float:
    if high == low:
        return 1
    return 1 - abs(2 * (found.y - low) / (high - low) - 1) / 2


def _strip(ring: Ring, y: float) -> list[tuple[float, float]]:
    """What lies inside the ring at a height, and half a line above and below it."""
    strips = _inside(ring, y)
    for other in (y - _HALF, y + _HALF):
        strips = [
            (max(a, c), min(b, d))
            for a, b in strips
            for c, d in _inside(ring, other)
            if max(a, c) < min(b, d)
        ]
    return strips


def _inside(ring: Ring, y: float) -> list[tuple[float, float]]:
    """The pieces of a level line that lie inside a ring."""
    crossings = sorted(
        x1 + (x2 - x1) * (y - y1) / (y2 - y1)
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])
        if (y1 <= y) != (y2 <= y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _height(ring: Ring, x: float, y: float) -> float:
    """How high the ring is at a point, the same above as below."""
    turned = [(b, a) for a, b in ring]
    for start, end in _inside(turned, x):
        if start <= y <= end:
            return 2 * min(y - start, end - y)
    return 0
