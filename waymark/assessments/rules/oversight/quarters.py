"""The quarters that are reported on: calendar quarters, by days of universal time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_NAME = re.compile(r"(\d{4})-q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year."""

    year: int
    number: int  # 1 to 4

    def __str__(self) -> str:
        return f"{self.year}-q{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        if self.number == 4:
            return date(self.year, 12, 31)
        return date(self.year, 3 * self.number + 1, 1) - timedelta(days=1)


def quarter_of(day: date) -> Quarter:
    """Return the quarter that a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def quarter_before(day: date) -> Quarter:
    """Return the last quarter that is over on a day."""
    return quarter_of(quarter_of(day).first - timedelta(days=1))


def read_quarter(name: str) -> Quarter | None:
    """Read a name such as 2027-q1, or return None."""
    found = _NAME.fullmatch(name)
    if found is None or not 2000 <= int(found[1]) < 2200:
        return None
    return Quarter(int(found[1]), int(found[2]))
