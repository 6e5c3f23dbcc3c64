"""Where the city stands by its own word: the report on what it claims, by stage and level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from waymark.assessments.queries.dossier import live_submission
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules.evaluate import evaluate
from waymark.assessments.rules.evaluate_report import (
    NOT_ASSESSED,
    SATISFIED,
    CriterionResult,
    Reason,
    Report,
)
from waymark.schemes.rules import Criterion, InvalidDocument, Level, Stage


@dataclass(frozen=True)
class Line:
    """A criterion with what the report says of it; reviews are still to come and left out."""

    criterion: Criterion
    result: CriterionResult

    @property
    def gaps(self) -> tuple[Reason, ...]:
        """What the city itself can mend."""
        return tuple(gap for gap in self.result.gaps if not gap.code.startswith("review."))

    @property
    def satisfied(self) -> bool:
        """Whether nothing is left to do."""
        return self.result.status in SATISFIED

    @property
    def known(self) -> bool:
        """Whether enough is there to say anything."""
        return self.result.status != NOT_ASSESSED


@dataclass(frozen=True)
class StageLines:
    """The criteria of a stage."""

    stage: Stage
    wanted: bool
    lines: tuple[Line, ...]

    @property
    def satisfied(self) -> int:
        """How many are met, or do not apply."""
        return sum(line.satisfied for line in self.lines)


@dataclass(frozen=True)
class LevelLine:
    """A level, and the criteria that it still lacks."""

    level: Level
    attained: bool
    lacking: tuple[Criterion, ...]


@dataclass(frozen=True)
class Standing:
    """The whole report as people read it, or None for `report` where the case can't be read."""

    report: Report | None
    stages: tuple[StageLines, ...] = ()
    levels: tuple[LevelLine, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)  # of evidence, by id

    @property
    def first(self) -> tuple[Line, ...]:
        """The first few criteria of the level aimed for that have something to mend."""
        lines = (line for stage in self.stages if stage.wanted for line in stage.lines)
        return tuple(line for line in lines if not line.satisfied)[:5]


def standing(here: Here) -> Standing:
    """Evaluate the case as it stands, on this day."""
    scheme = here.scheme
    try:
        content = live_submission(here.the_case)
    except InvalidDocument:
        return Standing(None)
    report = evaluate(scheme, content, as_of=here.at.date(), world="open")
    lines = [Line(scheme.by_id[result.id], result) for result in report.criteria]
    stages = tuple(
        StageLines(
            stage,
            stage.id in here.wanted,
            tuple(line for line in lines if line.criterion.stage == stage.id),
        )
        for stage in scheme.stages
    )
    levels = tuple(
        LevelLine(
            level,
            result.attained,
            tuple(scheme.by_id[name] for name in result.lacking),
        )
        for level, result in zip(scheme.levels, report.levels, strict=True)
    )
    return Standing(report, stages, levels, {item.id: item.title for item in content.evidence})
