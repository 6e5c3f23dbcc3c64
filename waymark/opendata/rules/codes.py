"""Under which codes our indicators, places, groups and units stand in SDMX.

A code there may hold letters, digits and `_ - @ $` of ASCII alone. What has such a form keeps it as
far as it can be read; anything else gets a code made from a hash of its text, which stays the same.
Codes of sex, age and disability are those that the global SDG structure uses.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date

from waymark.kernel.period import Period, following

TOTAL = "_T"
KNOWN = {
    "sex": "SEX",
    "age": "AGE",
    "disability": "DISABILITY_STATUS",
    "income": "INCOME_WEALTH_QUANTILE",
    "migration": "MIGRATION_STATUS",
    "group": "GROUP_AT_RISK",
}
"""The dimensions of a breakdown that have one of their own in SDMX."""

OTHER = "CUST_BREAKDOWN"
"""Where all others stand together."""

_GIVEN = {
    "sex": {"female": "F", "male": "M", "other": "O"},
    "disability": {"with": "PD", "without": "PWD"},
}
_AGE = re.compile(r"(\d{1,3})(?:-(\d{1,3})|(\+))?", re.ASCII)
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,60}", re.ASCII)
_SIGNS = str.maketrans({".": "_", ":": "-", " ": "_", "/": "_"})
_UNITS = {"%": "PT", "": "_Z"}


def _hashed(text: str) -> str:
    return "H" + hashlib.sha256(text.encode()).hexdigest()[:12].upper()


def code_of(text: str) -> str:
    """A code for any text: the text itself where only blanks and signs differ, else a hash."""
    plain = text.translate(_SIGNS)
    return plain.upper() if _PLAIN.fullmatch(plain) else _hashed(text)


def indicator_code(framework: str, code: str, place: str = "") -> str:
    """`SDG_11_6_2` for sdg:11.6.2; a place's own indicators have its address before the code."""
    own = code.translate(_SIGNS)
    own = own if _PLAIN.fullmatch(own) else _hashed(code)
    return "_".join(part for part in (code_of(framework), place, own) if part)


def group_code(dimension: str, group: str) -> str:
    """The code of a group of a known dimension: `F`, `Y15T24`, `Y_GE65`, `Q1`."""
    if given := _GIVEN.get(dimension, {}).get(group):
        return given
    if dimension == "age" and (age := _AGE.fullmatch(group)):
        if age[3]:
            return f"Y_GE{age[1]}"
        return f"Y{age[1]}T{age[2]}" if age[2] else f"Y{age[1]}"
    return code_of(group)


def other_code(dimensions: Mapping[str, str]) -> str:
    """One code for all groups of dimensions that SDMX has none for, `_T` where there are none."""
    others = sorted((name, group) for name, group in dimensions.items() if name not in KNOWN)
    if not others:
        return TOTAL
    parts = [f"{code_of(name)}-{code_of(group)}" for name, group in others]
    code = "--".join(parts)
    return code if len(code) <= 80 else _hashed(repr(others))


def other_name(dimensions: Mapping[str, str]) -> str:
    """What that code stands for, in the source's words."""
    others = sorted((name, group) for name, group in dimensions.items() if name not in KNOWN)
    return "; ".join(f"{name}: {group}" for name, group in others)


def key_of(dimensions: Mapping[str, str]) -> tuple[str, ...]:
    """The part of a key that a breakdown makes: a code for each known dimension, then the other."""
    known = (
        group_code(name, dimensions[name]) if dimensions.get(name) else TOTAL for name in KNOWN
    )
    return (*known, other_code(dimensions))


def unit_code(unit: str) -> str:
    """`PT` for per cent, `_Z` where there is no unit."""
    return _UNITS.get(unit) or code_of(unit)


def unique(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Codes by name, from pairs of name and wished code; of two alike the later gets a number."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name, wished in names:
        code, number = wished, 2
        while code in taken:
            code, number = f"{wished}-{number}", number + 1
        taken.add(code)
        found[name] = code
    return found


def frequency(start: date, end: date) -> str:
    """The code of CL_FREQ for periods of this length: years, half-years, quarters, months, days.

    Anything else, such as a span of three years or a school year and a bit, is `_O` (other).
    """
    if start == end:
        return "D"
    after = following(Period(start, end, ""))
    if start.day != 1 or after.day != 1:
        return "W" if (end - start).days == 6 else "_O"
    months = (after.year - start.year) * 12 + after.month - start.month
    return {12: "A", 6: "S", 3: "Q", 1: "M"}.get(months, "_O")
