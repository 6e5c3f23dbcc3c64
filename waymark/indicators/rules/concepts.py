"""Metadata of an indicator by the concepts of the UN's SDG metadata structure, and what changes.

Source: SDG metadata structure definition of the Inter-agency and Expert Group on SDG Indicators
(IAEG-SDGs:SDG_MSD) and its template for reporting: ids, their order and their sections. What each
asks of a city is said in our own words (`waymark.indicators.metadata_words`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from waymark.kernel.tables import MAX_CELL
from waymark.kernel.text import BadText, clean

MAX_TEXT = MAX_CELL - 1
"""Characters of one text: a cell's worth, one left for the sign that guards from formulas."""

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")

Texts = Mapping[tuple[str, str], str]
"""Texts by concept and language; what is empty is absent."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the structure. `id` is its main concept, which speaks for all of it at once."""

    id: str
    number: int
    concepts: tuple[str, ...]


SECTIONS = (
    Section(
        "SDG_INDICATOR_INFO",
        0,
        (
            *("SDG_GOAL", "SDG_TARGET", "SDG_INDICATOR", "SDG_SERIES_DESCR", "META_LAST_UPDATE"),
            *("SDG_RELATED_INDICATORS", "SDG_CUSTODIAN_AGENCIES"),
        ),
    ),
    Section(
        "CONTACT",
        1,
        (
            *("CONTACT_ORGANISATION", "CONTACT_NAME", "ORGANISATION_UNIT", "CONTACT_FUNCT"),
            *("CONTACT_PHONE", "CONTACT_MAIL", "CONTACT_EMAIL"),
        ),
    ),
    Section("IND_DEF_CON_CLASS", 2, ("STAT_CONC_DEF", "UNIT_MEASURE", "CLASS_SYSTEM")),
    Section(
        "SRC_TYPE_COLL_METHOD",
        3,
        (
            *("SOURCE_TYPE", "COLL_METHOD", "FREQ_COLL", "REL_CAL_POLICY", "DATA_SOURCE"),
            *("COMPILING_ORG", "INST_MANDATE"),
        ),
    ),
    Section(
        "OTHER_METHOD",
        4,
        (
            *("RATIONALE", "REC_USE_LIM", "DATA_COMP", "DATA_VALIDATION", "ADJUSTMENT"),
            *("IMPUTATION", "REG_AGG", "DOC_METHOD", "QUALITY_MGMNT", "QUALITY_ASSURE"),
            "QUALITY_ASSMNT",
        ),
    ),
    Section("COVERAGE", 5, ("COVERAGE",)),
    Section("COMPARABILITY", 6, ("COMPARABILITY",)),
    Section("OTHER_DOC", 7, ("OTHER_DOC",)),
)

CONCEPTS = tuple(concept for section in SECTIONS for concept in section.concepts)
"""The detailed concepts, of which each asks one thing: these are counted."""

MAIN = tuple(section.id for section in SECTIONS if section.id not in section.concepts)
"""Main concepts: some offices write a whole section in one text. Kept, and not counted."""

ORDER = {
    concept: place
    for place, concept in enumerate(
        one for section in SECTIONS for one in dict.fromkeys((section.id, *section.concepts))
    )
}
"""The place of every concept in the structure, main ones before theirs."""

SHORT = frozenset(
    {
        *("SDG_GOAL", "SDG_TARGET", "SDG_INDICATOR", "META_LAST_UPDATE", "UNIT_MEASURE"),
        *("CONTACT_ORGANISATION", "CONTACT_NAME", "ORGANISATION_UNIT", "CONTACT_FUNCT"),
        *("CONTACT_PHONE", "CONTACT_EMAIL"),
    }
)
"""Concepts of one line."""

PERSONAL = frozenset({"CONTACT_NAME", "CONTACT_FUNCT", "CONTACT_PHONE", "CONTACT_EMAIL"})
"""What may name a person: never published by itself."""


def letter(concept: str) -> str:
    """The mark of a concept in the structure, such as `2.a`; of a main one, its number."""
    for section in SECTIONS:
        if concept == section.id:
            return str(section.number)
        if concept in section.concepts:
            return f"{section.number}.{'abcdefghijk'[section.concepts.index(concept)]}"
    return ""


def place_of(concept: str) -> tuple[int, str]:
    """By which concepts are sorted; fields outside the structure come last, by name."""
    return ORDER.get(concept, len(ORDER)), concept


def filled(texts: Iterable[tuple[str, str]]) -> int:
    """How many detailed concepts have a text in any language, of `len(CONCEPTS)`.

    `texts` are pairs of concept and language, as the keys of `Texts`.
    """
    return len({concept for concept, _language in texts} & set(CONCEPTS))


def tidy(text: str) -> str:
    """A text as it is stored: clean, without blanks around it, lines ended alike.

    Raises `BadText` for characters that no store can carry.
    """
    return clean(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


@dataclass(frozen=True)
class Changes:
    """What somebody's texts change: new texts ("" empties one), and where another was faster."""

    texts: Texts = field(default_factory=dict)
    overtaken: tuple[tuple[str, str], ...] = ()


def changes(said: Texts, held: Texts, seen: Texts | None = None) -> Changes:
    """What `said` changes in `held`; a concept that `said` does not name stays as it is.

    `seen` is what stood there when the person began to write. What she left as it was is no change
    of hers, and what another has changed to something else meanwhile is not overwritten. Without
    `seen` everything said counts.
    """
    began = held if seen is None else seen
    new: dict[tuple[str, str], str] = {}
    overtaken = []
    for key, text in said.items():
        now, before = held.get(key, ""), began.get(key, "")
        if text in (now, before):
            continue
        if now != before:
            overtaken.append(key)
        else:
            new[key] = text
    return Changes(new, tuple(overtaken))


def wrong(key: tuple[str, str], text: str) -> str:
    """The message key of what is wrong with a text, its concept or language; "" if nothing is."""
    concept, language = key
    if concept not in ORDER and not _FIELD.fullmatch(concept):
        return "metadata.concept_wrong"
    if not LANGUAGE.fullmatch(language):
        return "metadata.language_wrong"
    if len(text) > MAX_TEXT:
        return "text.too_long"
    try:
        clean(text)
    except BadText as error:
        return error.why
    return ""


_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")
"""The name of a field of somebody's own, as files of Open SDG have them."""
