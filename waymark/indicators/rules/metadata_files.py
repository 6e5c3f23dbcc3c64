"""Metadata in files: tables of concept and text, fields of Open SDG, plain JSON; in and out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from waymark.indicators.rules import opensdg
from waymark.indicators.rules.concepts import (
    MAIN,
    MAX_TEXT,
    ORDER,
    SECTIONS,
    Texts,
    letter,
    place_of,
    tidy,
    wrong,
)
from waymark.indicators.rules.opensdg.writing import yaml_bytes
from waymark.indicators.rules.problems import Problem
from waymark.kernel.tables import Cell, Sheet, write_csv
from waymark.kernel.text import BadText

HEADER = ("indicator", "concept", "language", "text")

_COLUMNS = {
    "indicator": ("indicator", "indicator code", "code"),
    "concept": ("concept", "concept id", "field", "label"),
    "language": ("language", "lang", "locale"),
    "text": ("text", "value", "content"),
}
_LETTERED = {letter(concept): concept for concept in ORDER if concept not in MAIN} | {
    str(section.number): section.id for section in SECTIONS
}
_LETTER = re.compile(r"(\d)\.?\s?([a-k])?[.:)]?\s", re.IGNORECASE)

_OLDER = {
    "computation_units": "UNIT_MEASURE",
    "computation_definitions": "STAT_CONC_DEF",
    "computation_calculations": "DATA_COMP",
    "national_geographical_coverage": "COVERAGE",
    "un_custodian_agency": "SDG_CUSTODIAN_AGENCIES",
}
"""Fields of Open SDG from before it took the concepts, where they ask the same."""

_OF_THE_SITE = re.compile(
    r"(?:auto_progress|chart|composite_breakdown|data|embedded|goal|graph|layout|map|permalink"
    r"|precision|progress|published|reporting_status|sdg_goal|slug|sort|standalone|tags|target)"
    r"(?:_.*|s)?|indicator_(?:number|name|sort_order|available)|national_indicator_available"
)
"""Fields that steer a site of Open SDG and say nothing of the indicator (small letters only)."""

_GLOBAL = "__GLOBAL"
_MOST_NAMED = 20


@dataclass(frozen=True)
class Found:
    """Texts by the indicator's name as the file has it ("" where it names none), and what is not
    taken."""

    texts: Mapping[str, Texts] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def concept_of(label: str) -> str:
    """The concept that a label means: its id, its letter and title (`2.a. Definition …`), a field
    of older Open SDG files, or else the label as the name of a field; "" if it can be none."""
    name = re.sub(r"[\s-]+", "_", label.strip())
    if name.upper() in ORDER:
        return name.upper()
    if found := _LETTER.match(f"{label.strip()} "):
        key = f"{found[1]}.{found[2].lower()}" if found[2] else found[1]
        if key in _LETTERED:
            return _LETTERED[key]
    name = _OLDER.get(name, name)
    return "" if wrong((name, "en"), "") else name


def from_sheet(sheet: Sheet, language: str) -> Found:
    """Texts of a table. Two columns without a header are concept and text, in `language`."""
    columns = _columns(sheet.header)
    rows: Iterable[tuple[int, Sequence[str]]] = zip(sheet.numbers, sheet.rows, strict=True)
    if not {"concept", "text"} <= columns.keys():
        if len(sheet.header) != 2:
            return Found({}, (Problem("metadata.no_columns", 1),))
        columns = {"concept": 0, "text": 1}
        rows = [(1, sheet.header), *rows]
    found: dict[str, dict[tuple[str, str], str]] = {}
    problems: list[Problem] = []
    for number, cells in rows:
        said = {name: cells[index] for name, index in columns.items()}
        if not said["text"]:
            continue
        spoken = said.get("language", "") or language
        key = concept_of(said["concept"]), spoken
        problem = _problem(said["concept"], key, said["text"])
        held = found.setdefault(said.get("indicator", ""), {})
        if problem:
            problems.append(Problem(problem[0], number, columns["concept"] + 1, problem[1]))
        elif key in held:
            problems.append(Problem("metadata.twice", number, None, {"text": said["concept"]}))
        else:
            held[key] = tidy(said["text"])
    return Found({name: texts for name, texts in found.items() if texts}, tuple(problems))


def _columns(header: Sequence[str]) -> dict[str, int]:
    plain = [name.strip().casefold().replace("_", " ") for name in header]
    return {
        role: plain.index(found)
        for role, names in _COLUMNS.items()
        if (found := next((name for name in names if name in plain), None))
    }


def _problem(label: str, key: tuple[str, str], text: str) -> tuple[str, dict[str, Any]] | None:
    """Why a text can't be taken."""
    if label.endswith(_GLOBAL):
        return "metadata.global", {"text": label[:60]}
    if not key[0]:
        return "metadata.concept_wrong", {"text": label[:60]}
    reason = wrong(key, text)
    if not reason:
        return None
    said = {"text": (key[1] if reason == "metadata.language_wrong" else label)[:60]}
    return reason, said | {"most": MAX_TEXT, "where": 1}


