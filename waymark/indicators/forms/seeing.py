"""What somebody wants to see, out of the query of an address: anything odd is as if not asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

YEARS, GROUPS, GAP, AREAS = VIEWS = ("years", "groups", "gap", "areas")
MOST_LINES = 12


@dataclass(frozen=True)
class Asked:
    """Which drawing, of which series, split, breakdown, year, unit; "" and None: not said.

    `method` is that of the verdict beside it, and is only handed on.
    """

    view: str = YEARS
    lines: tuple[str, ...] = ()
    split: str = ""
    mapped: str = ""
    year: int | None = None
    unit: str | None = None
    method: str = ""


def asked(query: QueryDict) -> Asked:
    """Read what is to be drawn of one indicator."""
    view = query.get("view", "")
    return Asked(
        view if view in VIEWS else YEARS,
        tuple(dict.fromkeys(query.getlist("s")))[:MOST_LINES],
        query.get("by", ""),
        query.get("of", ""),
        whole_number(query.get("year", "")),
        query.get("in"),
        query.get("method", "")[:60],
    )


def whole_number(text: str) -> int | None:
    """A number of up to four digits, else None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None


@dataclass(frozen=True)
class Sought:
    """Which series a list shows: words, dimension, group, area and unit, "" for any; the page."""

    words: str = ""
    dimension: str = ""
    area: str = ""
    unit: str | None = None
    page: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.words or self.dimension or self.area or self.unit is not None)


def sought(query: QueryDict) -> Sought:
    """Read which series are to be listed."""
    unit = query.get("unit", "*")
    return Sought(
        query.get("q", "").strip()[:100],
        query.get("dim", "")[:100],
        query.get("area", "")[:80],
        None if unit == "*" else unit[:80],
        query.get("page", "1"),
    )


@dataclass(frozen=True)
class Pair:
    """Two indicators as list and code, and how they are held beside each other."""

    first: str = ""
    second: str = ""
    way: str = ""


def pair(query: QueryDict) -> Pair:
    """Read which two indicators are to be compared, and how."""
    return Pair(query.get("a", ""), query.get("b", ""), query.get("view", ""))
