"""From a report's canonical document to what every form of it shows.

The document decides; this module only puts it into words of the active language. Whatever is
drawn (page, PDF, text) is drawn from `ReportContext`, so that the forms cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from waymark.assessments.reporting.imported import rests_sentence
from waymark.assessments.reporting.words import sentence, split_sentence
from waymark.assessments.rules.evaluate_report import SATISFIED, STATUSES
from waymark.base import statuses
from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.schemes.rules import Scheme
from waymark.schemes.wording import deviations_of


@dataclass(frozen=True)
class Cited:
    """A piece of evidence that a result rests on."""

    id: str
    title: str
    kind: str


@dataclass(frozen=True)
class Said:
    """What one reviewer said, without her name."""

    outcome: str
    label: str
    reason_label: str
    reason: str
    level: int | None
    part: str = ""  # when it was said: "talk" or "third", see `rules.differing.Part`


@dataclass(frozen=True)
class Finding:
    """One platform check in words."""

    outcome: str
    text: str


@dataclass(frozen=True)
class Line:
    """One criterion of the report."""

    id: str
    title: str
    stage: str
    requirement: str
    status: str
    status_label: str
    met_parts: int
    parts: int
    claimed: int | None
    gaps: tuple[str, ...]
    origin: str
    evidence: tuple[Cited, ...] = ()
    said: tuple[Said, ...] = ()
    checks: tuple[Finding, ...] = ()
    indicators: tuple[str, ...] = ()
    split: str = ""  # how reviewers who differed came to this, in a sentence
    rests: str = ""  # on which result of another scheme, in a sentence

    @property
    def is_met(self) -> bool:
        """Whether nothing is lacking here."""
        return self.status in SATISFIED


@dataclass(frozen=True)
class StagePart:
    """A stage: how many criteria have which status, and its criteria."""

    id: str
    name: str
    passed: bool
    counts: tuple[tuple[str, str, int], ...]  # status, word, number
    wanted: bool = True  # the level aimed for needs it
    lines: tuple[Line, ...] = ()

    @property
    def size(self) -> int:
        """How many criteria the stage has."""
        return sum(number for _status, _label, number in self.counts)


@dataclass(frozen=True)
class LevelPart:
    """A level, and what it still lacks."""

    id: str
    name: str
    attained: bool
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Hashes:
    """What the report was made from, by content."""

    report: str
    submission: str
    scheme: str
    verdicts: str


@dataclass(frozen=True)
class ReportContext:
    """All that a report tells, in words of one language."""

    language: str
    case: str
    place: str
    country: str
    fictional: bool
    scheme_title: str
    scheme_id: str
    scheme_version: str
    target: str
    as_of: str
    basis: str
    world: str
    engine: str
    stages: tuple[StagePart, ...]
    levels: tuple[LevelPart, ...]
    hashes: Hashes
    adaptation: str = ""
    deviations: tuple[tuple[str, str], ...] = ()  # criterion, sentence
    public: bool = False
    decides: str = ""  # whose committee, where it is not the mechanism's own

    @property
    def attained(self) -> str:
        """The name of the highest level attained, or ""."""
        names = [level.name for level in self.levels if level.attained]
        return names[-1] if names else ""

    @property
    def verified(self) -> bool:
        """Whether reviewers' verdicts were heard."""
        return self.basis == "verified"


@dataclass(frozen=True)
class Sources:
    """What a document names by id, in words: given by whoever has it."""

    place: str = ""
    country: str = ""
    fictional: bool = False
    target: str = ""
    evidence: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # id -> title, kind
    said: Mapping[str, Said] = field(default_factory=dict)  # by id of the verdict
    decides: str = ""  # another committee than the mechanism's own, where the rule says so
    public: bool = False


def pick(words: Mapping[str, str]) -> str:
    """Return a text of the scheme in the active language or its nearest."""
    return text.pick(words, short_language()).text


