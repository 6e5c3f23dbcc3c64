"""Periods of observation, read from the many ways in which real tables write them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from unicodedata import decimal

FIRST_YEAR, LAST_YEAR = 1800, 2200
LONGEST_SHORT_SPAN = 30  # years; `2014/12` is far likelier a month than a century


class BadPeriod(ValueError):
    """Text that is not a period. `key` is a message key, `write` shows what to write instead."""

    def __init__(self, text: str, key: str, write: str) -> None:
        super().__init__(f"{text!r}: {key}; write for example {write}")
        self.text = text
        self.key = key
        self.write = write


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """From `start` to `end`, both included. Equal days make equal periods, whatever the label."""

    start: date
    end: date
    label: str = field(compare=False)
    """The period as its source wrote it, spaces trimmed."""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise BadPeriod(self.label, "period.ends_before_start", self.end.isoformat())

    @property
    def year(self) -> int:
        """The year under which the period counts: the first, as `2014/15` counts as 2014."""
        return self.start.year

    @property
    def days(self) -> int:
        """Its length in days."""
        return (self.end - self.start).days + 1

    @property
    def is_year(self) -> bool:
        """Whether it is exactly one calendar year."""
        return (self.start, self.end) == _years(self.start.year, self.start.year)

    @classmethod
    def of_year(cls, year: int) -> Period:
        """The calendar year `year`."""
        return cls(*_years(year, year), str(year))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read one period; raise `BadPeriod` if `text` is none, or says two different things.

        Taken are years (`2015`), spans of years (`2014/15`, `2014/2015`, `1987-1991`,
        `2010 to 2011`, any dash), half-years, quarters and months (`2000 Q1`, `1993 01`,
        `1993-01`, `2010-M06`), days (`2010-06-28`, `28/06/2010`) and spans of days, each with
        a remark in brackets behind it. Three forms need a rule: `2010-11` is a month, as in ISO
        8601 and SDMX; `2010/11` a span of years, as in official statistics; a date with slashes
        begins with the day.
        """
        label = " ".join(text.split())
        plain = _plain(label)
        if not plain:
            raise BadPeriod(label, "period.empty", "2015")
        for pattern, build in _FORMS:
            if match := pattern.fullmatch(plain):
                groups = tuple(group for group in match.groups() if group)
                years = (int(group) for group in groups if len(group) == 4)
                if not all(FIRST_YEAR <= year <= LAST_YEAR for year in years):
                    raise BadPeriod(label, "period.year_out_of_range", "2015")
                return cls(*build(label, groups), label)
        raise BadPeriod(label, "period.unknown_form", "2015, 2014/15, 2000 Q1, 1993-01, 2010-06-28")


Days = tuple[date, date]
_Groups = tuple[str, ...]
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")


def _plain(label: str) -> str:
    """Western digits, the plain hyphen, no remark in brackets."""
    text = re.sub(r"\s*\([^()]*\)$", "", label)
    text = "".join(str(decimal(c)) if c.isdecimal() else c for c in text)
    # A dash or a hyphen between blanks means a span even where a bare hyphen would be an ISO month.
    text = re.sub(r"^(\d{4})(?:\s*[\u2012-\u2015]\s*| - | to )(\d{2})$", r"\1/\2", text)
    return _DASHES.sub("-", text).replace("\uff0f", "/").upper()


def _years(first: int, last: int) -> Days:
    return date(first, 1, 1), date(last, 12, 31)


def _year_span(_: str, groups: _Groups) -> Days:
    return _years(int(groups[0]), int(groups[-1]))


def _short_span(label: str, groups: _Groups) -> Days:
    first = int(groups[0])
    last = first - first % 100 + int(groups[1])
    last += 100 if last <= first else 0
    if last - first > LONGEST_SHORT_SPAN:
        raise BadPeriod(label, "period.unclear_span", f"{first}/{first + 1}")
    return _years(first, last)


def _months(label: str, year: int, first: int, count: int) -> Days:
    if not 1 <= first <= 12:
        raise BadPeriod(label, "period.no_such_month", f"{year}-12")
    last = first + count - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _month(label: str, groups: _Groups) -> Days:
    year, month = map(int, groups)
    if month > 12 and month == (year + 1) % 100:
        return _years(year, year + 1)
    return _months(label, year, month, 1)


def _part(label: str, groups: _Groups) -> Days:
    """A quarter (Q), half-year (S, H) or month (M), year first or last."""
    year, letter, number = groups if groups[0].isdigit() else (groups[2], groups[0], groups[1])
    length = {"Q": 3, "S": 6, "H": 6, "M": 1}[letter]
    if not 1 <= int(number) <= 12 // length:
        raise BadPeriod(label, "period.no_such_part", f"{year}-{letter}1")
    return _months(label, int(year), (int(number) - 1) * length + 1, length)


def _day(label: str, year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise BadPeriod(label, "period.no_such_day", "2010-06-28") from None


def _iso_days(label: str, groups: _Groups) -> Days:
    return _day(label, *groups[:3]), _day(label, *groups[-3:])


def _local_days(label: str, groups: _Groups) -> Days:
    return _day(label, *groups[2::-1]), _day(label, *groups[:-4:-1])


_ISO = r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?"
_LOCAL = r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})"
_TO = r"\s*(?:-|/|TO)\s*"

_FORMS: tuple[tuple[re.Pattern[str], Callable[[str, _Groups], Days]], ...] = tuple(
    (re.compile(pattern, re.ASCII), build)
    for pattern, build in (
        (r"(\d{4})", _year_span),
        (rf"(\d{{4}}){_TO}(\d{{4}})", _year_span),
        (r"(\d{4})\s*/\s*(\d{2})", _short_span),
        (r"(\d{4})[ -](\d{1,2})", _month),
        (r"(\d{4})[ -]?([QSHM])(\d{1,2})", _part),
        (r"([QSH])(\d)[ /-]?(\d{4})", _part),
        (_ISO, _iso_days),
        (rf"{_ISO}\s*(?:/|-|TO)\s*{_ISO}", _iso_days),
        (_LOCAL, _local_days),
        (rf"{_LOCAL}{_TO}{_LOCAL}", _local_days),
    )
)


def following(period: Period) -> date:
    """The first day after `period`."""
    return period.end + timedelta(days=1)
