"""From the text of a cell to a number, a status, a date: whatever an office may have written."""

from __future__ import annotations

import math
import re
from datetime import date
from functools import lru_cache
from unicodedata import decimal

from waymark.indicators.rules.facts import MAX_PERIOD, MAX_UNIT, SOURCE_TYPES, STATUSES, Days
from waymark.indicators.rules.problems import Unreadable
from waymark.kernel.period import BadPeriod, Period

LARGEST = 1e15
"""Beyond this not every reader keeps whole numbers exactly."""

MOST_PEOPLE = 2**31 - 1

_SPACES = re.compile("[\\s\u00a0\u2007\u2009\u202f'\u2019\u066c]")
_POINT = re.compile(
    r"[+-]?(\d+|\d{1,3}(,\d{3}){2,}|\d{1,3}(,\d{3})+(?=\.))?(\.\d*)?([eE][+-]?\d+)?"
)
_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+)?(,\d*)?([eE][+-]?\d+)?")
_PLAIN = re.compile(r"-?\d{1,14}(?:\.\d{1,17})?", re.ASCII)  # what nearly every cell holds
is_plain_number = _PLAIN.fullmatch
"""Tells of a text whether Python and everybody else read the same number in it."""
_ONE_COMMA = re.compile(r"([+-]?\d+),(\d+)")
_ONE_POINT = re.compile(r"([+-]?\d+)\.(\d+)")

_MISSING = {"..", "...", ":", "n/a", "na", "n.a.", "-", "–", "—", "null", "none", "no data"}
_SUPPRESSED = {"x", "c", "(c)", "s", "(s)", "*", "suppressed", "confidential"}

_STATUS_WORDS = {
    **{code.lower(): code for code in STATUSES},
    "normal": "A",
    "final": "A",
    "normal value": "A",
    "actual": "A",
    "break": "B",
    "break in series": "B",
    "time series break": "B",
    "estimated": "E",
    "estimate": "E",
    "estimated value": "E",
    "provisional": "P",
    "provisional value": "P",
    "preliminary": "P",
    "missing": "M",
    "missing value": "M",
    "not available": "M",
    "o": "M",
    "l": "M",
    "suppressed": "Q",
    "confidential": "Q",
    "missing value; suppressed": "Q",
}

_SOURCE_TYPES = {
    **{name: name for name in SOURCE_TYPES},
    **dict.fromkeys(("sample_survey", "household_survey", "surveys"), "survey"),
    **dict.fromkeys(("administrative", "administrative_data", "register_data"), "register"),
    "administrative_records": "register",
    **dict.fromkeys(("registers", "registry"), "register"),
    **dict.fromkeys(("remote_sensing_data", "satellite", "earth_observation"), "remote_sensing"),
    **dict.fromkeys(("citizen_generated_data", "citizen_science"), "citizen_generated"),
    **dict.fromkeys(("perception_survey", "opinion_poll"), "perception"),
    "qualitative_data": "qualitative",
}
_NUMBER = re.compile(r"[+-]?[\d.,\s]*\d[\d.,\s]*%?")
_POWER = re.compile(r"10?|1[0 ,.]*0")


def marker(text: str) -> str:
    """The status that a sign such as `..` or `x` in place of a value stands for, or ""."""
    if text[:1].isdigit():  # nearly always
        return ""
    word = text.strip().casefold()
    if word in _MISSING:
        return "M"
    return "Q" if word in _SUPPRESSED else ""


def read_number(text: str, *, comma: bool = False) -> float:
    """The number in a cell; `comma` says that the file writes decimals with a comma.

    Blanks, apostrophes and the digits of other scripts are understood, and so is a percent sign
    behind. `1,234` may mean two things and is refused. Raises `Unreadable`.
    """
    if not comma and _PLAIN.fullmatch(text):
        return float(text) + 0.0
    plain = _western(text).removesuffix("%")
    if comma:
        matched = _COMMA.fullmatch(plain)
        if matched is None and (pair := _ONE_POINT.fullmatch(plain)):
            raise Unreadable("value.point", text=text[:60], write=f"{pair[1]},{pair[2]}")
        plain = plain.replace(".", "").replace(",", ".") if matched else plain
    else:
        matched = _POINT.fullmatch(plain)
        if matched is None and (pair := _ONE_COMMA.fullmatch(plain)):
            key = "value.comma_unclear" if len(pair[2]) == 3 else "value.comma"
            write = f"{pair[1]}.{pair[2]}"
            raise Unreadable(key, text=text[:60], write=write, whole=pair[1] + pair[2])
        plain = plain.replace(",", "")
    if matched is None or not any(char.isdigit() for char in plain):
        raise Unreadable("value.text", text=text[:60])
    number = float(plain)
    if not math.isfinite(number) or abs(number) > LARGEST:
        raise Unreadable("value.too_large", text=text[:60], most="10^15")
    return number + 0.0  # no negative zero