def report_context(
    scheme: Scheme, document: Mapping[str, Any], sha256: str, sources: Sources
) -> ReportContext:
    """Put a report's document (`rules.evaluate_report.report_document`) into words."""
    kinds = {option.id: pick(option.label) for option in scheme.evidence_kinds}
    lines = [_line(scheme, found, sources, kinds) for found in document["criteria"]]
    target = next((level for level in scheme.levels if level.id == sources.target), None)
    return ReportContext(
        language=short_language(),
        case=document["case"],
        place=sources.place,
        country=sources.country,
        fictional=sources.fictional,
        scheme_title=pick(scheme.title),
        scheme_id=scheme.id,
        scheme_version=scheme.version,
        target=pick(target.name) if target else "",
        as_of=document["as_of"],
        basis=document["basis"],
        world=document["world"],
        engine=document["engine"],
        stages=stage_parts(scheme, document, lines, sources.target),
        levels=level_parts(scheme, document),
        hashes=Hashes(
            sha256, document["submission"], document["scheme"]["hash"], document["verdicts"]
        ),
        adaptation=pick(scheme.adaptation.title) if scheme.adaptation else "",
        deviations=deviations_of(scheme),
        public=sources.public,
        decides=sources.decides,
    )


def stage_parts(
    scheme: Scheme, document: Mapping[str, Any], lines: list[Line], target: str
) -> tuple[StagePart, ...]:
    """Return the stages with their counts, and the lines that belong to each."""
    names = {stage.id: pick(stage.name) for stage in scheme.stages}
    wanted = wanted_stages(scheme, target)
    return tuple(
        StagePart(
            id=stage["id"],
            name=names[stage["id"]],
            passed=stage["passed"],
            counts=tuple(
                (status, str(statuses.find(status).label), stage["counts"].get(status, 0))
                for status in STATUSES
                if stage["counts"].get(status, 0)
            ),
            wanted=stage["id"] in wanted,
            lines=tuple(line for line in lines if line.stage == stage["id"]),
        )
        for stage in document["stages"]
    )


def wanted_stages(scheme: Scheme, target: str) -> frozenset[str]:
    """Return the stages that a level and those before it need; all where no level is aimed for."""
    found: set[str] = set()
    for level in scheme.levels:
        found |= set(level.stages)
        if level.id == target:
            break
    return frozenset(found)


def level_parts(scheme: Scheme, document: Mapping[str, Any]) -> tuple[LevelPart, ...]:
    """Return the levels with what each lacks."""
    names = {level.id: pick(level.name) for level in scheme.levels}
    return tuple(
        LevelPart(
            level["id"], names[level["id"]], level["attained"], tuple(level.get("lacking", ()))
        )
        for level in document["levels"]
    )


def _line(
    scheme: Scheme, found: Mapping[str, Any], sources: Sources, kinds: Mapping[str, str]
) -> Line:
    criterion = scheme.by_id[found["id"]]
    inputs: Mapping[str, Any] = found.get("inputs", {})
    return Line(
        id=criterion.id,
        title=pick(criterion.title),
        stage=criterion.stage,
        requirement=str(statuses.find(criterion.requirement).label),
        status=found["status"],
        status_label=str(statuses.find(found["status"]).label),
        met_parts=found["met_parts"],
        parts=found["parts"],
        claimed=found.get("level"),
        gaps=tuple(
            sentence(scheme, gap["code"], _known(gap.get("params", {}), sources))
            for gap in found.get("gaps", ())
        ),
        origin="" if criterion.origin == "base" else criterion.origin,
        evidence=tuple(
            Cited(name, sources.evidence[name][0], kinds.get(sources.evidence[name][1], ""))
            for name in inputs.get("evidence", ())
            if name in sources.evidence
        ),
        said=tuple(
            sources.said[name] for name in inputs.get("verdicts", ()) if name in sources.said
        ),
        checks=tuple(
            Finding(
                check["outcome"],
                sentence(scheme, check["message"]["code"], check["message"].get("params", {})),
            )
            for check in found.get("checks", ())
        ),
        indicators=tuple(inputs.get("indicators", ())),
        split=split_sentence(found.get("split", "")),
        rests=rests_sentence(found.get("rests")),
    )


def _known(params: Mapping[str, Any], sources: Sources) -> dict[str, Any]:
    """Name a piece of evidence by its title where the reader may know it."""
    found = dict(params)
    if "evidence" in found:
        title, _kind = sources.evidence.get(str(found["evidence"]), ("", ""))
        found["evidence"] = f"“{title}”" if title else _("that is not named here")
    return found
