"""The report: what `evaluate` says about a submission, as frozen data and as canonical JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from waymark.assessments.rules.document import SchemeRef
from waymark.kernel import canonical
from waymark.schemes.rules.plain import plain

FORMAT = "waymark-report/1"

TRUE, FALSE, UNKNOWN = "true", "false", "unknown"

MET = "met"
PARTLY = "partly"
NOT_MET = "not_met"
NOT_ASSESSED = "not_assessed"
NOT_APPLICABLE = "not_applicable"
WAIVED = "waived"
STATUSES = (MET, PARTLY, NOT_MET, NOT_ASSESSED, NOT_APPLICABLE, WAIVED)
SATISFIED = (MET, NOT_APPLICABLE, WAIVED)

OK, ATTENTION, NO_DATA = "ok", "attention", "no_data"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code with parameters; `messages.py` has the sentence for each code."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What the platform computed itself. It informs and never decides."""

    id: str
    outcome: str
    message: Reason
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a result rests on, by id."""

    answers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()


NO_INPUTS = Inputs()


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What one leaf of the rule came to: `true`, `false` or `unknown`."""

    rule: str
    value: str


@dataclass(frozen=True, slots=True)
class Rests:
    """The result of another scheme that an answer was taken over from."""

    name: str
    reference: str
    relation: str
    confirmed: bool = False  # by every reviewer who accepts


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion: its status, `met_parts` of `parts`, and what is in the way."""

    id: str
    stage: str
    status: str
    met_parts: int
    parts: int
    origin: str
    rule_hash: str
    rules: tuple[RuleResult, ...] = ()
    gaps: tuple[Reason, ...] = ()
    level: int | None = None
    inputs: Inputs = NO_INPUTS
    checks: tuple[Check, ...] = ()
    split: str = ""  # how reviewers who differed came to this: "talk" or "third"
    rests: Rests | None = None

    @property
    def reviewed(self) -> bool:
        """Whether it rests on verdicts."""
        return bool(self.inputs.verdicts)


@dataclass(frozen=True, slots=True)
class StageResult:
    """How many criteria of a stage have which status. Counts, never a score."""

    id: str
    counts: Mapping[str, int]
    passed: bool


@dataclass(frozen=True, slots=True)
class LevelResult:
    """Whether a level is attained, and the criteria that it still lacks."""

    id: str
    attained: bool
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """The result of one evaluation; equal inputs give an equal report, byte for byte."""

    engine: str
    scheme: SchemeRef
    case: str
    submission: str
    verdicts: str
    as_of: date
    basis: str
    world: str
    criteria: tuple[CriterionResult, ...]
    stages: tuple[StageResult, ...]
    levels: tuple[LevelResult, ...]
    ignored: tuple[Reason, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, CriterionResult]:
        """Results by the id of their criterion."""
        return {result.id: result for result in self.criteria}

    @property
    def level(self) -> str | None:
        """The highest level attained, or None."""
        attained = [level.id for level in self.levels if level.attained]
        return attained[-1] if attained else None

    @cached_property
    def hash(self) -> str:
        """Digest of `report_document`."""
        return canonical.digest(report_document(self))


def report_document(report: Report) -> dict[str, Any]:
    """The report as its JSON document."""
    return {"format": FORMAT, **plain(report)}


def report_bytes(report: Report) -> bytes:
    """The report as canonical JSON: what is stored, hashed and published."""
    return canonical.dumps(report_document(report))


def report_hash(report: Report) -> str:
    """SHA-256 of `report_bytes`, as 64 hex digits."""
    return report.hash
