"""A scheme edition as frozen dataclasses: what `parse_scheme` returns and everything reads.

Texts are mappings from language to text (`{"en": ..., "ar": ...}`). Logic never reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from waymark.kernel import canonical
from waymark.kernel.progress import METHOD
from waymark.schemes.rules.agreed import AgreedText
from waymark.schemes.rules.nodes import Rule, rule_document
from waymark.schemes.rules.plain import plain
from waymark.schemes.rules.purpose import Purpose

Texts = Mapping[str, str]

FORMAT = "waymark-scheme/1"
REQUIREMENTS = ("mandatory", "as_relevant")
DESCRIPTORS = 4  # levels 0 to 3
DEVIATION_KINDS = ("substitute", "waive")
COLUMN_TYPES = (
    "text",
    "integer",
    "number",
    "money",
    "date",
    "choice",
    "goals",
    "targets",
    "url",
    "bool",
    "area",
    "group",
)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list, with a stable id."""

    id: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a register. `many` holds a list; `vocabulary` names a shared list of options;
    `goals` and `targets` hold lists of codes (`11`, `11.2`); a `long` text has several lines.
    """

    id: str
    type: str
    label: Texts
    required: bool = False
    many: bool = False
    options: tuple[Option, ...] = ()
    vocabulary: str | None = None
    long: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A small table that never decides a criterion; one that is `single` has one line, a form."""

    id: str
    title: Texts
    help: Texts
    columns: tuple[Column, ...]
    single: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A named list of options shared by columns and checks."""

    id: str
    label: Texts
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SetMember:
    """One indicator of a shared list and the codes that measure the same thing elsewhere."""

    code: str
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Domain:
    """A part of an indicator list (`society`, `economy` ...)."""

    id: str
    label: Texts
    indicators: tuple[SetMember, ...]


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    """A shared indicator list by domain. Codes are `framework:code`, as in `sdg:11.6.2`."""

    id: str
    label: Texts
    domains: tuple[Domain, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A milestone of the journey; criteria belong to one."""

    id: str
    name: Texts
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the certificate and the stages it needs, earlier ones included."""

    id: str
    name: Texts
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What the city answers with 0 to 3. The id stays the same across editions."""

    id: str
    label: Texts


@dataclass(frozen=True, slots=True)
class CheckRef:
    """A named platform check and its parameters."""

    id: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiver:
    """An endorsed deviation: the criterion does not apply here until a date."""

    reason: Texts
    until: date


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where an adaptation is not simply stricter than its base, and why; endorsed by name.

    `kind` is `substitute` (a national equivalent, on a legal `basis`, in place of rule `rule` of
    the base) or `waive` (the criterion does not apply until a day).
    """

    criterion: str
    kind: str
    reason: Texts
    rule: str = ""
    basis: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a country finds the figures of an indicator (`id`: framework:code)."""

    id: str
    source: Texts


@dataclass(frozen=True, slots=True)
class Adaptation:
    """Which overlay an edition was resolved with: hashes of overlay and base, and deviations."""

    id: str
    version: str
    hash: str
    base: str
    title: Texts
    deviations: tuple[Deviation, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """One criterion. `core` ones may never be waived, nor answered "not relevant"."""

    id: str
    stage: str
    requirement: str
    core: bool
    not_relevant: bool
    title: Texts
    text: Texts
    why: Texts
    guidance: Texts
    descriptors: tuple[Texts, ...]
    questions: tuple[Question, ...]
    evidence_kinds: tuple[str, ...]
    rule: Rule
    indicators: tuple[str, ...] = ()
    drivers: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    sources: tuple[AgreedText, ...] = ()
    provenance: str = ""
    origin: str = "base"
    registers: tuple[str, ...] = ()
    checks: tuple[CheckRef, ...] = ()
    waived: Waiver | None = None

    @cached_property
    def rule_hash(self) -> str:
        """Digest of all that decides this criterion; no text is part of it."""
        return canonical.digest(
            {
                "id": self.id,
                "questions": [question.id for question in self.questions],
                "not_relevant": self.not_relevant,
                "rule": rule_document(self.rule),
            }
        )


@dataclass(frozen=True)
class Scheme:
    """One edition of a scheme, as published: `id`, `version` and content.

    progress_method has its version; first_step: registers handed in alone before the rest.
    """

    id: str
    version: str
    language: str
    title: Texts
    summary: Texts
    provenance: str
    stages: tuple[Stage, ...]
    levels: tuple[Level, ...]
    evidence_kinds: tuple[Option, ...]
    vocabularies: tuple[Vocabulary, ...]
    indicator_sets: tuple[IndicatorSet, ...]
    registers: tuple[Register, ...]
    criteria: tuple[Criterion, ...]
    adaptation: Adaptation | None = None
    progress_method: str = METHOD.id
    purpose: str = Purpose.CERTIFICATE.value
    first_step: tuple[str, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Criterion]:
        """Criteria by their id."""
        return {criterion.id: criterion for criterion in self.criteria}

    @cached_property
    def register_by_id(self) -> Mapping[str, Register]:
        """Registers by their id."""
        return {register.id: register for register in self.registers}

    @cached_property
    def vocabulary_by_id(self) -> Mapping[str, Vocabulary]:
        """Vocabularies by their id."""
        return {vocabulary.id: vocabulary for vocabulary in self.vocabularies}

    @cached_property
    def set_by_id(self) -> Mapping[str, IndicatorSet]:
        """Indicator sets by their id."""
        return {item.id: item for item in self.indicator_sets}

    @cached_property
    def hash(self) -> str:
        """Digest of the whole document (`scheme_document`)."""
        return canonical.digest(scheme_document(self))

    def options_of(self, column: Column) -> tuple[Option, ...]:
        """The choices of a column, its own or those of its vocabulary."""
        if column.vocabulary is None:
            return column.options
        return self.vocabulary_by_id[column.vocabulary].options

    def criteria_of(self, stage: str) -> tuple[Criterion, ...]:
        """The criteria of one stage, in the order of the document."""
        return tuple(criterion for criterion in self.criteria if criterion.stage == stage)


def scheme_document(scheme: Scheme) -> dict[str, Any]:
    """The scheme as its JSON document; `parse_scheme` of it gives the scheme back."""
    return {"format": FORMAT, **plain(scheme)}


def scheme_hash(scheme: Scheme) -> str:
    """SHA-256 of the canonical scheme document, as 64 hex digits."""
    return scheme.hash
