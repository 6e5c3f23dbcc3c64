"""A mechanism's schedule of fees, and what it asks of one city.

Two rules stand above every schedule. A city of a least developed country is never asked. And no
step of a case looks at money: a schedule can say that a paper copy waits, and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from waymark.kernel.flow import Reason

LDC = "ldc"
GROUPS = ("sids", "lldc")
"""Groups that every line can name, beside those that an operator brought in.

The least developed countries are no such group: they pay nothing.
"""
ZERO = Decimal(0)
MOST_LINES = 12
MOST_AMOUNT = Decimal(1_000_000_000)
MOST_DAYS = 365


class Holds(StrEnum):
    """What an unpaid invoice holds up. There is no third value on purpose."""

    NOTHING = "nothing"
    PAPER = "paper"  # a printed certificate sent by post


class Ask(StrEnum):
    """What comes of a schedule for one city."""

    EXEMPT = "exempt"  # its country is, or was when it began, a least developed one
    WAIVED = "waived"
    NOTHING = "nothing"  # no schedule, no line for it, or a line of zero
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Line:
    """An amount for some countries and sizes; a line that names no country is for all."""

    amount: Decimal
    groups: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()  # two-letter codes
    people_from: int = 0
    people_below: int | None = None

    def fits(self, city: CityFacts) -> bool:
        """Whether the line is for this city; where nobody knows how large it is, any size fits."""
        named = self.groups | self.countries
        if named and not (self.groups & city.groups or city.country in self.countries):
            return False
        if city.people is None:
            return True
        below = self.people_below is None or city.people < self.people_below
        return below and self.people_from <= city.people

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "amount": str(self.amount),
            "groups": sorted(self.groups),
            "countries": sorted(self.countries),
            "people_from": self.people_from,
            "people_below": self.people_below,
        }


@dataclass(frozen=True, slots=True)
class CityFacts:
    """What a schedule looks at. `groups` are those of the day on which the city began."""

    country: str
    groups: frozenset[str] = frozenset()
    groups_now: frozenset[str] = frozenset()
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a mechanism asks, from a day on, of cases that begin then or later."""

    currency: str
    effective_from: date
    lines: tuple[Line, ...] = ()
    pay_to: str = ""
    due_days: int = 60
    holds: Holds = Holds.NOTHING

    @property
    def asks(self) -> bool:
        """Whether anybody pays anything."""
        return any(line.amount > ZERO for line in self.lines)

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "currency": self.currency,
            "effective_from": self.effective_from.isoformat(),
            "lines": [line.document() for line in self.lines],
            "pay_to": self.pay_to,
            "due_days": self.due_days,
            "holds": self.holds.value,
        }


def read_line(value: Mapping[str, Any]) -> Line:
    """Read what `Line.document` wrote."""
    return Line(
        Decimal(value["amount"]),
        frozenset(value["groups"]),
        frozenset(value["countries"]),
        value["people_from"],
        value["people_below"],
    )


def read_schedule(value: Mapping[str, Any]) -> Schedule:
    """Read what `document` wrote."""
    lines = tuple(read_line(line) for line in value["lines"])
    return Schedule(
        value["currency"],
        date.fromisoformat(value["effective_from"]),
        lines,
        value["pay_to"],
        value["due_days"],
        Holds(value["holds"]),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a city is asked, and by which line."""

    ask: Ask
    amount: Decimal = ZERO
    currency: str = ""
    line: Line | None = None


def asked(schedule: Schedule | None, city: CityFacts, *, waived: bool = False) -> Asked:
    """Return what a city is asked. Of all lines that fit, the lowest amount holds."""
    if LDC in city.groups | city.groups_now:
        return Asked(Ask.EXEMPT)
    if schedule is None:
        return Asked(Ask.NOTHING)
    fitting = [line for line in schedule.lines if line.fits(city)]
    if not fitting:
        return Asked(Ask.NOTHING)
    line = min(fitting, key=lambda one: one.amount)
    if line.amount <= ZERO:
        return Asked(Ask.NOTHING, ZERO, schedule.currency, line)
    if waived:
        return Asked(Ask.WAIVED, ZERO, schedule.currency, replace(line, amount=ZERO))
    return Asked(Ask.DUE, line.amount, schedule.currency, line)


def newest_on(schedules: Collection[tuple[int, Schedule]], day: date) -> Schedule | None:
    """Return the schedule in force on a day, of those with their version numbers."""
    begun = [(version, one) for version, one in schedules if one.effective_from <= day]
    return max(begun, key=lambda pair: pair[0])[1] if begun else None


def refusals(
    schedule: Schedule, *, today: date, digits: int, poorest: Collection[str]
) -> tuple[Reason, ...]:
    """Return what is wrong with a schedule.

    digits: decimals of the currency. poorest: the least developed countries of today.
    """
    found = []
    if schedule.effective_from <= today:
        found.append(Reason("fees.backdated"))
    if not 14 <= schedule.due_days <= MOST_DAYS:
        found.append(Reason("fees.due_days", {"least": 14, "most": MOST_DAYS}))
    if len(schedule.lines) > MOST_LINES:
        found.append(Reason("fees.many_lines", {"most": MOST_LINES}))
    if schedule.asks and not schedule.pay_to.strip():
        found.append(Reason("fees.pay_to"))
    for number, line in enumerate(schedule.lines, 1):
        found += _line_refusals(number, line, digits, frozenset(poorest))
    return tuple(found)


def _line_refusals(number: int, line: Line, digits: int, poorest: frozenset[str]) -> list[Reason]:
    at = {"line": number}
    found = []
    exponent = line.amount.normalize().as_tuple().exponent
    if not line.amount.is_finite() or not ZERO <= line.amount <= MOST_AMOUNT:
        found.append(Reason("fees.amount", at))
    elif isinstance(exponent, int) and -exponent > digits:
        found.append(Reason("fees.decimals", at | {"digits": digits}))
    if line.people_below is not None and line.people_below <= line.people_from:
        found.append(Reason("fees.sizes", at))
    if named := sorted(line.countries & poorest):
        found.append(Reason("fees.names_poorest", at | {"countries": ", ".join(named)}))
    return found
