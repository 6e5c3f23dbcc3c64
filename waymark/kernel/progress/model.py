"""What goes into a method and what comes out: one shape for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from waymark.kernel.flow import Reason
from waymark.kernel.progress.catalogue import OPEN_SDG
from waymark.kernel.progress.method import Method


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"

    @property
    def sign(self) -> int:
        """+1 for up, -1 for down."""
        return 1 if self is Direction.UP else -1


class Status(StrEnum):
    """The verdict on a series or a group of them, in the words that all methods share."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    MODERATE = "moderate"
    LIMITED = "limited"
    DETERIORATION = "deterioration"
    NOT_ACHIEVED = "not_achieved"  # of a yes-or-no aim only
    NOT_AVAILABLE = "not_available"  # too little data
    NOT_ASSESSABLE = "not_assessable"  # data, but none that the method can judge


class DuplicateYear(ValueError):
    """Two values for one year: the series has not been narrowed down to one."""

    def __init__(self, year: int) -> None:
        super().__init__(f"two values for {year}")
        self.year = year


@dataclass(frozen=True, slots=True)
class Point:
    """A value in a year, in the unit of its series."""

    year: int
    value: float


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at: a target, or only a direction, perhaps with a natural limit.

    `base_year` is the year to compare with; where it has no value, the next later one that has.
    `limit` (100 for a percentage, say) lowers the growth expected near it, and counts only
    without a target. `percent` says that the values are percentages.
    """

    direction: Direction
    target: float | None = None
    target_year: int = 2030
    base_year: int = 2015
    limit: float | None = None
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """The verdict on a series with all that led to it, to be stored as a whole.

    `status` is in words that all methods share, `category` in the method's own. `components` are
    the numbers between the inputs and the verdict, by name. `points` are the values that the
    method looked at, and `also` its further verdicts, such as that over another window.
    """

    status: Status
    aim: Aim
    reason: Reason
    score: float | None = None  # on the scale of the method
    base: Point | None = None
    latest: Point | None = None
    components: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[Reason, ...] = ()
    method: Method = OPEN_SDG
    points: tuple[Point, ...] = ()
    category: str = ""
    also: tuple[Progress, ...] = ()

    @property
    def growth(self) -> float | None:
        """Observed growth, a year, as a fraction."""
        return self.components.get("growth")

    @property
    def required(self) -> float | None:
        """Growth a year that leads from the base to the target."""
        return self.components.get("required")

    @property
    def ratio(self) -> float | None:
        """Observed to required growth, positive when towards the target."""
        return self.components.get("ratio")

    @property
    def coefficient(self) -> float | None:
        """By how much a natural limit lowers the thresholds."""
        return self.components.get("coefficient")

    @property
    def expected(self) -> float | None:
        """Where the series should be by now, or will be, where the method says so."""
        return self.components.get("expected")

    @property
    def formula(self) -> str:
        """The formula that was used, in plain text."""
        free = self.aim.target is None and self.method.formula_free
        return free or self.method.formula

    def stored(self) -> dict[str, object]:
        """All of it as plain data, from which the result can be worked out again."""
        return {
            "method": self.method.id,
            "verified": str(self.method.verified),
            "formula": self.formula,
            "thresholds": dict(self.method.thresholds),
            "scale": self.method.scale and list(self.method.scale),
            "aim": {**asdict(self.aim), "direction": str(self.aim.direction)},
            "points": [[point.year, point.value] for point in self.points],
            "base": self.base and [self.base.year, self.base.value],
            "latest": self.latest and [self.latest.year, self.latest.value],
            "components": dict(self.components),
            "status": str(self.status),
            "category": self.category,
            "score": self.score,
            "reason": _plain(self.reason),
            "warnings": [_plain(warning) for warning in self.warnings],
            "also": [other.stored() for other in self.also],
        }


def _plain(reason: Reason) -> dict[str, object]:
    return {"key": reason.key, "facts": dict(reason.params)}


@dataclass(frozen=True, slots=True)
class Scored:
    """A verdict as far as it counts among those of other series; `expected` as a component."""

    status: Status
    score: float | None
    method: Method = OPEN_SDG
    expected: float | None = None
