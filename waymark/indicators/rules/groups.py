"""The vocabulary of breakdowns: known groups by id, whatever a file may call them.

The groups at risk of exclusion are those of the scheme's list, with the same ids. Sex, disability
and migration status are closed lists; age, income and other groups may hold a city's own words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache

from waymark.indicators.rules.facts import MAX_DIMENSION
from waymark.indicators.rules.problems import Unreadable

MAX_OWN = 80  # characters of a city's own group
MAX_FREE = 120  # of a group of a dimension without a vocabulary

SEX = ("female", "male", "other")
DISABILITY = ("with", "without")
MIGRATION = ("migrant", "non_migrant")
INCOME = ("q1", "q2", "q3", "q4", "q5", "lowest_40", "below_poverty_line")
AGE = ("0-4", "5-14", "15-24", "25-64", "65+")
GROUPS = (
    *("women_girls", "disability", "older", "children_youth", "indigenous", "refugees"),
    *("displaced", "stateless", "migrants", "informal_workers", "informal_residents", "poor"),
)

VOCABULARY: Mapping[str, tuple[str, ...]] = {
    "sex": SEX,
    "age": AGE,
    "disability": DISABILITY,
    "income": INCOME,
    "migration": MIGRATION,
    "group": GROUPS,
}
CLOSED = frozenset({"sex", "disability", "migration"})

_EVERYBODY = {"", "all", "total", "_t"}
_ALL = {"", "all", "total", "both", "both sexes", "everybody", "_t", "t", "any", "all ages"}

_TOTAL = re.compile(r"(?:total|all|both)\b")
"""How a group begins that is everybody, such as "Total, gender" and "All genders"."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "sex": {
        **dict.fromkeys(("f", "female", "females", "women", "woman", "girls", "w"), "female"),
        **dict.fromkeys(("women+", "girl", "female gender"), "female"),
        **dict.fromkeys(("m", "male", "males", "men", "man", "boys"), "male"),
        **dict.fromkeys(("men+", "boy", "male gender"), "male"),
        **dict.fromkeys(("other", "another", "non-binary", "x", "o"), "other"),
    },
    "disability": {
        **dict.fromkeys(("with", "yes", "y", "true", "disabled", "with disability", "1"), "with"),
        **dict.fromkeys(
            ("without", "no", "n", "false", "without disability", "not disabled", "0"),
            "without",
        ),
    },
    "migration": {
        **dict.fromkeys(("migrant", "migrants", "foreign-born", "yes", "foreign"), "migrant"),
        **dict.fromkeys(
            ("non_migrant", "non-migrant", "native", "native-born", "no", "nationals"),
            "non_migrant",
        ),
    },
    "income": {
        **dict.fromkeys(("poorest", "lowest", "first quintile", "quintile 1", "1"), "q1"),
        **dict.fromkeys(("second quintile", "quintile 2", "2"), "q2"),
        **dict.fromkeys(("middle", "third quintile", "quintile 3", "3"), "q3"),
        **dict.fromkeys(("fourth quintile", "quintile 4", "4"), "q4"),
        **dict.fromkeys(("richest", "highest", "fifth quintile", "quintile 5", "5"), "q5"),
        **dict.fromkeys(("bottom 40", "bottom 40%", "lowest 40", "lowest 40%"), "lowest_40"),
        **dict.fromkeys(("below poverty line", "below the poverty line"), "below_poverty_line"),
    },
    "age": {},
    "group": {
        "women and girls": "women_girls",
        "persons with disabilities": "disability",
        "older persons": "older",
        "children and youth": "children_youth",
        "indigenous peoples": "indigenous",
        "internally displaced persons": "displaced",
        "stateless persons": "stateless",
        "informal workers": "informal_workers",
        "people in informal settlements": "informal_residents",
        "people living in poverty": "poor",
    },
}

_AGE_SPAN = re.compile(r"y?(\d{1,3})\s*(?:-|t|to|/)\s*(\d{1,3})(?: ?(?:years|y|yrs))?")
_AGE_OPEN = re.compile(
    r"(?:y_?ge)?(\d{1,3}) ?(?:years )?(?:\+|and over|and older|or over|or older)?"
)
_AGE_UNDER = re.compile(r"(?:<|under|below|y_?lt) ?(\d{1,3})(?: years)?")


def read_dimension(header: str) -> str:
    """The key of a dimension without a vocabulary, from the header of its column.

    Blanks are made one, those round a slash go, case doesn't matter: "Race/ Ethnicity" and
    "race/ethnicity" are one. Raises `Unreadable` where nothing is left, or too much.
    """
    key = re.sub(r"\s*/\s*", "/", " ".join(header.split()).casefold())
    if not key:
        raise Unreadable("dimension.empty")
    if len(key) > MAX_DIMENSION:
        raise Unreadable("dimension.too_long", text=key[:60], most=MAX_DIMENSION)
    return key


@lru_cache(maxsize=10_000)
def read_group(dimension: str, text: str) -> str:
    """The id of a group, or a source's own word for one; "" where it means everybody.

    Raises `Unreadable` for a word that a closed list does not know, with what it knows.
    """
    word = " ".join(text.split())
    if dimension not in VOCABULARY:
        return _free(word)
    plain = re.sub("[\u2010-\u2015\u2212]", "-", word.casefold())
    if plain in _ALL or (dimension in (*CLOSED, "age") and _TOTAL.match(plain)):
        return ""
    if dimension == "age" and (age := _age(plain)):
        return age
    if plain in VOCABULARY[dimension]:
        return plain
    if known := _WORDS[dimension].get(plain):
        return known
    if dimension in CLOSED:
        close = get_close_matches(plain, VOCABULARY[dimension], 1, 0.5)
        options = ", ".join(VOCABULARY[dimension])
        params = {"text": word[:60], "options": options, "dimension": dimension}
        raise Unreadable("group.unknown", **params, near=close[0] if close else "")
    if len(word) > MAX_OWN:
        raise Unreadable("group.too_long", text=word[:60], most=MAX_OWN)
    return word


def _free(word: str) -> str:
    if word.casefold() in _EVERYBODY:
        return ""
    if len(word) > MAX_FREE:
        raise Unreadable("group.too_long", text=word[:60], most=MAX_FREE)
    return word


def _age(plain: str) -> str:
    if span := _AGE_SPAN.fullmatch(plain):
        first, last = int(span[1]), int(span[2])
        return f"{first}-{last}" if first <= last else ""
    if under := _AGE_UNDER.fullmatch(plain):
        return f"0-{int(under[1]) - 1}" if int(under[1]) else ""
    if plain.isdecimal():
        return str(int(plain))
    if older := _AGE_OPEN.fullmatch(plain):
        return f"{int(older[1])}+"
    return ""


def is_own(dimension: str, value: str) -> bool:
    """Whether a group is a city's own word where there is a vocabulary."""
    return value not in VOCABULARY.get(dimension, (value,)) and not (
        dimension == "age" and re.fullmatch(r"\d{1,3}(-\d{1,3}|\+)?", value) is not None
    )
