"""The case document: what a city hands in, and what reviewers said about it, as plain data.

`Submission` is what is frozen and signed; its hash is what verdicts and reports refer to.
`Case` adds the verdicts and the moment of evaluation. Indicators are named `framework:code`
(`sdg:11.6.2`, `umf:UMF-1.1.2`, `own:clean-streets`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from waymark.kernel import canonical
from waymark.kernel.period import Period
from waymark.schemes.rules.plain import plain

FORMAT = "waymark-case/1"
WORLDS = ("open", "closed")
BASES = ("claimed", "verified")
EVIDENCE_STATES = ("active", "withdrawn", "expired", "erased")
VISIBILITIES = ("public", "reviewers", "committee")
VALUE_STATUSES = ("final", "provisional", "estimated", "missing", "suppressed")
DIRECTIONS = ("up", "down", "target", "parity")
VERDICTS = ("accept", "reject", "need_more", "recuse")
VERDICT_PARTS = ("talk", "third")
URBANISATION = ("city", "town", "rural")
AREA = "area"  # the dimension that says where; every other one says who

Scalar = str | int | float | bool
Cell = Scalar | tuple[str, ...]
Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class SchemeRef:
    """The edition that a case is assessed by."""

    id: str
    version: str
    hash: str


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the place: a district, a neighbourhood, an informal settlement."""

    id: str
    name: str
    population: int | None = None
    informal: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The unit that is assessed. `boundary` says that a boundary with valid geometry is on file."""

    id: str
    name: str
    country: str
    kind: str
    population: int | None = None
    area_km2: int | float | None = None
    urbanisation: str | None = None
    boundary: bool = False
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """Where an answer comes from that a result of another scheme filled in.

    It holds as long as the city leaves the answer as it is. `crosswalk` is the hash of the document
    by whose row `theirs` it was filled in; `evidence` shows the result.
    """

    result: str
    scheme: str
    name: str
    theirs: str
    relation: str
    level: str
    reference: str
    awarded: date
    crosswalk: str
    title: str = ""
    evidence: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The city's own view of one criterion: level 0 to 3, or not relevant with a reason."""

    level: int | None = None
    narrative: str = ""
    not_relevant: bool = False
    reason: str = ""
    imported: Imported | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One evidence item: a file (by SHA-256) or a link, and what it is about."""

    id: str
    criteria: tuple[str, ...]
    kind: str
    state: str = "active"
    title: str = ""
    language: str = ""
    covered_from: date | None = None
    covered_to: date | None = None
    effective: date | None = None
    received_at: str | None = None
    sha256: str | None = None
    url: str | None = None
    visibility: str = "reviewers"
    page: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What the city says about an indicator. `priority` marks its key values."""

    id: str
    label: str = ""
    unit: str = ""
    direction: str = "up"
    priority: bool = False
    source: str = ""
    same_as: tuple[str, ...] = ()
    transform: str = ""  # how its values must be turned before they can be judged


@dataclass(frozen=True, slots=True)
class Observation:
    """One value. Empty `dims` means the whole place and everybody in it.

    Empty `unit` means that of the indicator. `text` is an entry in words, which has no value.
    """

    indicator: str
    period: Period
    value: int | float | None
    status: str = "final"
    dims: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    method: str = ""
    note: str = ""
    unit: str = ""
    text: str = ""
    source_type: str = ""
    quality: str = ""

    @property
    def usable(self) -> bool:
        """Whether it carries a number that may be used."""
        return self.value is not None and self.status not in ("missing", "suppressed")


@dataclass(frozen=True, slots=True)
class Baseline:
    """The value from which change is measured."""

    indicator: str
    period: Period
    value: int | float
    dims: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """The value aimed for by the end of a period; a milestone is a target on the way."""

    indicator: str
    period: Period
    value: int | float
    milestone: bool = False
    dims: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reviewer's view of one criterion, bound to the submission and rule it was given on."""

    id: str
    reviewer: str
    criterion: str
    outcome: str
    seq: int
    submission: str
    rule: str
    reason_code: str = ""
    reason: str = ""
    evidence: tuple[str, ...] = ()
    part: str = ""  # "talk": revised after the others' were seen; "third": on what stayed tied
    confirmed: bool = False  # accepts, and says that the other scheme's result covers it


@dataclass(frozen=True)
class Submission:
    """All that the city hands in. Lists are kept sorted, so that order never changes the hash."""

    case: str
    scheme: SchemeRef
    place: Place
    answers: Mapping[str, Answer]
    currency: str = ""
    registers: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    observations: tuple[Observation, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    targets: tuple[Target, ...] = ()

    @cached_property
    def hash(self) -> str:
        """Digest of `submission_document`."""
        return canonical.digest(submission_document(self))


@dataclass(frozen=True)
class Case:
    """A case document as read: the submission, the verdicts, and how to evaluate them."""

    submission: Submission
    verdicts: tuple[Verdict, ...] = ()
    as_of: date | None = None
    basis: str = "claimed"
    world: str = "closed"


def submission_document(submission: Submission) -> dict[str, Any]:
    """The submission as its JSON document: what is frozen, hashed and signed."""
    document: dict[str, Any] = plain(submission)
    return document


def verdict_document(verdict: Verdict) -> dict[str, Any]:
    """The verdict as its JSON document. Written out by hand: many are hashed at a time."""
    document: dict[str, Any] = {
        "id": verdict.id,
        "reviewer": verdict.reviewer,
        "criterion": verdict.criterion,
        "outcome": verdict.outcome,
        "seq": verdict.seq,
        "submission": verdict.submission,
        "rule": verdict.rule,
    }
    if verdict.reason_code:
        document["reason_code"] = verdict.reason_code
    if verdict.reason:
        document["reason"] = verdict.reason
    if verdict.evidence:
        document["evidence"] = list(verdict.evidence)
    if verdict.part:
        document["part"] = verdict.part
    if verdict.confirmed:
        document["confirmed"] = True
    return document


def submission_hash(submission: Submission) -> str:
    """SHA-256 of the canonical submission document, as 64 hex digits."""
    return submission.hash


def case_document(case: Case) -> dict[str, Any]:
    """The case as its JSON document; `parse_case` of it gives the case back."""
    return {"format": FORMAT, **plain(case)}
