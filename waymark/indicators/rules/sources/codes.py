"""What the components and codes of an SDMX structure mean here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from waymark.indicators.rules.sources.blocks import About, Param
from waymark.kernel.sdmx import Schema, Structures
from waymark.kernel.sdmx.model import Code, Codelist, Concept, ConceptScheme, Names

SERIES = ("SERIES", "INDICATOR")
AREA = ("REF_AREA", "GEO", "AREA")
NOT_SPLIT = frozenset({"FREQ"})
"""Dimensions that say nothing about who or what is counted: the period shows how often."""

USUAL = {"REPORTING_TYPE": "N"}
"""Codes that stand for the usual case, which is no breakdown."""

NOTHING = frozenset({"_T", "_Z", ""})
"""Codes of a breakdown for everybody, and for where the question does not arise."""

LONGEST_WORD = 120
"""Characters of a group's name; of longer ones the code is kept."""

_KNOWN = {
    "SEX": "sex",
    "AGE": "age",
    "DISABILITY_STATUS": "disability",
    "DISABILITY": "disability",
    "INCOME_WEALTH_QUANTILE": "income",
}
"""Dimensions for which we have a vocabulary, under the header that it understands."""

_GROUPS = {
    "sex": {"F": "female", "M": "male", "_O": "other"},
    "disability": {"PD": "with", "PWD": "without"},
    "income": {**{f"Q{n}": f"q{n}" for n in range(1, 6)}, "B40": "lowest_40"},
}
_AGE = re.compile(r"Y\d{1,3}T\d{1,3}|Y_GE\d{1,3}|Y_LT\d{1,3}")
_STATUS = {
    **{code: code for code in "ABEPMQ"},
    **dict.fromkeys("FI", "E"),
    "V": "P",
    **dict.fromkeys("HLO", "M"),
}
_ASIDE = frozenset(
    {"OBS_STATUS", "UNIT_MULT", "UNIT_MEASURE", "CUST_BREAKDOWN_LB", "SOURCE_DETAIL"}
)
_COMMENTS = ("COMMENT_OBS", "COMMENT_TS")
_NUMBER = re.compile(r"\d{1,2}\.[0-9a-z]{1,2}(?:\.[0-9a-z]{1,2})?")
_BRACKETS = re.compile(r"\s*\[[\d.a-z, ]+\]\s*$")
_CODED = re.compile(r"C(\d\d)([0-9a-z]{2})([0-9a-z]{2})")


@dataclass(frozen=True, slots=True)
class Said:
    """What the attributes say of one value; `refusal` is a key and params instead."""

    value: float | None = None
    status: str = "A"
    source: str = ""
    note: str = ""
    refusal: tuple[str, dict[str, Param]] | None = None


