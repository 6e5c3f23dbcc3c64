"""Beginning a diagnostic, answering, and finishing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.models import DiagnosticAnswer, DiagnosticRun
from waymark.assessments.queries.diagnosing import IN_FORCE, diagnostic, said_in, told
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.diagnosing import (
    ELSEWHERE,
    LEVELS,
    MOST_NOTE,
    Said,
    changed_meanwhile,
    token,
)
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place


@dataclass(frozen=True)
class Typed:
    """What somebody typed for one question, and the token of what her page showed before."""

    said: Said
    seen: str

    @property
    def touched(self) -> bool:
        """Whether she typed something else than her page showed."""
        return token(self.said) != self.seen


@transaction.atomic
def start_diagnostic(*, place: Place, slug: str, by: Any, at: datetime) -> DiagnosticRun:
    """Begin a diagnostic; where one is under way, return that. Raises flow.Refused."""
    require(by, Permit.RUN_DIAGNOSTIC, on=place)
    if slug not in IN_FORCE:
        raise Refused(Reason("diagnostic.unknown"))
    under_way = DiagnosticRun.objects.filter(place=place, diagnostic=slug, finished_at=None)
    if row := under_way.first():
        return row
    about = diagnostic(slug, IN_FORCE[slug])
    try:
        with transaction.atomic():
            made = DiagnosticRun.objects.create(
                place=place,
                diagnostic=slug,
                version=IN_FORCE[slug],
                sha256=about.scheme.hash,
                started_by=by,
                started_at=at,
            )
    except IntegrityError:  # a colleague began it in this moment
        return under_way.get()
    facts = {"diagnostic": slug, "questions": about.scheme.hash}
    record("diagnostic.started", made, by=by, at=at, scope=place, facts=facts)
    return made


def _open(run: DiagnosticRun) -> DiagnosticRun:
    row = DiagnosticRun.objects.select_for_update().get(pk=run.pk)
    if row.finished_at is not None:
        raise Refused(Reason("diagnostic.finished"))
    return row


def _cleaned(question: str, said: Said) -> Said:
    try:
        note = text.clean(said.note).strip()
    except text.BadText:
        raise Refused(Reason("diagnostic.bad_text", {"question": question})) from None
    if len(note) > MOST_NOTE or said.level not in ("", ELSEWHERE, *LEVELS):
        raise Refused(Reason("diagnostic.bad_text", {"question": question}))
    return Said(said.level, note)


@transaction.atomic
def answer_diagnostic(
    *, run: DiagnosticRun, typed: Mapping[str, Typed], by: Any, at: datetime
) -> dict[str, DiagnosticAnswer]:
    """Keep answers by question; return those that somebody else changed meanwhile, as they stand.

    These are left as they are; all others are kept. Raises flow.Refused once the run is finished.
    """
    require(by, Permit.RUN_DIAGNOSTIC, on=run.place)
    row = _open(run)
    known = diagnostic(row.diagnostic, row.version).scheme.by_id
    rows = {one.question: one for one in row.answers.select_related("by")}
    kept, met = 0, {}
    for question, one in typed.items():
        if question not in known:
            raise Refused(Reason("diagnostic.unknown"))
        said, held = _cleaned(question, one.said), rows.get(question)
        now = said_in(held)
        own = held is not None and held.by_id == by.pk
        if held is not None and changed_meanwhile(typed=said, seen=one.seen, now=now, own=own):
            met[question] = held
        elif said != now and one.touched:
            values = {"level": said.level, "note": said.note, "by": by, "at": at}
            DiagnosticAnswer.objects.update_or_create(run=row, question=question, defaults=values)
            kept += 1
    if kept:
        record("diagnostic.answered", row, by=by, at=at, scope=run.place, facts={"answers": kept})
    return met


@transaction.atomic
def finish_diagnostic(*, run: DiagnosticRun, by: Any, at: datetime) -> DiagnosticRun:
    """Close a run: from now on it says what it says. Raises flow.Refused where nothing is said."""
    require(by, Permit.RUN_DIAGNOSTIC, on=run.place)
    row = _open(run)
    if not told(row).answered:
        raise Refused(Reason("diagnostic.empty"))
    row.finished_by, row.finished_at = by, at
    row.save(update_fields=["finished_by", "finished_at"])
    row.answers.update(final=True)
    record("diagnostic.finished", row, by=by, at=at, scope=run.place, facts={})
    return row
