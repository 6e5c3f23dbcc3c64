"""The methods by name: all that compare a series with nothing but itself and its own target."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from waymark.kernel.progress.catalogue import (
    ESCAP_ANTICIPATED,
    ESCAP_STATUS,
    EUROSTAT,
    OPEN_SDG,
    UN_CHART,
    WEATHER,
)
from waymark.kernel.progress.escap import escap_anticipated, escap_status
from waymark.kernel.progress.eurostat import eurostat
from waymark.kernel.progress.method import Method
from waymark.kernel.progress.model import Aim, Point, Progress, Status
from waymark.kernel.progress.open_sdg import assess, score
from waymark.kernel.progress.un_chart import un_chart
from waymark.kernel.progress.weather import weather

Judge = Callable[[Iterable[Point], Aim], Progress]
Score = Callable[[Point, Point, Aim], tuple[Status, float | None]]
"""From the base and the latest value."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A method, the function that works it out, and one for status and score alone, if any."""

    method: Method
    judge: Judge
    score: Score | None = None


METHODS: Mapping[str, Entry] = MappingProxyType(
    {
        entry.method.id: entry
        for entry in (
            Entry(OPEN_SDG, assess, score),
            Entry(UN_CHART, un_chart),
            Entry(EUROSTAT, eurostat),
            Entry(ESCAP_STATUS, escap_status),
            Entry(ESCAP_ANTICIPATED, escap_anticipated),
            Entry(WEATHER, weather),
        )
    }
)
"""By `Method.id`. Methods that need peers are not among them: see `peers`."""


class UnknownMethod(LookupError):
    """A method that is not in the registry. `id` is what was asked for."""

    def __init__(self, asked: str) -> None:
        super().__init__(f"no method {asked}")
        self.id = asked


def assess_by(method: str, points: Iterable[Point], aim: Aim) -> Progress:
    """The progress of one series by a method named as in `METHODS`.

    Raises `UnknownMethod`, and what the method raises.
    """
    entry = METHODS.get(method)
    if entry is None:
        raise UnknownMethod(method)
    return entry.judge(points, aim)


_SHARED = (
    "achieved",
    "target_lost",
    "no_data",
    "one_year",
    "too_few",
    "window_too_short",
    "sign_change",
    "target_beyond_zero",
    "target_before_base",
    "target_year_past",
    "needs_target",
    "no_growth_from_zero",
    "out_of_range",
    "achieved_yes_no",
    "not_achieved_yes_no",
    "zero_target",
    "zero_base",
    "base_before",
    "base_beyond_limit",
    "ratio_not_positive",
    "growth_year_missing",
    "growth_to_nothing",
    "neither_yes_nor_no",
)


def message_keys() -> frozenset[str]:
    """Every key that a result, a summary or a `BadSeries` can have, for whoever words them."""
    found = {f"progress.{key}" for key in _SHARED}
    found |= {f"progress.summary_{status}" for status in Status}
    for entry in METHODS.values():
        name = "" if entry.method is OPEN_SDG else entry.method.name.replace("-", "_") + "_"
        named = [(category, "with_target") for category in entry.method.categories]
        named += [(category, "without_target") for category in entry.method.categories_free]
        found |= {f"progress.{name}{word}_{kind}" for word, kind in named if word != "achieved"}
    return frozenset(found)