class Meaning:
    """One structure, with what a person said its codes mean (`mapping`, by component)."""

    def __init__(
        self, schema: Schema, known: Structures, mapping: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.schema, self.known, self.mapping = schema, known, mapping
        self.places = {name: index for index, name in enumerate(schema.dimensions)}
        self.series = next((name for name in SERIES if name in self.places), "")
        self.area = next((name for name in AREA if name in self.places), "")
        aside = {self.series, self.area, schema.time} | NOT_SPLIT
        self.splits = [name for name in schema.dimensions if name not in aside]
        self.codes = {
            part.id: self._codes(part) for part in schema.structure.components() if part.id
        }
        self.words = {name: _words(codes) for name, codes in self.codes.items()}

    def _codes(self, part: Any) -> dict[str, Code]:
        listed = part.representation.codelist or self._concept(part).representation.codelist
        found = self.known.find(Codelist, listed) if listed else None
        return {code.id: code for code in found.codes} if found else {}

    def _concept(self, part: Any) -> Concept:
        named = part.concept.scheme
        scheme = self.known.find(ConceptScheme, named) if named else None
        concepts = scheme.concepts if scheme else ()
        nothing = Concept(part.concept.id)
        return next((one for one in concepts if one.id == part.concept.id), nothing)

    @cached_property
    def headers(self) -> dict[str, str]:
        """How each component is called: one of our headers, its concept's name, or its id."""
        return {
            part.id: _KNOWN.get(part.id) or _english(self._concept(part).names) or part.id
            for part in self.schema.structure.components()
        }

    # The series -------------------------------------------------------------------------------

    def series_of(self, key: tuple[str, ...]) -> str:
        """The code of the series or indicator in a key."""
        return key[self.places[self.series]] if self.series else ""

    def indicator(self, series: str) -> str:
        """The code of the indicator that a series belongs to, as far as anybody has said."""
        if said := self.mapping.get(self.series, {}).get(series):
            return said
        code = self.codes.get(self.series, {}).get(series)
        if code and (number := _number(code)):
            return number
        if match := _CODED.fullmatch(series):
            return ".".join(part.lstrip("0") or "0" for part in match.groups())
        return series

    @cached_property
    def alone(self) -> frozenset[str]:
        """The indicators with one series only, which then needs no name beside theirs."""
        counted: dict[str, int] = {}
        for series in self.codes.get(self.series, {}):
            number = self.indicator(series)
            counted[number] = counted.get(number, 0) + 1
        return frozenset(number for number, count in counted.items() if count == 1)

    def names(self, series: str) -> dict[str, str]:
        """The names of a series, without the numbers in brackets behind."""
        code = self.codes.get(self.series, {}).get(series)
        return {
            lang: _BRACKETS.sub("", text) for lang, text in (code.names if code else {}).items()
        }

    # A row ------------------------------------------------------------------------------------

    def about(self, key: tuple[str, ...], attributes: Mapping[str, str]) -> About:
        """What a row is about."""
        series = self.series_of(key)
        number = self.indicator(series)
        dims = [self._group(name, key[self.places[name]], attributes) for name in self.splits]
        if series and number not in self.alone and number != series:
            dims.append(("series", self.words[self.series].get(series, series)))
        area = key[self.places[self.area]] if self.area else ""
        area = self.mapping.get(self.area, {}).get(area, area)
        unit = self._unit(attributes.get("UNIT_MEASURE", ""))
        return About(number, area, unit, tuple(pair for pair in dims if pair[1]))

    def apart(self, attributes: Mapping[str, str]) -> tuple[str, ...]:
        """The attributes that are part of what a row is about."""
        return attributes.get("UNIT_MEASURE", ""), attributes.get("CUST_BREAKDOWN_LB", "")

    def _group(self, name: str, code: str, attributes: Mapping[str, str]) -> tuple[str, str]:
        header = self.headers[name]
        if code in NOTHING or USUAL.get(name) == code:
            return header, ""
        if said := self.mapping.get(name, {}).get(code):
            return header, said
        if name == "CUST_BREAKDOWN" and (label := attributes.get("CUST_BREAKDOWN_LB")):
            return header, label
        known = _KNOWN.get(name, "")
        if found := _GROUPS.get(known, {}).get(code):
            return header, found
        if known == "age" and _AGE.fullmatch(code):
            return header, code
        return header, self.words[name].get(code, code)

    def _unit(self, code: str) -> str:
        if said := self.mapping.get("UNIT_MEASURE", {}).get(code):
            return said
        return "%" if code == "PT" else self.words.get("UNIT_MEASURE", {}).get(code, code)

    def areas(self, codes: Iterable[str]) -> dict[str, str]:
        """The names of areas by code, as far as the structure knows them."""
        words = self.words.get(self.area, {})
        return {code: words[code] for code in sorted(codes) if code in words}

    def said(self, attributes: Mapping[str, str], value: Decimal | None, time: str) -> Said:
        """What is stored of a value and its attributes."""
        code = attributes.get("OBS_STATUS", "A")
        status = _STATUS.get(code, "A")
        notes = [attributes[name] for name in _COMMENTS if name in attributes]
        if code != status:
            notes.append(self._labelled("OBS_STATUS", code))
        for name, text in attributes.items():
            usual = name == "TIME_DETAIL" and text == time
            if name not in _ASIDE and name not in _COMMENTS and text != "_X" and not usual:
                notes.append(self._labelled(name, text))
        number = _scaled(value, attributes.get("UNIT_MULT", "0"))
        if number is not None and status in ("M", "Q"):
            text = f"{number:.15g}"
            return Said(refusal=("status.with_value", {"text": text}))
        if number is None and status not in ("M", "Q"):
            status = "M"
        if number is not None and abs(number) > 1e15:
            return Said(refusal=("value.too_large", {"text": str(value)[:60], "most": "10^15"}))
        return Said(number, status, attributes.get("SOURCE_DETAIL", ""), "\n".join(notes))

    def _labelled(self, name: str, code: str) -> str:
        return f"{self.headers.get(name, name)}: {self.words.get(name, {}).get(code, code)}"


def _scaled(value: Decimal | None, multiplier: str) -> float | None:
    """The number that a value and the power of ten beside it mean."""
    if value is None:
        return None
    power = int(multiplier) if re.fullmatch(r"-?\d{1,2}", multiplier) else 0
    return float(value.scaleb(power)) + 0.0


def _number(code: Code) -> str:
    """The number of its indicator that a series says in a remark, or behind its name."""
    for one in code.annotations:
        said = "indicator" in (one.type.casefold(), one.title.casefold())
        if said and (match := _NUMBER.search(_english(one.texts))):
            return match[0]
    behind = _BRACKETS.search(_english(code.names))
    match = _NUMBER.search(behind[0]) if behind else None
    return match[0] if match else ""


def _english(names: Names) -> str:
    return names.get("en") or next(iter(names.values()), "")


def _words(codes: Mapping[str, Code]) -> dict[str, str]:
    """What codes are called; a name that two have, or that is too long, has its code beside it."""
    names = {code: _BRACKETS.sub("", _english(one.names)) for code, one in codes.items()}
    counted: dict[str, int] = {}
    for name in names.values():
        counted[name.casefold()] = counted.get(name.casefold(), 0) + 1

    def word(code: str, name: str) -> str:
        if not name or len(name) > LONGEST_WORD:
            return code
        own = counted[name.casefold()] == 1 or len(name) + len(code) > LONGEST_WORD - 3
        return name if own else f"{name} ({code})"

    return {code: word(code, name) for code, name in names.items()}
