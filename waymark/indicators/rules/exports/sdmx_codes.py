"""Codes of SDMX for what we name in words, each used once, and the way back.

A code there may hold letters, digits and `_ - @ $` of ASCII alone. What has such a form keeps it as
far as it can be read; anything else gets a code made from a hash of its text, which stays the same.
Sex, age, disability and income have the codes of the global SDG structure. Beside each code stands
the text that it means, as an annotation, so that reading needs no guess.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from waymark.kernel.sdmx import Ref
from waymark.kernel.sdmx.model import Annotation, Code, Codelist

AGENCY = "WAYMARK"
MEANS = "WAYMARK_TEXT"
"""The type of the annotation that holds what a code means."""

TOTAL = "_T"
NO_UNIT = "_Z"

IDS = {
    "sex": "SEX",
    "age": "AGE",
    "disability": "DISABILITY_STATUS",
    "income": "INCOME_WEALTH_QUANTILE",
    "migration": "MIGRATION_STATUS",
    "group": "GROUP_AT_RISK",
}
"""Ids of the dimensions that have a vocabulary."""

_GROUPS = {
    "sex": {"female": "F", "male": "M", "other": "_O"},
    "disability": {"with": "PD", "without": "PWD"},
    "income": {**{f"q{n}": f"Q{n}" for n in range(1, 6)}, "lowest_40": "B40"},
}
_AGE = re.compile(r"(\d{1,3})(?:-(\d{1,3})|(\+))?", re.ASCII)
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}", re.ASCII)
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}", re.ASCII)
_SIGNS = str.maketrans({".": "_", ":": "_", " ": "_", "/": "_"})


def code_of(text: str) -> str:
    """A code for any text: the text where only blanks and signs differ, else a hash of it."""
    plain = text.translate(_SIGNS)
    if _PLAIN.fullmatch(plain):
        return plain.upper()
    return "H" + hashlib.sha256(text.encode()).hexdigest()[:12].upper()


def group_code(dimension: str, group: str) -> str:
    """The code of a group: `F`, `Y15T24`, `Y_GE65`, `Q1`; any other by its text."""
    if given := _GROUPS.get(dimension, {}).get(group):
        return given
    if dimension == "age" and (age := _AGE.fullmatch(group)):
        if age[3]:
            return f"Y_GE{age[1]}"
        return f"Y{age[1]}T{age[2]}" if age[2] else f"Y{age[1]}"
    return code_of(group)


def unit_code(unit: str) -> str:
    """The code of a unit: `PT` for per cent."""
    return "PT" if unit == "%" else code_of(unit)


def component_id(text: str) -> str:
    """The id of a component: as a code, with a letter first and no hyphen."""
    found = code_of(text).replace("-", "_")
    return found if _ID.fullmatch(found) else f"D_{found}"


def unique(wished: Iterable[tuple[str, str]], taken: Iterable[str] = ()) -> dict[str, str]:
    """Codes by text, from pairs of text and wished code; of two alike the later gets a number.

    Codes that differ in case alone count as alike, as some programs fold it.
    """
    found: dict[str, str] = {}
    used = {code.casefold() for code in taken}
    for text, wish in wished:
        if text in found:
            continue
        code, number = wish, 2
        while code.casefold() in used:
            code, number = f"{wish}_{number}", number + 1
        used.add(code.casefold())
        found[text] = code
    return found


def codelist(
    name: str,
    title: str,
    codes: Mapping[str, str],
    names: Mapping[str, Mapping[str, str]],
    more: Iterable[Code] = (),
) -> Codelist:
    """A list of the codes of texts, each with its names (else the text) and what it means."""
    made = (
        Code(
            code,
            names.get(text) or {"en": text},
            annotations=(Annotation(type=MEANS, texts={"en": text}),),
        )
        for text, code in codes.items()
    )
    return Codelist(Ref(AGENCY, name), {"en": title}, (*more, *made))


def meanings(codes: Codelist) -> dict[str, str]:
    """What each code of a list of ours means."""
    return {
        code.id: annotation.texts.get("en", "")
        for code in codes.codes
        for annotation in code.annotations
        if annotation.type == MEANS
    }