def from_fields(fields: Mapping[str, Any], language: str, *, source: str = "") -> Found:
    """Texts of one metadata file of Open SDG, in its language; `source` is the file's name.

    What steers a site, is no text, or speaks for the global list and not for the city is left out
    and named.
    """
    texts: dict[tuple[str, str], str] = {}
    problems: list[Problem] = []
    left: list[str] = []
    for name, value in fields.items():
        told = name.upper() in ORDER and name != "sdg_goal"  # there only the number of the goal
        steers = not told and _OF_THE_SITE.fullmatch(name)
        if steers or not isinstance(value, (str, int, float)):
            left.append(name)
            continue
        try:
            text = tidy(str(value))
        except BadText as error:
            problems.append(Problem(error.why, None, None, {"where": error.where}))
            continue
        key = concept_of(name), language
        if not text:
            continue
        if problem := _problem(name, key, text):
            if problem[0] == "metadata.global":
                left.append(name)
            else:
                problems.append(Problem(problem[0], None, None, problem[1]))
        elif key not in texts or name.upper() == key[0]:
            texts[key] = text
        else:
            left.append(name)
    if left:
        names = ", ".join(left[:_MOST_NAMED]) + (" …" if len(left) > _MOST_NAMED else "")
        problems.append(Problem("metadata.left_out", None, None, {"names": names}, warning=True))
    return Found({source: texts} if texts else {}, tuple(problems))


def from_repository(repository: opensdg.Repository) -> Found:
    """The texts of every indicator of a repository, by its code as people write it (`1.2.1`).

    Keys of translations are told in every language that has them.
    """
    first = next(iter(repository.languages), "en")
    found: dict[str, dict[tuple[str, str], str]] = {}
    problems: list[Problem] = []
    for indicator in repository.indicators:
        files = [(first, indicator.metadata), *sorted(indicator.translated.items())]
        texts: dict[tuple[str, str], str] = {}
        for language, metadata in files:
            told = from_fields(metadata.fields, language)
            problems += [
                Problem(
                    one.key,
                    params={**one.params, "indicator": indicator.number},
                    warning=one.warning,
                )
                for one in told.problems
            ]
            for key, text in told.texts.get("", {}).items():
                texts |= _translated(key, text, repository.translations)
        if texts:
            found[indicator.number] = texts
    return Found(found, tuple(problems))


def _translated(
    key: tuple[str, str], text: str, translations: opensdg.Translations
) -> dict[tuple[str, str], str]:
    words = translations.of(text, group="metadata") if "." in text and " " not in text else {}
    told = {(key[0], language): tidy(word) for language, word in words.items() if word.strip()}
    return {where: word for where, word in told.items() if not wrong(where, word)} or {key: text}


def sorted_texts(texts: Texts) -> Iterator[tuple[str, str, str]]:
    """Concept, language and text, in the order of the structure."""
    for concept, language in sorted(texts, key=lambda key: (place_of(key[0]), key[1])):
        yield concept, language, texts[concept, language]


def to_rows(texts: Mapping[str, Texts]) -> Iterator[list[Cell]]:
    """Rows below `HEADER` for texts by indicator; read again by `from_sheet` they are the same."""
    for indicator, held in texts.items():
        for concept, language, text in sorted_texts(held):
            yield [indicator, concept, language, text]


def to_fields(texts: Texts, language: str) -> dict[str, str]:
    """The fields of one metadata file of Open SDG: the texts of one language."""
    return {concept: text for concept, spoken, text in sorted_texts(texts) if spoken == language}


def to_json(texts: Texts) -> dict[str, dict[str, str]]:
    """Texts by concept, then by language."""
    found: dict[str, dict[str, str]] = {}
    for concept, language, text in sorted_texts(texts):
        found.setdefault(concept, {})[language] = text
    return found


def languages_of(texts: Texts) -> list[str]:
    """The languages that have a text, sorted."""
    return sorted({language for _concept, language in texts})


def as_yaml(texts: Texts, language: str) -> bytes:
    """One metadata file of Open SDG in one language."""
    return yaml_bytes(to_fields(texts, language))


def as_json(texts: Mapping[str, Texts]) -> bytes:
    """Texts by indicator, concept and language, in UTF-8."""
    told = {indicator: to_json(held) for indicator, held in texts.items()}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def as_csv(texts: Mapping[str, Texts]) -> bytes:
    """The rows of `to_rows` below `HEADER`."""
    return write_csv([HEADER, *to_rows(texts)])
