"""A city's diagnostics: the shipped questions, what was filled in, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from django.db.models import QuerySet

from waymark.assessments.models import DiagnosticAnswer, DiagnosticRun
from waymark.assessments.queries.access import rights_of
from waymark.assessments.queries.workspace import Here
from waymark.assessments.rules.diagnosing import (
    Diagnostic,
    Finding,
    Said,
    Verdict,
    findings,
    read,
)
from waymark.kernel import canonical
from waymark.places.models import Place
from waymark.schemes.rules import Criterion, Stage

IN_FORCE: Mapping[str, int] = {
    "governance": 1,
    "planning": 1,
    "finance": 1,
    "services": 1,
    "resilience": 1,
}
"""The version of each diagnostic that is begun now. Files of earlier ones stay, for old runs."""
_MOST = 1_000_000


@cache
def diagnostic(slug: str, version: int) -> Diagnostic:
    """Return a shipped diagnostic."""
    name = f"data/diagnostic-{slug}-{version}.json"
    held = files("waymark.assessments").joinpath(name).read_bytes()
    return read(slug, canonical.loads(held, max_bytes=_MOST))


def in_force() -> tuple[Diagnostic, ...]:
    """Return the diagnostics that can be begun, in their order."""
    return tuple(diagnostic(slug, version) for slug, version in IN_FORCE.items())


def runs(viewer: Any, at: datetime) -> QuerySet[DiagnosticRun]:
    """Return the runs that a person may read: those of the cities she works for, newest first.

    Whoever reads runs, anywhere, reads them through this. They are no part of a case.
    """
    if not getattr(viewer, "is_authenticated", False):
        return DiagnosticRun.objects.none()
    return DiagnosticRun.objects.filter(place__in=rights_of(viewer, at).places)


@dataclass(frozen=True)
class Told:
    """A run, its questions, and what each came to."""

    run: DiagnosticRun
    diagnostic: Diagnostic
    rows: Mapping[str, DiagnosticAnswer]
    findings: tuple[Finding, ...]

    def of(self, *verdicts: str) -> tuple[Finding, ...]:
        """The findings of some kinds, in order."""
        return tuple(one for one in self.findings if one.verdict in verdicts)

    @property
    def topics(self) -> tuple[tuple[Stage, tuple[Finding, ...]], ...]:
        """The findings by topic."""
        return tuple(
            (stage, tuple(one for one in self.findings if one.question.stage == stage.id))
            for stage in self.diagnostic.scheme.stages
        )

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return len(self.findings) - len(self.of(Verdict.NOT_ANSWERED))


def told(run: DiagnosticRun) -> Told:
    """Return what a run says. One query, or none where its answers were fetched before."""
    about = diagnostic(run.diagnostic, run.version)
    rows = {row.question: row for row in run.answers.all()}
    said = {name: said_in(row) for name, row in rows.items()}
    as_of = (run.finished_at or run.started_at).date()
    return Told(run, about, rows, findings(about, said, as_of=as_of))


def said_in(row: DiagnosticAnswer | None) -> Said:
    """Return what a row says; of none, nothing."""
    return Said() if row is None else Said(row.level, row.note)


def run_of(here: Here, pk: str) -> DiagnosticRun | None:
    """Return one run of the place, or None."""
    found = runs(here.viewer, here.at).filter(place=here.place, pk=pk)
    found = found.select_related("place__country", "started_by", "finished_by").defer(
        "place__boundary"
    )
    return found.prefetch_related("answers__by").first()


def earlier(here: Here, run: DiagnosticRun) -> DiagnosticRun | None:
    """Return the city's finished run of the same diagnostic before this one, or None."""
    found = runs(here.viewer, here.at).filter(
        place=here.place,
        diagnostic=run.diagnostic,
        finished_at__isnull=False,
        started_at__lt=run.started_at,
    )
    return found.order_by("-finished_at").prefetch_related("answers").first()


@dataclass(frozen=True)
class Shelf:
    """A diagnostic with the city's runs of it: the open one, and the finished, newest first."""

    diagnostic: Diagnostic
    open: DiagnosticRun | None
    finished: tuple[DiagnosticRun, ...]


def shelves(here: Here) -> tuple[Shelf, ...]:
    """Return each diagnostic with the city's runs. One query."""
    by: dict[str, list[DiagnosticRun]] = {}
    for run in runs(here.viewer, here.at).filter(place=here.place):
        by.setdefault(run.diagnostic, []).append(run)
    return tuple(
        Shelf(
            one,
            next((run for run in by.get(one.slug, ()) if run.finished_at is None), None),
            tuple(run for run in by.get(one.slug, ()) if run.finished_at is not None),
        )
        for one in in_force()
    )


@dataclass(frozen=True)
class Beside:
    """What a diagnostic says for a criterion: its newest finished run, if there is one."""

    diagnostic: Diagnostic
    run: DiagnosticRun | None
    strengths: tuple[Finding, ...]
    gaps: tuple[Finding, ...]


def beside(here: Here, criterion: str) -> tuple[Beside, ...]:
    """Return what the city's own diagnostics say for a criterion. No query where none feeds it."""
    feeding = [one for one in in_force() if any(criterion in codes for codes in one.feeds.values())]
    if not feeding:
        return ()
    newest: dict[str, DiagnosticRun] = {}
    found = runs(here.viewer, here.at).filter(
        place=here.place,
        finished_at__isnull=False,
        diagnostic__in=[one.slug for one in feeding],
    )
    for run in found.order_by("-finished_at").prefetch_related("answers"):
        newest.setdefault(run.diagnostic, run)
    return tuple(_beside(one, newest.get(one.slug), criterion) for one in feeding)


def _beside(one: Diagnostic, run: DiagnosticRun | None, criterion: str) -> Beside:
    if run is None:
        return Beside(one, None, (), ())
    seen = told(run)
    feeds = seen.diagnostic.feeds

    def of(verdict: Verdict) -> tuple[Finding, ...]:
        return tuple(f for f in seen.of(verdict) if criterion in feeds[f.question.id])

    return Beside(one, run, of(Verdict.STRENGTH), of(Verdict.GAP))


@dataclass(frozen=True)
class RunGap:
    """A gap that a finished run found, for whoever opens a need from it."""

    run: DiagnosticRun
    finding: Finding
    topics: tuple[str, ...]
    criteria: tuple[str, ...]


def gap_in(viewer: Any, place: Place, pk: str, question: str, at: datetime) -> RunGap | None:
    """Return a gap of a finished run of a place, or None where the viewer may not or it is none."""
    found = runs(viewer, at).filter(place=place, pk=pk, finished_at__isnull=False)
    run = found.prefetch_related("answers").first()
    if run is None:
        return None
    seen = told(run)
    for one in seen.of(Verdict.GAP):
        if one.question.id == question:
            about = seen.diagnostic
            return RunGap(run, one, about.topics[question], about.feeds[question])
    return None


def newest_gaps() -> list[tuple[str, str, Criterion]]:
    """Return what cities' newest finished runs found lacking: place, DIAGNOSTIC/QUESTION, which.

    For the platform's own clock alone: what a city finds out about itself is its own.
    """
    finished = DiagnosticRun.objects.filter(finished_at__isnull=False)
    newest: dict[tuple[str, str], DiagnosticRun] = {}
    for run in finished.prefetch_related("answers").order_by("finished_at", "pk"):
        newest[run.place_id, run.diagnostic] = run
    return [
        (run.place_id, f"{run.diagnostic}/{one.question.id}", one.question)
        for run in newest.values()
        for one in told(run).of(Verdict.GAP)
    ]
