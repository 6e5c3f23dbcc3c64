"""Periods as SDMX writes them (ObservationalTimePeriodType), to and from our own periods."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from waymark.kernel.period import FIRST_YEAR, LAST_YEAR, BadPeriod, Period, following

_YEAR = r"(?P<year>\d{4})"
_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
_PLAIN = re.compile(rf"{_YEAR}(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?{_ZONE}", re.ASCII)
_PART = re.compile(rf"{_YEAR}-(?P<letter>[ASTQMWD])(?P<number>\d{{1,3}}){_ZONE}", re.ASCII)
_MOMENT = re.compile(
    rf"(\d{{4}}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d{{1,9}})?{_ZONE}", re.ASCII
)
_RANGE = re.compile(
    r"(?P<start>\d{4}-\d\d-\d\d)(?:T00:00:00)?/P(?=\d)"
    r"(?:(?P<years>\d{1,3})Y)?(?:(?P<months>\d{1,3})M)?(?:(?P<days>\d{1,6})D)?",
    re.ASCII,
)
_MONTHS = {"A": 12, "S": 6, "T": 4, "Q": 3, "M": 1}
_DIGITS = {"A": 1, "S": 1, "T": 1, "Q": 1, "M": 2, "W": 2, "D": 3}
_EXAMPLES = "2015, 2015-06, 2015-Q2, 2014-07-01/P1Y"


@lru_cache(maxsize=4096)
def parse_time(text: str) -> Period:
    """The period that SDMX writes as `text`; raise `BadPeriod` where it is none.

    Read are years, months, days, moments (as their day), reporting periods `A1 S1 T1 Q1 M01 W01
    D001` of a year that begins in January, and ranges such as `2014-07-01/P1Y`.
    """
    try:
        found = _days(text)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise BadPeriod(text[:40], "period.unknown_form", _EXAMPLES)
    if not FIRST_YEAR <= found[0].year <= found[1].year <= LAST_YEAR:
        raise BadPeriod(text[:40], "period.year_out_of_range", "2015")
    return Period(*found, text)


def _days(text: str) -> tuple[date, date] | None:
    if match := _PLAIN.fullmatch(text):
        return _plain(int(match["year"]), match["month"], match["day"])
    if match := _PART.fullmatch(text):
        if len(match["number"]) > _DIGITS[match["letter"]]:
            return None
        return _part(int(match["year"]), match["letter"], int(match["number"]))
    if match := _MOMENT.fullmatch(text):
        day = datetime.fromisoformat(match[1]).date()
        return day, day
    if match := _RANGE.fullmatch(text):
        start = date.fromisoformat(match["start"])
        years, months, days = (int(match[name] or 0) for name in ("years", "months", "days"))
        end = _later(start, years * 12 + months) + timedelta(days=days - 1)
        return (start, end) if end >= start else None
    return None


def _plain(year: int, month: str | None, day: str | None) -> tuple[date, date]:
    if day and month:
        return (date(year, int(month), int(day)),) * 2
    if month:
        return _months(date(year, int(month), 1), 1)
    return date(year, 1, 1), date(year, 12, 31)


def _part(year: int, letter: str, number: int) -> tuple[date, date] | None:
    if letter == "W":
        monday = date.fromisocalendar(year, number, 1)
        return monday, monday + timedelta(days=6)
    if letter == "D":
        day = date(year, 1, 1) + timedelta(days=number - 1)
        return (day, day) if day.year == year else None
    length = _MONTHS[letter]
    if not 1 <= number <= 12 // length:
        return None
    return _months(date(year, (number - 1) * length + 1, 1), length)


def _months(start: date, count: int) -> tuple[date, date]:
    return start, _later(start, count) - timedelta(days=1)


def _later(start: date, months: int) -> date:
    """The same day some months on; `ValueError` where that month has no such day."""
    index = start.year * 12 + start.month - 1 + months
    return start.replace(year=index // 12, month=index % 12 + 1)


def write_time(period: Period) -> str:
    """`period` as SDMX writes it: `2015`, `2015-Q2`, `2015-S1`, `2015-06`, or as a range.

    `parse_time(write_time(p)) == p` for every period within the years we know.
    """
    start, end = period.start, period.end
    if start == end:
        return start.isoformat()
    after = following(period)
    if start.day == after.day == 1:
        months = (after.year - start.year) * 12 + after.month - start.month
        if found := _calendar_part(start, months):
            return found
        if months % 12 == 0 and months < 12_000:
            return f"{start.isoformat()}/P{months // 12}Y"
        if months < 1000:
            return f"{start.isoformat()}/P{months}M"
    return f"{start.isoformat()}/P{period.days}D"


def _calendar_part(start: date, months: int) -> str:
    if months == 12 and start.month == 1:
        return f"{start.year}"
    if months == 1:
        return f"{start.year}-{start.month:02}"
    for letter in "SQ":
        if months == _MONTHS[letter] and (start.month - 1) % months == 0:
            return f"{start.year}-{letter}{(start.month - 1) // months + 1}"
    return ""