def _western(text: str) -> str:
    text = _SPACES.sub("", text.strip()).replace("\u066b", ".").replace("\u066a", "%")
    text = text.replace("\u2212", "-").replace("\u200e", "").replace("\u200f", "")
    if text.isascii():
        return text
    return "".join(str(decimal(char)) if char.isdecimal() else char for char in text)


def read_count(text: str) -> int:
    """A whole number of people or answers. Raises `Unreadable`."""
    number = read_number(text)
    if number < 0 or number != int(number) or number > MOST_PEOPLE:
        raise Unreadable("count.wrong", text=text[:60])
    return int(number)


def read_margin(text: str, *, comma: bool = False) -> float:
    """A margin of error, not below zero; a sign ± before it is understood. Raises `Unreadable`."""
    number = read_number(text.strip().removeprefix("±").removeprefix("+/-"), comma=comma)
    if number < 0:
        raise Unreadable("margin.negative", text=text[:60])
    return number


def read_status(text: str) -> str:
    """The code of an observation's status, from the code or its name. Raises `Unreadable`."""
    found = _STATUS_WORDS.get(" ".join(text.split()).casefold())
    if found is None:
        raise Unreadable("status.unknown", text=text[:60])
    return found


def read_source_type(text: str) -> str:
    """What kind of source it is, from its id or its name. Raises `Unreadable`."""
    word = "_".join(re.sub(r"[\W_]+", " ", text.casefold()).split())
    found = _SOURCE_TYPES.get(word)
    if found is None:
        raise Unreadable("source_type.unknown", text=text[:60], options=", ".join(SOURCE_TYPES))
    return found


def read_unit_name(text: str) -> str:
    """A unit as its source writes it, on one line.

    Raises `Unreadable` for a number, which shows that the cells of a row have slipped; only 1 and
    tens multiplied are units that some sources have.
    """
    unit = " ".join(text.split())
    if len(unit) > MAX_UNIT:
        raise Unreadable("text.too_long", most=MAX_UNIT)
    if _NUMBER.fullmatch(unit) and not _POWER.fullmatch(unit):
        raise Unreadable("unit.number", text=unit)
    return unit


@lru_cache(maxsize=10_000)
def days_of(period: str) -> Days:
    """First and last day of a period as sources write it. Raises `BadPeriod`."""
    found = Period.parse(period)
    return found.start, found.end


def year_of(period: str) -> int | None:
    """The year in which a period begins; None for an empty text, and for one that can't be read.

    No form and no file brings such a text in; what another hand has left in the database is no
    reason to show no page.
    """
    try:
        return days_of(period)[0].year if period else None
    except BadPeriod:
        return None


def read_period(text: str) -> Days:
    """As `days_of`; also refuses what is too long to keep. Raises `Unreadable`."""
    label = " ".join(text.split())
    if len(label) > MAX_PERIOD:
        raise Unreadable("period.too_long", text=label[:60], most=MAX_PERIOD, write="2015")
    try:
        return days_of(label)
    except BadPeriod as bad:
        raise Unreadable(bad.key, text=label, write=bad.write) from None


def read_year(text: str) -> int:
    """The year of a target or milestone, 1990 to 2100. Raises `Unreadable`."""
    plain = _western(text)
    if not re.fullmatch(r"\d{4}", plain) or not 1990 <= int(plain) <= 2100:
        raise Unreadable("year.wrong", text=text[:60])
    return int(plain)


def read_day(text: str) -> date:
    """A day, ISO or with the day first. Raises `Unreadable`."""
    first, last = read_period(text)
    if first != last:
        raise Unreadable("day.wrong", text=text[:60])
    return first


def read_milestones(text: str, *, comma: bool = False) -> tuple[tuple[int, float], ...]:
    """Milestones written `2027=40; 2028=45`, sorted by year. Raises `Unreadable`."""
    found: dict[int, float] = {}
    for part in re.split(r"[;\n|]", text):
        if not part.strip():
            continue
        year_text, sign, value_text = part.replace(":", "=", 1).partition("=")
        if not sign:
            raise Unreadable("milestones.wrong", text=text[:60])
        year = read_year(year_text)
        if year in found:
            raise Unreadable("milestones.twice", year=year)
        found[year] = read_number(value_text, comma=comma)
    return tuple(sorted(found.items()))


def write_milestones(milestones: tuple[tuple[int, float], ...]) -> str:
    """What `read_milestones` reads."""
    return "; ".join(f"{year}={value!r}" for year, value in milestones)
