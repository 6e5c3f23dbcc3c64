"""How many are drawn from each stratum: a rate in whole numbers with a minimum, or all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from waymark.kernel.draw.lines import BadDraw

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Share:
    """`rate[0]` of every `rate[1]`, rounded up, and at least `minimum`; with `census`, all."""

    rate: tuple[int, int] = (0, 1)
    minimum: int = 0
    census: bool = False

    def __post_init__(self) -> None:
        """Raise BadDraw for a share that is none, or that would never draw anybody."""
        part, whole = self.rate
        if not 0 <= part <= whole <= MOST or whole < 1 or not 0 <= self.minimum <= MOST:
            raise BadDraw("draw.bad_share")
        if not (self.census or part or self.minimum):
            raise BadDraw("draw.empty_share")

    def size(self, applications: int) -> int:
        """How many of so many applications are drawn. Only whole numbers are computed with."""
        part, whole = self.rate
        wanted = (
            applications if self.census else max(self.minimum, -(-part * applications // whole))
        )
        return min(applications, wanted)

    def document(self) -> dict[str, Any]:
        """As JSON."""
        if self.census:
            return {"census": True}
        return {"rate": list(self.rate), "minimum": self.minimum}


Policy = Mapping[str, Share]


def read_share(value: object) -> Share:
    """Read what `document` wrote. Raises BadDraw."""
    if value == {"census": True}:
        return Share(census=True)
    if isinstance(value, dict) and set(value) == {"rate", "minimum"}:
        rate, minimum = value["rate"], value["minimum"]
        if isinstance(rate, list) and len(rate) == 2 and all(_whole(n) for n in (*rate, minimum)):
            return Share((rate[0], rate[1]), minimum)
    raise BadDraw("draw.bad_share")


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
