"""What a unit says about its numbers: whether they add up, and between which bounds they lie.

Units are free text in every list, so only words that are clear are read; of any other unit nothing
is claimed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from waymark.indicators.rules.find import PERCENT, same_unit


class Kind(StrEnum):
    """How values of groups make up the value of all."""

    SHARE = "share"  # per cent of something
    RATE = "rate"  # so many per 1 000
    MEAN = "mean"  # an average or a mark
    COUNT = "count"  # whole things, which add up
    AMOUNT = "amount"  # measured things, which add up
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as far as its words are clear; `low` and `high` are None where nothing bounds it."""

    kind: Kind = Kind.OTHER
    low: float | None = None
    high: float | None = None

    @property
    def adds_up(self) -> bool:
        """Whether the groups of a whole add up to it."""
        return self.kind in (Kind.COUNT, Kind.AMOUNT)

    @property
    def averages(self) -> bool:
        """Whether the value of a whole lies between those of its groups."""
        return self.kind in (Kind.SHARE, Kind.RATE, Kind.MEAN)


_UNCLEAR = re.compile(r";|,| or | and | / |several|ratio|a year|change|growth|\bloss")
_OPEN_SHARE = re.compile(r"gdp|gni|product|flow|freshwater|budget|spending|income|\bpay\b|due|sent")
_PER = re.compile(r"per (million|[\d][\d  ]*)\b")
_SPAN = re.compile(r"(?:score|index|mark|scale)? ?(\d+)\s*[-–]\s*(\d+)(?: \(.*\))?")
_COUNTED = {
    *("count", "counts", "number", "people", "persons", "inhabitants", "residents"),
    *("households", "families", "children", "adults", "women", "men", "girls", "boys"),
    *("births", "deaths", "cases", "victims", "patients", "pupils", "students", "teachers"),
    *("workers", "jobs", "homes", "dwellings", "visitors", "users"),
}
_AMOUNTS = {"t", "tonnes", "tons", "kg", "ha", "km", "km2", "m2", "m3", "litres", "kwh", "mwh"}
_MEANS = {"ug/m3", "µg/m3", "minutes", "years", "m2 per person", "hours"}


@lru_cache(maxsize=1000)
def read_unit(text: str) -> Unit:
    """What the words of a unit say; a unit that leaves anything open gives `Kind.OTHER`."""
    plain = " ".join(text.split()).casefold().removeprefix("total ")
    if same_unit(plain, PERCENT):
        return Unit(Kind.SHARE, 0.0, 100.0)
    if plain == "yes/no":
        return Unit(Kind.OTHER, 0.0, 1.0)
    if not plain or _UNCLEAR.search(plain):
        return Unit()
    if plain.startswith("%"):
        return Unit() if _OPEN_SHARE.search(plain) else Unit(Kind.SHARE, 0.0, 100.0)
    if per := _PER.match(plain):
        base = 1e6 if per[1] == "million" else float(re.sub(r"\D", "", per[1]))
        return Unit(Kind.RATE, 0.0, base)
    if span := _SPAN.fullmatch(plain):
        return Unit(Kind.MEAN, float(span[1]), float(span[2]))
    if plain in _MEANS:
        return Unit(Kind.MEAN, 0.0)
    if " per " in plain or "/" in plain:
        return Unit()
    first = plain.split()[0]
    if first in _COUNTED:
        return Unit(Kind.COUNT, 0.0)
    return Unit(Kind.AMOUNT, 0.0) if plain in _AMOUNTS else Unit()
