"""What the library has for the gaps of a case: beside its criteria and reports, never in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from waymark.assessments.models import Report
from waymark.assessments.queries.claims import Standing
from waymark.assessments.queries.workspace import Here
from waymark.assessments.reporting.context import ReportContext
from waymark.library.help import Help, help_with, shelves
from waymark.library.rules.suggest import FEW
from waymark.schemes.rules import Criterion


def help_for_criterion(here: Here, criterion: Criterion) -> Help | None:
    """Return what helps with one criterion that is not met yet."""
    shelved = shelves(here.viewer, here.place)
    return help_with(shelved, [(criterion.id, criterion.stage)]).get(criterion.id)


def help_for_standing(here: Here, told: Standing) -> Mapping[str, Help]:
    """Return what helps with each gap; beyond the level aimed for only where it stands."""
    lines = [(stage.wanted, line) for stage in told.stages for line in stage.lines]
    gaps = {
        line.criterion.id: (line.criterion.stage, wanted)
        for wanted, line in lines
        if not line.satisfied
    }
    return _help(here.viewer, here.place, gaps)


def help_for_report(viewer: Any, report: Report, told: ReportContext) -> Mapping[str, Help]:
    """Return what helps with each gap of a report, as the library stands now."""
    gaps = {
        line.id: (line.stage, stage.wanted)
        for stage in told.stages
        for line in stage.lines
        if not line.is_met
    }
    return _help(viewer, report.case.place, gaps)


def _help(viewer: Any, place: Any, gaps: Mapping[str, tuple[str, bool]]) -> Mapping[str, Help]:
    """gaps: criterion -> its stage, and whether the level aimed for needs it."""
    if not gaps:
        return {}
    shelved = shelves(viewer, place, most=FEW)
    wanted = {criterion for criterion, (_stage, needed) in gaps.items() if needed}
    return help_with(shelved, ((one, stage) for one, (stage, _n) in gaps.items()), named=wanted)
