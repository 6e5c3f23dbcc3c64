"""What the periods of a series say by themselves: worked out once for all series that share them.

Tens of thousands of series have a few hundred sets of periods between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Any

import msgspec

from waymark.indicators.rules.cells import days_of
from waymark.indicators.rules.facts import Days
from waymark.kernel.period import BadPeriod

Pick = Callable[[Sequence[Any]], tuple[Any, ...]]


class Stretch(msgspec.Struct, frozen=True):
    """Periods of one length in order of time, at least two; `pick` takes what belongs to them.

    `gaps` are the years from one to the next, at least one each; empty where each is one.
    """

    pick: Pick
    periods: tuple[str, ...]
    times: tuple[float, ...]
    gaps: tuple[float, ...]


class Lack(msgspec.Struct, frozen=True):
    """What is said where some periods lack something: its key by check, where, and the facts."""

    keys: Mapping[str, str]
    period: str
    params: dict[str, object]


class Times(msgspec.Struct, frozen=True):
    """Some periods as their source wrote them, and what days they are (None: can't be read).

    `ordered` are their names by their letters, `lack` what is said where all of them lack
    something, `unread` those that can't be read. `twice` says
    that two may be for the same days; `latest` is the place of the one that ends last, or -1.
    """

    periods: tuple[str, ...]
    days: tuple[Days | None, ...]
    ordered: tuple[str, ...]
    lack: Lack | None
    unread: tuple[str, ...]
    twice: bool
    latest: int
    stretches: tuple[Stretch, ...]


@lru_cache(maxsize=2_000)
def lack_of(periods: tuple[str, ...]) -> Lack:
    """What is said where these periods, by their letters, lack something: one object for many."""
    params: dict[str, object] = {
        "count": len(periods),
        "first": periods[0],
        "last": periods[-1],
    }
    alone = len(periods) == 1
    return Lack(_LACKS[alone], periods[0] if alone else "", params)


_LACKS = tuple(
    {check: f"quality.{check}{ending}" for check in ("source", "method", "year")}
    for ending in ("", ".one")
)


@lru_cache(maxsize=2_000)
def times_of(periods: tuple[str, ...]) -> Times:
    """What these periods say."""
    days = tuple(map(_days, periods))
    read = [(one[1], one[0], periods[i], i) for i, one in enumerate(days) if one]
    ordered = tuple(sorted(periods))
    return Times(
        periods,
        days,
        ordered,
        lack=lack_of(ordered) if ordered else None,
        unread=tuple(sorted(name for name, one in zip(periods, days, strict=True) if one is None)),
        twice=len(set(days)) != len(days),
        latest=max(read)[3] if read else -1,
        stretches=tuple(_stretches(periods, days)),
    )


def _days(period: str) -> Days | None:
    try:
        return days_of(period)
    except BadPeriod:
        return None


def _stretches(periods: Sequence[str], days: Sequence[Days | None]) -> Iterator[Stretch]:
    by_length: dict[int, dict[date, int]] = {}
    for place, one in enumerate(days):
        if one is not None:
            places = by_length.setdefault(_months(one), {})
            held = places.get(one[0])
            if (
                held is None or periods[place] < periods[held]
            ):  # of two for the same days one will do
                places[one[0]] = place
    for places in by_length.values():
        if len(places) > 1:
            yield _stretch(sorted(places), places, periods)


def _stretch(starts: list[date], places: dict[date, int], periods: Sequence[str]) -> Stretch:
    pick: Pick = itemgetter(*(places[start] for start in starts))
    times = tuple(day.year + (day.month - 1) / 12 + (day.day - 1) / 366 for day in starts)
    gaps = tuple(max(1.0, later - time) for time, later in pairwise(times))
    return Stretch(pick, pick(periods), times, gaps if any(gap != 1.0 for gap in gaps) else ())


def _months(days: Days) -> int:
    return round(((days[1] - days[0]).days + 1) / 30.44)
